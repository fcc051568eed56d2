"""Blindness: how much of a region's usual reporting we see, and the quiet notice when it is too little.

Fed by coverage records (per shard and hour; the latest of each wins) and by
the coverage that signals carry.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from alerts.state import Sight
from tocsin.clock import start_of
from tocsin.model import Coverage, Signal
from tocsin.quick import quick

KEPT_HOURS: Final = 6
_sight = quick(Sight)


def covered(sight: Sight | None, record: Coverage, below: float, now: datetime) -> Sight:
    """Return the sight of a region after a coverage record, judged on the latest whole hour."""
    last, kept = record.hour, [(record.shard, record.hour, record.usual, record.visible)]
    for one in sight.hours if sight else ():
        last = max(last, one[1])
        if one[:2] != (record.shard, record.hour):
            kept.append(one)
    hours = tuple(sorted(one for one in kept if one[1] > last - KEPT_HOURS))
    usual = sum(one[2] for one in hours if one[1] == last)
    seen = sum(one[3] for one in hours if one[1] == last)
    share = 1.0 if usual <= 0 else min(1.0, seen / usual)
    since = min(now, start_of(last))
    return _judged(sight, record.region, share, below=below, since=since, now=now, hours=hours)


def signalled(sight: Sight | None, signal: Signal, below: float, now: datetime) -> Sight:
    """Return the sight of a region after a signal that carries its coverage."""
    hours = sight.hours if sight else ()
    return _judged(sight, signal.region, signal.coverage, below=below, since=now, now=now, hours=hours)


def _judged(
    sight: Sight | None, region: str, share: float, *, below: float, since: datetime, now: datetime,
    hours: tuple[tuple[str, int, float, float], ...],
) -> Sight:  # fmt: skip
    low, told = (sight.low_since, sight.told) if sight else (None, False)
    low_since = None if share >= below else low or since
    if sight is None or (sight.share, low) != (share, low_since):
        return _sight(region=region, share=share, at=now, low_since=low_since, told=told, hours=hours)
    if hours == sight.hours:
        return sight
    return _sight(region=region, share=share, at=sight.at, low_since=low_since, told=told, hours=hours)


def is_blind(sight: Sight, wait: timedelta, now: datetime) -> bool:
    """Return whether a region has been seen too little for at least ``wait``."""
    return sight.low_since is not None and now - sight.low_since >= wait
