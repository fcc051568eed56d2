"""What the partitions of the mentions were told of taggers: read from the log, and what is missing written into it.

The world is told to each partition, a region to that of its country. Ids name
the two taggers, so the log itself remembers what was told of whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime

from streams.changes import Change, History
from tocsin import topics
from tocsin.atlas import Atlas
from tocsin.codec import decode, encode
from tocsin.coverage import REREAD, WORLD, reread
from tocsin.errors import CodecFault
from tocsin.model import Coverage
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.family import partition_of
from tocsin.runtime.distributed.reading import Stretch
from tocsin.runtime.distributed.records import Outgoing, Received


class Retold:
    """The history of each partition; `retold` reads them."""

    def __init__(self, histories: Mapping[int, History], atlas: Atlas) -> None:
        self._histories, self._atlas = histories, atlas

    def expected(self, region: str, *, tagger: str, beside: str) -> float:
        """Return what a later tagger (``beside``) was said to find in a region, as a multiple of what a tagger found."""
        history = self._histories[self._home(region)]
        return history.expected(region, tagger=tagger) / history.expected(region, tagger=beside)

    def knows(self, tagger: str) -> bool:
        """Return whether every partition knows of a tagger (`History.knows`)."""
        return all(history.knows(tagger) for history in self._histories.values())

    def missing(
        self, grown: Mapping[str, float], *, before: str, after: str, hour: int
    ) -> Iterator[Outgoing]:
        """Yield what each partition is still to be told, so that regions grow by so much over what is found now."""
        for number in self._histories:
            yield from self._missing(number, grown, before, after, hour)

    def overdue(
        self, grown: Mapping[str, float], *, before: str, after: str, hour: int, now: int
    ) -> Iterator[Outgoing]:
        """Yield what each partition is still to be told of a tagger at work since ``hour``.

        Who knows of it takes back only what was told since, from the hour ``now`` on.
        """
        for number, history in self._histories.items():
            if history.knows(after):
                yield from self._missing(number, {}, after, after, now)
            else:
                yield from self._missing(number, grown, before, after, hour)

    def _missing(
        self, number: int, grown: Mapping[str, float], before: str, after: str, hour: int
    ) -> Iterator[Outgoing]:
        history = self._histories[number]
        own = {
            region: growth
            for region, growth in grown.items()
            if region == WORLD or self._home(region) == number
        }
        for one in history.missing(own, before=before, after=after):
            yield Outgoing(
                topic=topics.MENTIONS.name,
                key=f"@{number}" if one.region == WORLD else one.region,
                value=encode(reread(one.region, one.growth, hour=hour)),
                partition=number,
                id=":".join((REREAD, f"{hour}.{len(history.changes)}", before, after, one.region, "end" * one.ends)),
            )  # fmt: skip

    def _home(self, region: str) -> int:
        return partition_of(self._atlas.family(region))


def retold(connection: KafkaConnection, atlas: Atlas, *, since: datetime) -> Retold:
    """Return what each partition was told since a moment, for whoever tells what is missing.

    Raises:
        BackendFault: Kafka does not answer.
    """
    return Retold(histories(connection, since=since), atlas)


def histories(connection: KafkaConnection, *, since: datetime) -> dict[int, History]:
    """Return the history of each partition since a moment; as to the detector, a second copy of a record says nothing.

    Raises:
        BackendFault: Kafka does not answer.
    """
    found: defaultdict[int, dict[str, Change]] = defaultdict(dict)  #: by partition and id
    with closing(Stretch(connection, topics.MENTIONS, since)) as stretch:
        for one in stretch:
            if (change := _change(one)) is not None:
                found[one.partition].setdefault(one.id or "", change)
    return {number: History(found[number].values()) for number in range(topics.MENTIONS.partitions)}


def _change(one: Received) -> Change | None:
    shard, *names = (one.id or "").split(":")
    if shard != REREAD or len(names) < 4:
        return None
    try:
        message = decode(one.value)
    except CodecFault:
        return None
    if not isinstance(message, Coverage):
        return None
    return Change(before=names[1], after=names[2], region=message.region, growth=message.growth)
