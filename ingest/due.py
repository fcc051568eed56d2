"""Which feed is due next: a heap in which a feed that is queued anew leaves its older place behind."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from datetime import datetime


class DueFeeds:
    """Feeds by the moment at which they are due, each at most once."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, str]] = []
        self._at: dict[str, datetime] = {}

    def __contains__(self, feed: str) -> bool:
        return feed in self._at

    def put(self, feed: str, at: datetime) -> None:
        """Queue a feed, or move it to another moment."""
        self._at[feed] = at
        heapq.heappush(self._heap, (at, feed))

    def pop(self, now: datetime) -> str | None:
        """Take out and return the feed that has been due for longest, or None where none is."""
        self._drop_stale()
        if not self._heap or self._heap[0][0] > now:
            return None
        _, feed = heapq.heappop(self._heap)
        del self._at[feed]
        return feed

    def first(self) -> datetime | None:
        """Return when the next feed is due, or None where none is queued."""
        self._drop_stale()
        return self._heap[0][0] if self._heap else None

    def moments(self) -> Mapping[str, datetime]:
        """Return when each queued feed is due."""
        return self._at

    def clear(self) -> None:
        """Forget all feeds."""
        self._heap.clear()
        self._at.clear()

    def _drop_stale(self) -> None:
        """Take out entries of feeds that were queued anew or taken since."""
        while self._heap and self._at.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
