"""A token bucket: how fast one channel may be posted to, without ever provoking a 429."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

RATE: Final = 0.9  #: messages a second; Slack allows about one per channel
BURST: Final = 4.0  #: so that at most 58 go out in any minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Tokens at a moment."""

    tokens: float = BURST
    at: datetime | None = None

    def filled(self, now: datetime) -> Bucket:
        """Return the bucket as it is now."""
        if self.at is None or now <= self.at:
            return replace(self, at=self.at or now)
        gained = (now - self.at).total_seconds() * RATE
        return Bucket(tokens=min(BURST, self.tokens + gained), at=now)

    def taken(self, now: datetime) -> Bucket:
        """Return the bucket after one message."""
        filled = self.filled(now)
        return replace(filled, tokens=filled.tokens - 1)

    def ready_at(self, now: datetime) -> datetime:
        """Return when the next message may go (``now`` if it may at once)."""
        lacking = 1 - self.filled(now).tokens
        return now if lacking <= 1e-6 else now + timedelta(seconds=lacking / RATE)
