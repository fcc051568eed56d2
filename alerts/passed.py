"""What one lane has passed on to its receiver's second: each message once, all that wait together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from alerts.ledger import Row
from tocsin.model import Notification

TellSecond = Callable[[Sequence[Notification], str], None]


class PassedOn:
    """Kept in memory: after a restart the same copies are planned again, which changes nothing."""

    def __init__(self, tell: TellSecond) -> None:
        self._tell = tell
        self._known: set[str] = set()

    def on(self, rows: Iterable[Row], why: str) -> None:
        """Pass on what was not passed on before; an edit is of no use to who lacks what it changes."""
        fresh = [row.note for row in rows if not row.note.edit and row.entry.id not in self._known]
        if fresh:
            self._tell(fresh, why)
            self._known.update(note.id for note in fresh)

    def settled(self, row: str) -> None:
        """Hear that a row waits no more."""
        self._known.discard(row)
