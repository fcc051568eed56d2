"""Which coverage has been said: records are written where a share changed, not every minute.

A feed is not seen while it fails, and not while it is silent for longer than it
ever is (`ingest.silence`). One that speaks again shows the hours it was away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ingest.silence import silent_from
from ingest.spec import FeedSpec
from tocsin.clock import hour_of, start_of
from tocsin.coverage import Reporting, counts, coverage, usual_rate, was_seen
from tocsin.model import Coverage, FeedState

_BACK: Final = 24  #: hours that a recovery may restate
_WORTH: Final = 0.02  #: a change of the visible share that is worth a record


class CoverageLog:
    """Says the coverage of the running hour when it changes, and of past hours when a backlog restates them."""

    def __init__(self, shard: str) -> None:
        self._shard = shard
        self._said: dict[tuple[str, int], tuple[float, float, float]] = {}
        self._hour: int | None = None
        self._counting: set[str] | None = None  #: feeds that count; none before the first look
        self._begun: dict[str, int] = {}  #: feed -> the hour in which it began to count
        self._silent: dict[str, datetime] = {}  #: feed -> since when it has been silent for too long

    def due(
        self, feeds: Iterable[tuple[FeedSpec, FeedState]], *, restate: bool, now: datetime
    ) -> tuple[Coverage, ...]:
        """Return the records to write now; ``restate`` asks for past hours too (a feed recovered)."""
        feeds, hour = list(feeds), hour_of(now)
        self._count(feeds, now)
        restate |= self._listen(state for _, state in feeds)
        first = hour if self._hour == hour and not restate else hour - _BACK
        self._hour = hour
        self._said = {place: said for place, said in self._said.items() if place[1] >= hour - _BACK}
        return tuple(
            record
            for past in range(first, hour + 1)
            for record in self._of(feeds, past)
            if self._is_news(record)
        )

    def _count(self, feeds: list[tuple[FeedSpec, FeedState]], now: datetime) -> None:
        """Note which feeds begin to count, in this hour or while no poller ran."""
        counting, hour = _counting(feeds, now), hour_of(now)
        if self._counting is None:
            polled = [state.last_polled for _, state in feeds if state.last_polled is not None]
            self._counting = _counting(feeds, max(polled, default=now))
        self._begun |= dict.fromkeys(counting - self._counting, hour)
        self._begun = {feed: at for feed, at in self._begun.items() if at >= hour - _BACK}
        self._counting |= counting

    def _listen(self, states: Iterable[FeedState]) -> bool:
        """Note which feeds have been silent for too long; return whether one of them spoke again."""
        before = self._silent
        self._silent = {state.feed: since for state in states if (since := silent_from(state)) is not None}
        return not before.keys() <= self._silent.keys()

    def _is_seen(self, state: FeedState, hour: int) -> bool:
        silent = self._silent.get(state.feed)
        return was_seen(state, hour) and (silent is None or start_of(hour) < silent)

    def _of(self, feeds: list[tuple[FeedSpec, FeedState]], hour: int) -> tuple[Coverage, ...]:
        reports = [
            Reporting(
                covers=spec.covers, owner=spec.owner, usual=usual, seen=self._is_seen(state, hour),
                daily=sum(state.rates) / 24 if state.feed in (self._counting or ()) else 0.0,
                begins=self._begun.get(state.feed) == hour,
            )
            for spec, state in feeds
            if (usual := usual_rate(state, hour)) > 0 or self._begun.get(state.feed) == hour
        ]  # fmt: skip
        return coverage(reports, shard=self._shard, hour=hour)

    def _is_news(self, record: Coverage) -> bool:
        place = (record.region, record.hour)
        share = record.visible / record.usual if record.usual else 0.0
        said = self._said.get(place)
        if (
            said is not None
            and abs(said[0] - share) < _WORTH
            and abs(said[1] - record.usual) < 0.2 * said[1]
            and abs(said[2] - record.growth) < _WORTH
        ):
            return False
        self._said[place] = (share, record.usual, record.growth)
        return True


def _counting(feeds: Iterable[tuple[FeedSpec, FeedState]], now: datetime) -> set[str]:
    return {state.feed for _, state in feeds if counts(state, now)}
