"""What a receiver says in ``Retry-After``: seconds; a date, which some servers send, is left to our own patience."""

from __future__ import annotations

from datetime import timedelta

from alerts.patience import ASKED


def retry_after(header: str | None) -> timedelta | None:
    """Return how long to wait, at most `ASKED`; nothing where the header holds no number of seconds."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    longest = ASKED.total_seconds()
    return timedelta(seconds=min(seconds, longest)) if seconds >= 0 else None  # false of "nan", too
