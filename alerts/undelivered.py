"""What people should have heard and have not: for the log, the desk page, ``/health``, ``tocsin doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from alerts.ledger import Ledger, Row
from alerts.render.facts import headline
from tocsin.model import Delivery, Notification

LONG: Final = timedelta(minutes=15)  #: a message that waits longer is worth a look
SHOWN: Final = timedelta(days=1)  #: after that a dead message is history


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """One message that did not reach its receiver, or has not for long."""

    receiver: str
    what: str
    planned: datetime
    dead: bool  #: it is not tried again
    tries: int
    error: str | None


def undelivered(ledger: Ledger, now: datetime, *, long: timedelta = LONG) -> tuple[Undelivered, ...]:
    """Return what was not delivered: dead ones of the last day first, then what waits for longer, oldest first.

    Edits are left out: they bring up to date what was said.
    """
    found = [_of(row, _planned(row, ledger)) for row in ledger.unsent(now - SHOWN) if not row.note.edit]
    troubled = [one for one in found if one.dead or now - one.planned > long]
    return tuple(sorted(troubled, key=lambda one: (not one.dead, one.planned, one.receiver)))


def in_words(found: Sequence[Undelivered]) -> str | None:
    """Return one line about what was not delivered, or nothing where all was."""
    dead = [one for one in found if one.dead]
    waiting = [one for one in found if not one.dead]
    parts = [
        f"{_many(len(some))} {what} ({', '.join(sorted({one.receiver for one in some}))})"
        for some, what in ((dead, "not delivered"), (waiting, f"waiting since {_oldest(waiting)}"))
        if some
    ]
    return "; ".join(parts) or None


def named(note: Notification) -> str:
    """Return what a message is about, in a few words."""
    if note.incident is not None:
        return headline(note.incident, "en")
    return note.title or note.reason.value


def _many(count: int) -> str:
    return f"{count} alert" if count == 1 else f"{count} alerts"


def _oldest(found: Sequence[Undelivered]) -> str:
    return f"{min(one.planned for one in found):%Y-%m-%d %H:%M} UTC" if found else ""


def _planned(row: Row, ledger: Ledger) -> datetime:
    """Return since when a row, or the oldest that it speaks for, wants to be said."""
    spoken = ledger.merged_into(row.entry.id) if row.entry.status is not Delivery.DEAD else []
    return min([row.note.at, *(one.note.at for one in spoken if not one.note.edit)])


def _of(row: Row, planned: datetime) -> Undelivered:
    return Undelivered(
        receiver=row.entry.receiver, what=named(row.note), planned=planned,
        dead=row.entry.status is Delivery.DEAD, tries=row.entry.tries, error=row.entry.error,
    )  # fmt: skip
