"""Blindness: how much of a region's usual reporting we see, and the quiet notice when it is too little.

Fed by coverage records (per shard and hour; the latest of each wins) and by
the coverage that signals carry.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from alerts.state import Sight
from tocsin.clock import start_of
from tocsin.model import Coverage, Signal

KEPT_HOURS: Final = 6


def covered(sight: Sight | None, record: Coverage, below: float, now: datetime) -> Sight:
    """Return the sight of a region after a coverage record, judged on the latest whole hour."""
    hours = {(shard, hour): (usual, seen) for shard, hour, usual, seen in (sight.hours if sight else ())}
    hours[record.shard, record.hour] = (record.usual, record.visible)
    last = max(hour for _, hour in hours)
    kept = {key: value for key, value in hours.items() if key[1] > last - KEPT_HOURS}
    now_hours = [value for (_, hour), value in kept.items() if hour == last]
    usual, seen = sum(u for u, _ in now_hours), sum(v for _, v in now_hours)
    share = 1.0 if usual <= 0 else min(1.0, seen / usual)
    since = min(now, start_of(last))
    flat = tuple((shard, hour, u, v) for (shard, hour), (u, v) in sorted(kept.items()))
    return replace(_judged(sight, record.region, share, below=below, since=since, now=now), hours=flat)


def signalled(sight: Sight | None, signal: Signal, below: float, now: datetime) -> Sight:
    """Return the sight of a region after a signal that carries its coverage."""
    return _judged(sight, signal.region, signal.coverage, below=below, since=now, now=now)


def _judged(
    sight: Sight | None, region: str, share: float, *, below: float, since: datetime, now: datetime
) -> Sight:
    before = sight or Sight(region=region, share=1.0, at=now)
    low_since = None if share >= below else before.low_since or since
    if sight is not None and (sight.share, sight.low_since) == (share, low_since):
        return sight
    return replace(before, share=share, at=now, low_since=low_since)


def is_blind(sight: Sight, wait: timedelta, now: datetime) -> bool:
    """Return whether a region has been seen too little for at least ``wait``."""
    return sight.low_since is not None and now - sight.low_since >= wait
