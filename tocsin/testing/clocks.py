"""A clock that tests move by hand, and that moves by itself when somebody sleeps on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class ManualClock:
    """Says the time it was set to."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2010, 6, 11, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._now

    def move(self, span: timedelta) -> datetime:
        """Move the clock on and return the new moment."""
        self._now += span
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move the clock on to a moment; it never goes back."""
        self._now = max(self._now, moment)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self._now += timedelta(seconds=max(seconds, 1e-3))
