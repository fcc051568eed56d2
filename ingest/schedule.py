"""When a feed is asked next: learned rhythm, publishers' wishes, failures. Pure; jitter comes from the feed's id."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ingest import rhythm
from ingest.spec import FeedSpec, IngestSpec
from tocsin.clock import HOUR
from tocsin.ids import digest
from tocsin.model import FeedState

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_NEVER: Final = timedelta(days=3650)
_FIRST_RETRY: Final = timedelta(minutes=5)
_WEEKLY_AFTER: Final = timedelta(days=30)
_QUIET_AFTER: Final = timedelta(days=3)
_BUSY: Final = (
    5.0  #: entries a day from which more of them may wait together: about 12 minutes at the mean rate
)
_SENTINEL: Final = timedelta(minutes=5)
_GONE_SIGHTINGS: Final = 3
_GONE_OVER: Final = timedelta(hours=48)


def after_success(
    spec: FeedSpec, state: FeedState, limits: IngestSpec, *, fresh_for: timedelta | None, now: datetime
) -> datetime:
    """Return when to ask again after an answer.

    An operator's fixed interval stands above the publisher's ttl and caching
    headers (a sentinel is asked on purpose); skipped hours and days hold for all.
    """
    fixed = spec.interval or (_SENTINEL if spec.sentinel else None)
    if fixed is not None:
        return _allowed(now + fixed * jitter(state.feed, now), state)
    interval = learned_interval(state, limits, now=now) * jitter(state.feed, now)
    wished = max(timedelta(seconds=state.wait), fresh_for or timedelta())
    return _allowed(now + max(interval, min(wished, _DAY)), state)


def learned_interval(state: FeedState, limits: IngestSpec, *, now: datetime) -> timedelta:
    """Return the time until enough new entries are expected, between floor and ceiling."""
    ceiling = limits.quiet_ceiling if _is_quiet(state, now) else limits.ceiling
    if not state.rates or state.rates_at is None or state.first_polled is None:
        return ceiling / 2
    rates = rhythm.rates_at(state.rates, state.rates_at, since=state.first_polled, now=now)
    target = limits.target * max(1.0, sum(rates) / _BUSY)
    if state.last_new is not None and now - state.last_new < HOUR:
        rates = tuple(2 * rate for rate in rates)
    wait = rhythm.time_until(rates, now, target, limit=ceiling)
    return max(wait * state.haste, limits.floor)


def after_failure(state: FeedState, *, retry_after: timedelta | None, now: datetime) -> datetime:
    """Return when to ask again after the ``state.failures``-th failure in a row."""
    if is_gone(state):
        return now + _NEVER
    if state.gone:
        return now + _DAY
    doublings: int = min(max(state.failures - 1, 0), 12)
    wait = min(_FIRST_RETRY * (1 << doublings), _DAY)
    if state.failing_since is not None and now - state.failing_since > _WEEKLY_AFTER:
        wait = _WEEK
    wait *= jitter(state.feed, now)
    # Ten seconds late, so that the host's other feeds go first and are not kept waiting by this one.
    asked = min(retry_after, _WEEK) + timedelta(seconds=10) if retry_after else timedelta()
    return now + max(wait, asked)


def seen_gone(state: FeedState, now: datetime) -> FeedState:
    """Return the state after one more 410 (sightings within the same 12 hours count once)."""
    if state.gone and now - state.gone[-1] < timedelta(hours=12):
        return state
    return replace(state, gone=(*state.gone, now)[-10:])


def is_gone(state: FeedState) -> bool:
    """Whether the publisher has said for long enough that this feed is gone for good."""
    return len(state.gone) >= _GONE_SIGHTINGS and state.gone[-1] - state.gone[0] >= _GONE_OVER


def jitter(feed: str, now: datetime) -> float:
    """Return a factor within 5 % of 1 that is the same for one feed and moment in every run."""
    return 0.95 + int(digest(feed, now.isoformat())[:8], 16) / 0xFFFFFFFF * 0.1


def _is_quiet(state: FeedState, now: datetime) -> bool:
    last = state.last_new or state.first_polled
    return last is not None and now - last > _QUIET_AFTER


def _allowed(due: datetime, state: FeedState) -> datetime:
    """Return the first moment from ``due`` on in an hour and on a day the publisher does not skip."""
    for _ in range(24 * 8):
        if due.hour not in state.skip_hours and due.weekday() not in state.skip_days:
            return due
        due = due.replace(minute=0, second=0, microsecond=0) + HOUR
    return due
