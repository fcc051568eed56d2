"""A clock that stands still until it is told, or until somebody sleeps on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class ManualClock:
    """A clock for tests; moves only by the calls below."""

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

    def reach(self, moment: datetime) -> None:
        """Move on to a moment; it never goes back."""
        self._now = max(self._now, moment)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self._now += timedelta(seconds=max(seconds, 1e-3))
