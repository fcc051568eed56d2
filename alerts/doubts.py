"""The rows of one lane that may have been accepted: when each is looked up (again), and since when it fails."""

from __future__ import annotations

from datetime import datetime, timedelta

from alerts.patience import LONGEST
from tocsin.model import LogEntry


class Doubts:
    """Kept in memory: after a restart every row in doubt is looked up at once."""

    def __init__(self, look_again: timedelta) -> None:
        self._look_again = look_again
        self._since: dict[str, datetime] = {}
        self._idle: dict[str, datetime] = {}  #: from when on nobody could be asked, by row
        self.until: dict[str, datetime] = {}  #: when to look again, by row

    def since(self, row: str) -> datetime | None:
        """Return since when a row in doubt fails, not counting time in which nobody could be asked."""
        return self._since.get(row)

    def look_at(self, row: str, moment: datetime) -> None:
        """Look a row up then."""
        self.until[row] = moment

    def begins(self, entry: LogEntry, now: datetime, look_at: datetime) -> None:
        """Hear that a row was just tried, and may have been accepted."""
        self._since[entry.id] = entry.failing_since or now
        self.look_at(entry.id, look_at)

    def asked(self, entry: LogEntry, now: datetime) -> None:
        """Hear that a row is being looked up: what passed while it could not be does not count."""
        idle, since = self._idle.pop(entry.id, None), self._since.get(entry.id)
        if since is None:  # it was tried before this process began
            idle, since = entry.at, entry.failing_since or entry.at
        self._since[entry.id] = since + (now - idle if idle else timedelta())

    def failed(self, row: str, now: datetime, after: timedelta | None) -> None:
        """Hear that a look-up failed: the next waits as long as it has been failing; others go out meanwhile."""
        self.until[row] = now + (after or min(LONGEST, max(self._look_again, now - self._since[row])))

    def away(self, row: str, now: datetime, until: datetime) -> None:
        """Hear that nobody could be asked, and will be then."""
        self._idle[row], self.until[row] = now, until

    def settled(self, row: str) -> None:
        """Hear that a row is in doubt no more."""
        for known in (self._since, self._idle, self.until):
            known.pop(row, None)
