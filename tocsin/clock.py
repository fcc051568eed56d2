"""Time as an argument: the port through which processes read a clock, and the arithmetic of hours.

Only the outermost loops hold a `Clock`; everything that decides takes ``now``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

HOUR = timedelta(hours=1)


class Clock(Protocol):
    """Says what time it is, in UTC."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the present moment as an aware UTC datetime."""
        return datetime.now(UTC)


def hour_of(moment: datetime) -> int:
    """Return the whole hours since 1970-01-01T00:00Z that ``moment`` lies in."""
    return int(moment.timestamp() // 3600)


def start_of(hour: int) -> datetime:
    """Return the moment at which an hour counted by `hour_of` begins."""
    return datetime.fromtimestamp(hour * 3600, UTC)
