"""What a feed's memory says about its health, in one word and one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.desk.wording import many
from tocsin.model import FeedState


class Health(StrEnum):
    """How a feed is; worst first."""

    GONE = "gone"
    FAILING = "failing"
    NEVER = "never answered"
    SILENT = "silent"
    NEW = "not polled yet"
    FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """One feed with its health and why."""

    state: FeedState
    health: Health
    why: str


def health(state: FeedState, now: datetime) -> FeedHealth:
    """Return how a feed is: gone, failing, never heard, silent for longer than it ever is, or fine."""
    found, why = _judge(state, now)
    return FeedHealth(state=state, health=found, why=why)


def by_trouble(states: tuple[FeedState, ...], now: datetime) -> tuple[FeedHealth, ...]:
    """Return all feeds, worst first, then by id."""
    order = list(Health)
    judged = [health(state, now) for state in states]
    return tuple(sorted(judged, key=lambda one: (order.index(one.health), one.state.feed)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many feeds were asked so far, and how many of them did not answer the last time."""

    asked: int
    failed: int

    @property
    def are_few(self) -> bool:
        """Whether so few answer that silence says nothing: a person must not take it for peace."""
        return self.failed * 2 > self.asked

    @property
    def are_none(self) -> bool:
        """Whether no feed answers at all."""
        return 0 < self.asked == self.failed


def answers(states: Iterable[FeedState]) -> Answers:
    """Count the feeds that answered when they were last asked."""
    failures = [state.failures for state in states if state.last_polled is not None]
    return Answers(asked=len(failures), failed=sum(count > 0 for count in failures))


def _judge(state: FeedState, now: datetime) -> tuple[Health, str]:
    if state.last_polled is None:
        return Health.NEW, ""
    error = state.error or "no reason given"
    if len(state.gone) >= 3:
        return Health.GONE, "its publisher says it is gone (410)"
    if state.failures and state.last_success is None:
        return Health.NEVER, f"{error}, {many(state.failures, 'time')}"
    if state.failures >= 3:
        return Health.FAILING, f"{error}, {many(state.failures, 'time')} in a row"
    quiet = None if state.last_new is None or state.quiet_gap is None else now - state.last_new
    if quiet is not None and state.quiet_gap is not None and quiet > timedelta(hours=state.quiet_gap):
        return (
            Health.SILENT,
            f"nothing new for {quiet.total_seconds() / 3600:.0f} h; rarely more than {state.quiet_gap:.0f}",
        )
    return Health.FINE, error if state.failures else ""
