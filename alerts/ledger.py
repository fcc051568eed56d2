"""The ledger: what was planned to be said, and how far each message has come.

    planned ─→ sending ─→ sent
       │          ├─────→ failed ─→ sending ...   (tried again later)
       │          └─────→ dead                    (told to the receiver's second)
       └────────→ merged                          (another row speaks for it)

Planned and failed rows are dead too once their receiver is no longer configured.

Each planned post or edit has an id computed from its content, so planning it
twice changes nothing. Rows are planned in the transaction that writes the
fold's rows. A row found in ``sending`` is in doubt: it is looked up at the
receiver before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from tocsin.model import Delivery, LogEntry, Notification

#: which status may follow which
MAY_BECOME: Final[dict[Delivery, frozenset[Delivery]]] = {
    Delivery.PLANNED: frozenset({Delivery.SENDING, Delivery.MERGED, Delivery.DEAD}),
    Delivery.SENDING: frozenset({Delivery.SENT, Delivery.FAILED, Delivery.DEAD, Delivery.MERGED}),
    Delivery.FAILED: frozenset({Delivery.SENDING, Delivery.MERGED, Delivery.DEAD}),
    Delivery.SENT: frozenset(),
    Delivery.MERGED: frozenset(),
    Delivery.DEAD: frozenset(),
}
HOP: Final = "+"  #: in the id of a copy, before each second that it went to
WAITING: Final = (Delivery.PLANNED, Delivery.SENDING, Delivery.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the ledger: the message, and how far it has come."""

    note: Notification
    entry: LogEntry


class Ledger(Protocol):
    """Keeps rows; every call is one atomic write or a read."""

    def plan(self, notes: Iterable[Notification]) -> None:
        """Enter messages as planned; one whose id is known changes nothing.

        Inside a caller's transaction it becomes part of that.
        """
        ...

    def waiting(self, receiver: str) -> list[Row]:
        """Return the rows of a receiver that are planned, sending or failed, in the order of planning."""
        ...

    def move(self, entry: LogEntry, *, expected: Delivery) -> bool:
        """Write a row's new status if it still has the expected one; return whether it did."""
        ...

    def get(self, row: str) -> Row | None:
        """Return a row by its id."""
        ...

    def sent(self, subject: str, receiver: str) -> list[Row]:
        """Return the rows of a subject that one receiver has accepted, in the order of planning."""
        ...

    def merged_into(self, row: str) -> list[Row]:
        """Return the rows that another row speaks for, in the order of planning."""
        ...

    def entries(self, *, subject: str | None = None, limit: int = 200) -> Sequence[LogEntry]:
        """Return the latest entries, newest first, for people who ask what was said."""
        ...

    def unsent(self, dead_since: datetime) -> list[Row]:
        """Return the rows of all receivers that are not settled, and those that died since then."""
        ...

    def counts(self) -> dict[tuple[str, Delivery], int]:
        """Return how many rows each receiver has in each status."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete settled rows that are older; return how many."""
        ...


def original(row: str) -> str:
    """Return the id of the message that a row is a copy of; its own where it is none."""
    return row.partition(HOP)[0]


def planned(note: Notification) -> LogEntry:
    """Return the first entry of a message."""
    return LogEntry(
        id=note.id, subject=note.subject, step=note.step, receiver=note.receiver,
        status=Delivery.PLANNED, at=note.at,
    )  # fmt: skip


def moved(entry: LogEntry, status: Delivery, now: datetime, **more: object) -> LogEntry:
    """Return an entry in its next status; raise `ValueError` where that may not follow.

    Since when it fails moves with the time in which it could have been tried again, and nobody did.
    """
    if status not in MAY_BECOME[entry.status]:
        raise ValueError(f"a {entry.status} message cannot become {status}")
    tries = entry.tries + (status is Delivery.SENDING)
    since = entry.failing_since or (now if status is Delivery.FAILED else None)
    if status is Delivery.SENDING and entry.failing_since is not None:
        since = entry.failing_since + max(timedelta(), now - (entry.retry_at or entry.at))
    known: dict[str, object] = {"retry_at": None, "error": None, "failing_since": since}
    return replace(entry, status=status, at=now, tries=tries, **{**known, **more})  # type: ignore[arg-type]  # by field name
