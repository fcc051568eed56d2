"""A clock that stands still until it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class ManualClock:
    """A clock for tests; moves only by `advance` and `set`."""

    def __init__(self, start: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._now

    def advance(self, step: timedelta) -> datetime:
        """Move on, and return the new moment."""
        self._now += step
        return self._now

    def set(self, moment: datetime) -> None:
        """Move to a moment, forward or back."""
        self._now = moment
