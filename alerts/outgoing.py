"""What to do next for one receiver: pure, from its waiting rows.

- A row in ``sending`` is in doubt and looked up first; until that is settled
  nothing else of its incident goes out.
- What would only repeat is merged: older edits of a message into the newest;
  everything about an incident whose first message has not gone out into its
  newest post; after an outage all steps of an incident into one, marked late.
  A step that failed and would hold up a newer one is merged into that, and so is
  a reminder beside any other step: it says that nobody reacted to what was not said.
- More first messages than a minute can carry: the lower levels become lines of
  one storm message. A critical one never does.
- Then the worst first, posts before edits, in the order of planning: always so
  within one incident. What failed waits for its next try and holds up no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from alerts.ledger import Row
from alerts.rules.levels import rank
from tocsin.model import Delivery, IncidentLevel, Reason

LATE: Final = timedelta(minutes=15)  #: older than this when it goes out: say so
MINUTE_CARRIES: Final = 54
EDIT_EVERY: Final = timedelta(seconds=10)
NOTICES: Final = (Reason.DEAD_RECEIVER, Reason.REFUSED)  #: they stand before the messages that they explain
IsSaid = Callable[[str], bool]
_NONE: Final[Mapping[str, datetime]] = {}


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


def next_todo(
    rows: Sequence[Row],
    edited: Mapping[str, datetime],
    now: datetime,
    *,
    doubts: Mapping[str, datetime] = _NONE,
    is_said: IsSaid = lambda _: False,
) -> Todo:
    """Return what to do next.

    ``edited`` says when each subject's message was last posted or edited,
    ``doubts`` when a row in doubt may be looked up again,
    ``is_said`` whether a message, or one that spoke for it, was accepted.
    """
    again = {row.entry.id: doubts.get(row.entry.id, now) for row in rows if _is_in_doubt(row)}
    for row in rows:
        if row.entry.id in again and again[row.entry.id] <= now:
            return LookUp(row)
    held = {row.note.subject for row in rows if _is_in_doubt(row)}
    free = [row for row in rows if row.note.subject not in held]
    merge = next(iter(_merges(free, now, is_said)), None)
    if merge is not None:
        return merge
    return _storm(free) or _send(free, edited, now) or _wait(free, edited, now, again)


def _is_in_doubt(row: Row) -> bool:
    return row.entry.status is Delivery.SENDING


def _send(rows: Sequence[Row], edited: Mapping[str, datetime], now: datetime) -> Send | None:
    """Return the row to send now, if one is due: of each incident's posts only the first is looked at."""
    worst: dict[str, int] = {}
    heads: list[Row] = []
    for row in rows:
        if row.note.edit or row.note.subject not in worst:
            heads.append(row)
        if not row.note.edit:
            worst[row.note.subject] = max(rank(row.note.level), worst.get(row.note.subject, 0))
    ready = [row for row in heads if _due(row, edited, now) <= now]
    if not ready:
        return None
    row = min(ready, key=lambda row: _urgency(row, worst))
    return Send(row, late=_late(row, now))


def _wait(
    rows: Sequence[Row], edited: Mapping[str, datetime], now: datetime, again: Mapping[str, datetime]
) -> Wait:
    due = [_due(row, edited, now) for row in rows]
    return Wait(min([*(one for one in due if one > now), *again.values()], default=None))


def _due(row: Row, edited: Mapping[str, datetime], now: datetime) -> datetime:
    due = row.entry.retry_at or now
    if row.note.edit and row.note.subject in edited:
        due = max(due, edited[row.note.subject] + EDIT_EVERY)
    return due


def _urgency(row: Row, worst: Mapping[str, int]) -> tuple[bool, int, bool]:
    """Return what sorts first: notices of a dead receiver, then the worst level, posts before edits.

    A post is as urgent as the worst that waits behind it.
    """
    level = rank(row.note.level) if row.note.edit else worst[row.note.subject]
    return row.note.reason not in NOTICES, -level, row.note.edit


def _merges(rows: Sequence[Row], now: datetime, is_said: IsSaid) -> Iterable[Merge]:
    by_subject: dict[str, list[Row]] = {}
    for row in rows:
        by_subject.setdefault(row.note.subject, []).append(row)
    for group in by_subject.values():
        if len(group) > 1:
            yield from _merged(group, now, is_said)


def _merged(group: Sequence[Row], now: datetime, is_said: IsSaid) -> Iterable[Merge]:
    """Return what of one subject's waiting rows repeats the rest.

    While the first message has not gone out, the newest post speaks for all
    (and so goes out with the newest level); it is sent with the newest facts.
    But beside a message that was passed on, an own one may have been said: its edits stay.
    """
    posts = [row for row in group if not row.note.edit]
    edits = [row for row in group if row.note.edit]
    if any(is_first(row) for row in posts):
        speaker = _speaker(posts)
        edits = [row for row in edits if row.note.root is not None and is_said(row.note.root)]
        repeats = tuple(row for row in group if row is not speaker and row not in edits)
        if repeats:
            yield Merge(repeats, speaker.entry.id)
        posts = []
    if len(edits) > 1:
        yield Merge(tuple(edits[:-1]), edits[-1].entry.id)
    if len(posts) > 1:
        speaker = _speaker(posts)
        others = tuple(row for row in posts if row is not speaker)
        stale = others if _late(posts[0], now) else tuple(row for row in others if _is_stale(row, now))
        if stale:
            yield Merge(stale, speaker.entry.id)


def _speaker(posts: Sequence[Row]) -> Row:
    """Return the post that can speak for the others: the newest that is no mere reminder."""
    return next((row for row in reversed(posts) if row.note.reason is not Reason.REMINDER), posts[-1])


def _is_stale(row: Row, now: datetime) -> bool:
    """Return whether a post says nothing beside a newer one: a reminder, or one that waits for its next try."""
    return row.note.reason is Reason.REMINDER or (row.entry.retry_at or now) > now


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
