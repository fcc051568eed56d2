"""Rereading across Kafka: before workers with changed lexicons start, the detector is told how much more they find.

Nobody among several workers that start and end as they please can know which
tagger is the newer one, so this is a step of its own (`tocsin reread`, which
compose takes before the processors). It compares with the tagger of the newest
tagged article; what it writes is named by the two taggers and the day of that
article, so that a partition takes it up once, however often the step is taken
before a worker starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from streams.rereading import REACH, SAMPLE, Comparison, Reads
from tocsin import topics
from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.codec import decode, encode
from tocsin.coverage import REREAD, WORLD
from tocsin.errors import CodecFault
from tocsin.model import Coverage, TaggedArticle
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.family import partition_of
from tocsin.runtime.distributed.reading import Stretch
from tocsin.runtime.distributed.records import Outgoing, Received


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a rereading found and told: of how many articles, and by how much each region grew."""

    articles: int
    grown: tuple[Coverage, ...]


def reread(connection: KafkaConnection, tagger: Reads, atlas: Atlas, now: datetime) -> Told | None:
    """Read the tagged articles of the last week again and tell the detector; none where no other tagger spoke last.

    Raises:
        BackendFault: Kafka does not answer, or does not take what is told.
    """
    with closing(Stretch(connection, topics.TAGGED, now - REACH)) as kept:
        newest = kept.newest()
        before = _tagged(newest) if newest is not None else None
        if newest is None or before is None or before.tagger == tagger.name:
            return None
        comparison = _compared(kept, tagger, atlas)
    grown = comparison.growths(hour=hour_of(now))
    change = f"{REREAD}:{newest.at.date()}:{before.tagger}:{tagger.name}"
    put(connection, records(grown, atlas, change=change))
    return Told(articles=comparison.articles, grown=grown)


def _compared(kept: Stretch, tagger: Reads, atlas: Atlas) -> Comparison:
    """Return how a tagger reads an even sample; all that is violent tells in which languages regions are spoken of."""
    comparison = Comparison(tagger, atlas)
    step = max(1, -(-len(kept) // SAMPLE))
    for number, received in enumerate(kept):
        was = _tagged(received)
        if was is None:
            continue
        if number % step == 0:
            comparison.read(was)
        if was.verdict.violent:
            comparison.look(was)
    return comparison


def _tagged(received: Received) -> TaggedArticle | None:
    try:
        message = decode(received.value)
    except CodecFault:
        return None
    return message if isinstance(message, TaggedArticle) else None


def records(grown: tuple[Coverage, ...], atlas: Atlas, *, change: str) -> Iterator[Outgoing]:
    """Yield what is to be written: a region into its country's partition, the world into each."""
    for one in grown:
        everywhere = one.region == WORLD
        numbers = (
            range(topics.MENTIONS.partitions) if everywhere else (partition_of(atlas.family(one.region)),)
        )
        for number in numbers:
            yield Outgoing(
                topic=topics.MENTIONS.name,
                key=f"@{number}" if everywhere else one.region,
                value=encode(one),
                partition=number,
                id=f"{change}:{one.region}",
            )
