"""When a feed brings news: a rate for each hour of the day (UTC), learned with a half-life of 14 days.

A rate is counted entries over counted days, both decayed; two days at the rate
of the feed's first window stand in for what we have not seen yet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from tocsin.clock import HOUR

HALF_LIFE_DAYS: Final = 14.0
_FULL_DAYS: Final = HALF_LIFE_DAYS / math.log(2)  #: decayed days that an old feed has
_PRIOR_DAYS: Final = 2.0
_UNKNOWN_RATE: Final = 0.5  #: entries an hour of a feed that dates nothing
_LEAST_RATE: Final = 1 / (24 * 14)

Rates = tuple[float, ...]


def first_rates(dates: Iterable[datetime | None], *, now: datetime) -> Rates:
    """Return a flat rhythm from the dates in a feed's first window."""
    known = sorted(date for date in dates if date is not None and date <= now)
    if len(known) < 2:
        return (_UNKNOWN_RATE,) * 24
    span = max((now - known[0]) / HOUR, 1.0)
    rate = min(max(len(known) / span, _LEAST_RATE), 60.0)
    return (round(rate, 4),) * 24


def learn(rates: Rates, at: datetime, dates: Iterable[datetime], *, since: datetime, now: datetime) -> Rates:
    """Return the rhythm at ``now`` after entries with these times, from what it was ``at``.

    ``since`` is when the feed was first polled.
    """
    faded = rates_at(rates, at, since=since, now=now)
    days = _days(since, now)
    counts = [rate * days for rate in faded]
    for date in dates:
        counts[date.astimezone(UTC).hour] += 1
    return tuple(round(count / days, 4) for count in counts)


def rates_at(rates: Rates, at: datetime, *, since: datetime, now: datetime) -> Rates:
    """Return what a rhythm has become by ``now`` if nothing came since ``at``."""
    if now <= at:
        return rates
    kept = _decay((now - at) / timedelta(days=1)) * _days(since, at) / _days(since, now)
    return tuple(rate * kept for rate in rates)


def expected(rates: Rates, start: datetime, length: timedelta) -> float:
    """Return how many entries a rhythm expects in a stretch of time."""
    total, moment, end = 0.0, start, start + length
    while moment < end:
        step = min(end, _next_hour(moment))
        total += _smooth(rates, moment) * ((step - moment) / HOUR)
        moment = step
    return total


def time_until(rates: Rates, start: datetime, count: float, *, limit: timedelta) -> timedelta:
    """Return how long it takes until ``count`` entries are expected, at most ``limit``."""
    left, moment, end = count, start, start + limit
    while moment < end:
        step = min(end, _next_hour(moment))
        rate = _smooth(rates, moment)
        if rate * ((step - moment) / HOUR) >= left:
            return moment + left / rate * HOUR - start
        left -= rate * ((step - moment) / HOUR)
        moment = step
    return limit


def mean_gap(rates: Rates) -> timedelta:
    """Return the mean time between two entries (at most 60 days)."""
    mean = sum(rates) / 24 if rates else 0.0
    return min(HOUR / mean, timedelta(days=60)) if mean > 0 else timedelta(days=60)


def _smooth(rates: Rates, moment: datetime) -> float:
    hour = moment.astimezone(UTC).hour
    return (rates[hour - 1] + 2 * rates[hour] + rates[(hour + 1) % 24]) / 4


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + HOUR


def _decay(days: float) -> float:
    return math.exp2(-max(days, 0.0) / HALF_LIFE_DAYS)


def _days(since: datetime, now: datetime) -> float:
    age = max((now - since) / timedelta(days=1), 0.0)
    return _PRIOR_DAYS * _decay(age) + _FULL_DAYS * (1 - _decay(age))
