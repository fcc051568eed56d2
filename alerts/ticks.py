"""The alerter's time: the smallest latest tick of all partitions that keep up (architecture law 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from alerts.state import Times
from tocsin.model import Tick
from tocsin.quick import quick

BEHIND: Final = timedelta(minutes=5)  #: a partition further behind is left out
_times = quick(Times)


def ticked(times: Times, tick: Tick) -> Times:
    """Return the times after a tick; time never goes back, and a tick not later than the last changes nothing."""
    if len(times.ticks) == 1 and times.ticks[0][0] == tick.partition:  # the usual case: nobody to wait for
        if tick.at <= times.ticks[0][1]:
            return times
        return _times(ticks=((tick.partition, tick.at),), now=_later(times.now, tick.at))
    latest = dict(times.ticks)
    before = latest.get(tick.partition)
    if before is not None and tick.at <= before:
        return times
    latest[tick.partition] = tick.at
    newest = max(latest.values())
    now = min(at for at in latest.values() if newest - at <= BEHIND)
    return replace(times, ticks=tuple(sorted(latest.items())), now=_later(times.now, now))


def moved(times: Times, at: datetime) -> Times:
    """Return the times after a record that carries a time of its own (a signal, an action)."""
    now = _later(times.now, at)
    return times if now == times.now else replace(times, now=now)


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None or other > one else one
