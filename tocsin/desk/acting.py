"""What people decide on the page, read from a form into an `Action`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from tocsin.desk.plain import plain
from tocsin.ids import digest
from tocsin.model import Action, ActionKind


def _eight(now: datetime) -> datetime:
    """Return the next 08:00 UTC."""
    today = now.astimezone(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


#: of the form: value -> until when
SNOOZES: Final[dict[str, Callable[[datetime], datetime]]] = {
    "1h": lambda now: now + timedelta(hours=1),
    "4h": lambda now: now + timedelta(hours=4),
    "08:00": _eight,
}
#: of the form: value -> what it does
KINDS: Final = {
    "ack": ActionKind.ACK,
    "snooze": ActionKind.SNOOZE,
    "escalate": ActionKind.ESCALATE,
    "not-relevant": ActionKind.NOT_RELEVANT,
    "relevant": ActionKind.RELEVANT,
}


def action(form: Mapping[str, str], incident: str, *, now: datetime) -> Action | str:
    """Return what the form asks for, or in one sentence why it asks for nothing.

    A form sent twice has one id: it is made of the ``once`` that the page put into it.
    """
    kind = KINDS.get(form.get("act", ""))
    by = plain(form.get("by", "")).strip()[:60]
    if kind is None:
        return "the form names no action that this page knows"
    if not by:
        return "please say who you are, so that the next shift knows whom to ask"
    until = None
    if kind is ActionKind.SNOOZE:
        choice = SNOOZES.get(form.get("until", ""))
        if choice is None:
            return f"snooze until when? One of {', '.join(SNOOZES)}"
        until = choice(now)
    return Action(
        id=digest("desk", incident, kind.value, form.get("once", "")), kind=kind, at=now, by=by,
        incident=incident, until=until, note=plain(form.get("note", "")).strip()[:500],
    )  # fmt: skip
