"""Rereading across Kafka: before workers with changed lexicons start, the detector is told how much more they find.

Nobody among several workers that start and end as they please can know which
tagger is the newer one, so this is a step of its own (`tocsin reread`, which
compose takes before the processors). It compares with the tagger of the newest
tagged article, and looks first at what each partition was told already, so it
may be taken as often as one likes, be killed halfway, or be followed by other
workers than those it was taken for: what is told is what is missing.

Where workers began before it was taken whole, it compares with the tagger before
theirs, and what is missing holds from their first hour on. That is exact while
the level has learned none of their hours; later it says so and tells nothing, for
what was half learned would be expected twice.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from streams.detect.shape import HOURLY
from streams.rereading import REACH, SAMPLE, Comparison, Reads
from tocsin import topics
from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.codec import decode
from tocsin.errors import BackendFault, CodecFault
from tocsin.model import Coverage, TaggedArticle
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.reading import Stretch
from tocsin.runtime.distributed.records import Received
from tocsin.runtime.distributed.retold import Retold, histories, retold

_log = logging.getLogger(__name__)
_TOLD: Final = REACH + timedelta(days=1)  #: taggers whose articles are read again were told of within it
_LATELY: Final = timedelta(days=1)  #: workers begin within it, once the step was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a rereading found: in how many articles, and by how much each region grows."""

    articles: int
    grown: tuple[Coverage, ...]
    again: bool = False  #: whether the tagger was at work already, and what was told of others is taken back
    late: bool = False  #: whether it has been at work for so long that the level learns what was not told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Whom a tagger follows, and from which hour on."""

    before: str
    hour: int
    late: bool = False


def reread(connection: KafkaConnection, tagger: Reads, atlas: Atlas, now: datetime) -> Told | None:
    """Read the tagged articles of the last week again and tell the detector; none where there is nothing to tell.

    Raises:
        BackendFault: Kafka does not answer, or does not take what is told.
    """
    with closing(Stretch(connection, topics.TAGGED, now - REACH)) as kept:
        newest = _newest_tagger(kept)
        if newest is None:
            return None
        known, hour = retold(connection, atlas, since=now - _TOLD), hour_of(now)
        at_work = newest == tagger.name
        change = _Change(before=newest, hour=hour)
        if at_work and not known.knows(newest):
            change = _begun(kept, newest, hour) or change
        comparison = Comparison(tagger, atlas, partial(_beside, known, change.before))
        again = change.before == tagger.name
        if not again:
            _compare(kept, comparison)
    grown = comparison.growths(hour=change.hour)
    growths = {one.region: one.growth for one in grown}
    tell = partial(known.overdue, now=hour) if at_work else known.missing
    missing = list(tell(growths, before=change.before, after=tagger.name, hour=change.hour))
    put(connection, missing)
    if again and not missing and not change.late:
        return None
    return Told(articles=comparison.articles, grown=grown, again=again, late=change.late)


def untold(connection: KafkaConnection, name: str, now: datetime) -> str | None:
    """Return the tagger of the newest article, where the detector was not told of late that ``name`` follows it.

    Raises:
        BackendFault: Kafka does not answer.
    """
    with closing(Stretch(connection, topics.TAGGED, now - REACH)) as kept:
        newest = _newest_tagger(kept)
    if newest is None or newest == name:
        return None
    known = histories(connection, since=now - _LATELY).values()
    return None if all(one.knows(name) for one in known) else newest


def remind(connection: KafkaConnection, name: str, now: datetime) -> None:
    """Say so, for whoever starts a worker and forgot the step; where nobody answers, the worker will say that."""
    try:
        before = untold(connection, name, now)
    except BackendFault:
        return
    if before is not None:
        _log.warning(
            "these lexicons or places (%s) are others than those of the newest article (%s), and the detector was not "
            "told: what they find more rings. Run `tocsin reread` with them, within two days; workers may run meanwhile",
            *(name, before),
        )


def _begun(kept: Stretch, name: str, now: int) -> _Change | None:
    """Return whom the tagger at work followed and since when; none where it spoke alone, or before that one did."""
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    for received in kept:
        if (was := _tagged(received)) is not None:
            first[was.tagger] = min(received.at, first.get(was.tagger, received.at))
            last[was.tagger] = max(received.at, last.get(was.tagger, received.at))
    others = sorted(set(last) - {name}, key=lambda one: last[one])
    if not others or first[name] < first[others[-1]]:
        return None
    hour = hour_of(first[name])
    if now - hour >= HOURLY.open:
        return _Change(before=name, hour=now, late=True)
    return _Change(before=others[-1], hour=hour)


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
