"""Rereading across Kafka: before workers with changed lexicons start, the detector is told how much more they find.

Nobody among several workers that start and end as they please can know which
tagger is the newer one, so this is a step of its own (`tocsin reread`, which
compose takes before the processors). It compares with the tagger of the newest
tagged article, and looks first at what each partition was told already, so it
may be taken as often as one likes, be killed halfway, or be followed by other
workers than those it was taken for: what is told is what is missing.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from streams.rereading import REACH, SAMPLE, Comparison, Reads
from tocsin import topics
from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.codec import decode
from tocsin.errors import CodecFault
from tocsin.model import Coverage, TaggedArticle
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.reading import Stretch
from tocsin.runtime.distributed.records import Received
from tocsin.runtime.distributed.retold import Retold, retold

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a rereading found: in how many articles, and by how much each region grows."""

    articles: int
    grown: tuple[Coverage, ...]
    again: bool = False  #: whether the tagger was at work already, and what was told of others is taken back


def reread(connection: KafkaConnection, tagger: Reads, atlas: Atlas, now: datetime) -> Told | None:
    """Read the tagged articles of the last week again and tell the detector; none where there is nothing to tell.

    Raises:
        BackendFault: Kafka does not answer, or does not take what is told.
    """
    with closing(Stretch(connection, topics.TAGGED, now - REACH)) as kept:
        before = _newest_tagger(kept)
        if before is None:
            return None
        known, hour = retold(connection, atlas, since=now - REACH), hour_of(now)
        comparison = Comparison(tagger, atlas, partial(_beside, known, before))
        if before != tagger.name:
            _compare(kept, comparison)
    grown = comparison.growths(hour=hour)
    growths = {one.region: one.growth for one in grown}
    missing = list(known.missing(growths, before=before, after=tagger.name, hour=hour))
    put(connection, missing)
    if before == tagger.name and not missing:
        return None
    return Told(articles=comparison.articles, grown=grown, again=before == tagger.name)


def _beside(known: Retold, before: str, name: str, region: str) -> float:
    return known.expected(region, tagger=name, beside=before)


def _newest_tagger(kept: Stretch) -> str | None:
    """Return who tagged the newest article that can be read, and say where newer ones cannot."""
    newest = kept.newest(lambda one: _tagged(one) is not None)
    last = kept.newest()
    if last is not None and last != newest:
        _log.warning(
            "%s[%d]: record %d, the newest one, cannot be read and is passed over",
            *(last.topic, last.partition, last.offset),
        )
    tagged = _tagged(newest) if newest is not None else None
    return tagged.tagger if tagged is not None else None


def _compare(kept: Stretch, comparison: Comparison) -> None:
    """Read an even sample again; all that is violent tells in which languages regions are spoken of."""
    step = max(1, -(-len(kept) // SAMPLE))
    for number, received in enumerate(kept):
        was = _tagged(received)
        if was is None:
            continue
        if number % step == 0:
            comparison.read(was)
        if was.verdict.violent:
            comparison.look(was)


def _tagged(received: Received) -> TaggedArticle | None:
    try:
        message = decode(received.value)
    except CodecFault:
        return None
    return message if isinstance(message, TaggedArticle) else None
