"""How feeds are: one row each for `tocsin feeds report`, worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ingest import schedule
from ingest.silence import quiet_gap
from ingest.spec import FeedSpec
from tocsin.model import FeedState


class Health(StrEnum):
    """How a feed is, worst first."""

    GONE = "gone"  #: 410 for long enough; no longer asked
    FAILING = "failing"
    SILENT = "silent"  #: answers, but its silence exceeds 99.9 % of those we know
    UNSEEN = "never answered"
    WAITING = "not yet asked"
    FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow:
    """What the report says of one feed."""

    feed: str
    name: str
    url: str
    health: Health
    covers: tuple[str, ...]
    error: str | None = None
    failures: int = 0
    last_success: datetime | None = None
    last_new: datetime | None = None
    due: datetime | None = None
    entries: int = 0
    per_day: float = 0.0  #: articles a day, as learned
    possible_gaps: int = 0
    fallback_share: float = 0.0  #: of its documents, those that needed the slow parser
    silence_hours: float | None = None
    quiet_gap_hours: float | None = None
    verified: date | None = None
    notes: tuple[str, ...] = ()


def report(
    feeds: Iterable[FeedSpec], states: Mapping[str, FeedState], *, now: datetime
) -> tuple[HealthRow, ...]:
    """Return one row a feed: worst health first, then by id."""
    order = list(Health)
    rows = [row(spec, states.get(spec.id), now=now) for spec in feeds]
    return tuple(sorted(rows, key=lambda row: (order.index(row.health), row.feed)))


def row(spec: FeedSpec, state: FeedState | None, *, now: datetime) -> HealthRow:
    """Return what the report says of one feed."""
    if state is None or state.last_polled is None:
        return HealthRow(
            feed=spec.id, name=spec.name, url=spec.url, health=Health.WAITING, covers=spec.covers,
            verified=spec.verified, notes=_notes(spec, None), due=state.due if state else None,
        )  # fmt: skip
    silence = now - state.last_new if state.last_new else None
    quiet = quiet_gap(state)
    return HealthRow(
        feed=spec.id, name=spec.name, url=state.url, covers=spec.covers, verified=spec.verified,
        health=_health(state, silence, quiet), error=state.error, failures=state.failures,
        last_success=state.last_success, last_new=state.last_new, due=state.due, entries=state.entries,
        per_day=round(sum(state.rates), 1), possible_gaps=state.gaps,
        fallback_share=round(state.fallbacks / state.documents, 3) if state.documents else 0.0,
        silence_hours=_hours(silence), quiet_gap_hours=_hours(quiet), notes=_notes(spec, state),
    )  # fmt: skip


def _health(state: FeedState, silence: timedelta | None, quiet: timedelta | None) -> Health:
    if schedule.is_gone(state):
        return Health.GONE
    if state.last_success is None:
        return Health.UNSEEN
    if state.failures:
        return Health.FAILING
    if silence is not None and quiet is not None and silence > quiet:
        return Health.SILENT
    return Health.FINE


def _notes(spec: FeedSpec, state: FeedState | None) -> tuple[str, ...]:
    notes = []
    if state is not None and state.lying_validators:
        notes.append("its ETag or Last-Modified lie: asked unconditionally")
    if state is not None and state.redirect_to is not None:
        notes.append(f"moved permanently to {state.redirect_to}: adopted after a week")
    if state is not None and state.asked is not None:
        notes.append(f"moved from {state.asked}: change the address in its file")
    if state is not None and state.reservation is not None:
        notes.append(f"the publisher reserves: {state.reservation}")
    if spec.verified is None and (state is None or state.last_success is None):
        notes.append("nobody has recorded seeing it alive")
    return tuple(notes)


def _hours(length: timedelta | None) -> float | None:
    return round(length / timedelta(hours=1), 1) if length is not None else None
