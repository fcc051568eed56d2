"""The rows of one lane that may have been accepted: when each is looked up (again)."""

from __future__ import annotations

from datetime import datetime, timedelta

from alerts.patience import LONGEST


class Doubts:
    """Kept in memory: after a restart every row in doubt is looked up at once."""

    def __init__(self, look_again: timedelta) -> None:
        self._look_again = look_again
        self._failing: dict[str, datetime] = {}
        self.until: dict[str, datetime] = {}  #: when to look again, by row

    def since(self, row: str) -> datetime | None:
        """Return since when the look-ups of a row fail."""
        return self._failing.get(row)

    def look_at(self, row: str, moment: datetime) -> None:
        """Look a row up then."""
        self.until[row] = moment

    def failed(self, row: str, now: datetime, after: timedelta | None) -> None:
        """Hear that a look-up failed: the next waits as long as it has been failing; others go out meanwhile."""
        since = self._failing.setdefault(row, now)
        self.until[row] = now + (after or min(LONGEST, max(self._look_again, now - since)))

    def settled(self, row: str) -> None:
        """Hear that a row is in doubt no more."""
        self.until.pop(row, None)
        self._failing.pop(row, None)
