"""What to do next for one receiver: pure, from its waiting rows.

- A row in ``sending`` is in doubt and looked up first.
- What would only repeat is merged: older edits of a message into the newest;
  everything about an incident whose first message has not gone out into its
  newest post; after an outage all steps of an incident into one, marked late.
- More first messages than a minute can carry: the lower levels become lines of
  one storm message. A critical one never does.
- Then the worst first, posts before edits, in the order of planning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from alerts.ledger import Row
from alerts.rules.levels import rank
from tocsin.model import Delivery, IncidentLevel, Reason

LATE: Final = timedelta(minutes=15)  #: older than this when it goes out: say so
MINUTE_CARRIES: Final = 54
EDIT_EVERY: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Merge:
    """Rows that another row speaks for."""

    rows: tuple[Row, ...]
    into: str


@dataclass(frozen=True, slots=True)
class Storm:
    """First messages that become lines of one storm message."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """A row in doubt."""

    row: Row


@dataclass(frozen=True, slots=True)
class Send:
    """The row to send, and whether it is late."""

    row: Row
    late: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing may go out before then (None: nothing waits)."""

    until: datetime | None


Todo = Merge | Storm | LookUp | Send | Wait


def next_todo(rows: Sequence[Row], edited: Mapping[str, datetime], now: datetime) -> Todo:
    """Return what to do next; ``edited`` says when each subject's message was last posted or edited."""
    for row in rows:
        if row.entry.status is Delivery.SENDING:
            return LookUp(row)
    merge = next(iter(_merges(rows, now)), None)
    if merge is not None:
        return merge
    storm = _storm(rows)
    if storm is not None:
        return storm
    due = {row.entry.id: _due(row, edited, now) for row in rows}
    ready = [row for row in rows if due[row.entry.id] <= now]
    if not ready:
        return Wait(min(due.values(), default=None))
    row = min(ready, key=_urgency)
    return Send(row, late=now - row.note.at > LATE)


def _due(row: Row, edited: Mapping[str, datetime], now: datetime) -> datetime:
    due = row.entry.retry_at or now
    if row.note.edit and row.note.subject in edited:
        due = max(due, edited[row.note.subject] + EDIT_EVERY)
    return due


def _urgency(row: Row) -> tuple[bool, int, bool]:
    """Return what sorts first: notices of a dead receiver, then the worst level, posts before edits."""
    return row.note.reason is not Reason.DEAD_RECEIVER, -rank(row.note.level), row.note.edit


def _merges(rows: Sequence[Row], now: datetime) -> Iterable[Merge]:
    by_subject: dict[str, list[Row]] = {}
    for row in rows:
        by_subject.setdefault(row.note.subject, []).append(row)
    for group in by_subject.values():
        if len(group) > 1:
            yield from _merged(group, now)


def _merged(group: Sequence[Row], now: datetime) -> Iterable[Merge]:
    """Return what of one subject's waiting rows repeats the rest.

    While the first message has not gone out, the newest post speaks for all
    (and so goes out with the newest level); it is sent with the newest facts.
    """
    posts = [row for row in group if not row.note.edit]
    edits = [row for row in group if row.note.edit]
    if any(is_first(row) for row in posts):
        yield Merge(tuple(row for row in group if row is not posts[-1]), posts[-1].entry.id)
        return
    if len(edits) > 1:
        yield Merge(tuple(edits[:-1]), edits[-1].entry.id)
    if len(posts) > 1 and _late(posts[0], now):
        yield Merge(tuple(posts[:-1]), posts[-1].entry.id)


def is_first(row: Row) -> bool:
    """Return whether a row is a subject's first message (an escalation is a message of its own, but not that)."""
    return row.note.root is None and row.note.reason is not Reason.ESCALATED


def _late(row: Row, now: datetime) -> bool:
    return now - row.note.at > LATE


def _storm(rows: Sequence[Row]) -> Storm | None:
    roots = [row for row in rows if is_first(row) and row.note.incident is not None]
    if len(roots) <= MINUTE_CARRIES:
        return None
    ordered = sorted(roots, key=lambda row: -rank(row.note.level))
    beyond = tuple(
        row for row in ordered[MINUTE_CARRIES - 1 :] if row.note.level is not IncidentLevel.CRITICAL
    )
    return Storm(beyond) if beyond else None
