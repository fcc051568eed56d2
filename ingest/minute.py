"""What a poller says once a minute: the tick, and coverage where it changed, to every partition of the mentions.

Keys ``@0`` … ``@{partitions-1}``: ``@n`` means partition n (architecture law 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from ingest.coverage_log import CoverageLog
from ingest.feedstore import Message
from ingest.spec import FeedSpec
from tocsin.codec import encode
from tocsin.model import Coverage, FeedState, Tick
from tocsin.topics import MENTIONS

MINUTE: Final = timedelta(minutes=1)
_RESTATE_EVERY: Final = 10  #: minutes between two restatements of past hours


class Minutes:
    """Remembers which minute was told last, and whether past hours must be told anew."""

    def __init__(self, *, shard: str, partitions: int) -> None:
        self._coverage = CoverageLog(shard)
        self._partitions = partitions
        self._told: datetime | None = None
        self._recovered = False

    def recovered(self) -> None:
        """Take note that a feed that had failed answered: its backlog restates past hours."""
        self._recovered = True

    def next(self, now: datetime) -> datetime:
        """Return when the next minute is to be told."""
        return (self._told or now) + MINUTE

    def begins(self, now: datetime) -> bool:
        """Return whether a minute has begun that was not told yet."""
        return self._told is None or _minute(now) > self._told

    def records(
        self, feeds: Sequence[tuple[FeedSpec, FeedState]], now: datetime, *, last: bool = False
    ) -> tuple[Message, ...]:
        """Return the records of the running minute; the ``last`` ones of a poller carry the moment itself."""
        self._told = minute = _minute(now)
        restate = self._recovered and (last or minute.minute % _RESTATE_EVERY == 0)
        self._recovered = self._recovered and not restate
        coverage = self._coverage.due(feeds, restate=restate, now=now)
        return tuple(self._everywhere(now if last else minute, coverage))

    def _everywhere(self, at: datetime, coverage: Iterable[Coverage]) -> Iterator[Message]:
        values = [encode(record) for record in coverage]
        for number in range(self._partitions):
            for value in (*values, encode(Tick(at=at, partition=number))):
                yield Message(topic=MENTIONS.name, key=f"@{number}", value=value)


def _minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0)
