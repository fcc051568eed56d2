"""Whose turn it is: feeds that are due, whose host is free, and no more at once than we have connections.

Pure bookkeeping: the poller asks for the `next` turn and tells when one has ended.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from ingest.due import DueFeeds
from ingest.hosts import Hosts
from ingest.spec import IngestSpec
from tocsin.model import FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One feed that may be asked now, and the host whose connection it takes."""

    feed: str
    host: str


class Turns:
    """The queue of feeds, and who is being asked."""

    def __init__(self, limits: IngestSpec) -> None:
        self._limits = limits
        self._due = DueFeeds()
        self._hosts = Hosts(limits)
        self._taken: set[str] = set()

    @property
    def full(self) -> bool:
        """Whether all connections are in use."""
        return len(self._taken) >= self._limits.connections

    def follow(self, limits: IngestSpec) -> None:
        """Keep other limits from now on."""
        self._limits = limits
        self._hosts.follow(limits)

    def plan(self, moments: Mapping[str, datetime]) -> None:
        """Queue these feeds and no others; one that is being asked is queued when its turn ends."""
        self._due.clear()
        for feed, at in moments.items():
            if feed not in self._taken:
                self._due.put(feed, at)

    def next(self, states: Mapping[str, FeedState], *, only: Container[str], now: datetime) -> Turn | None:
        """Take and return a turn, or None where nobody may be asked now; ``only`` these feeds are wanted."""
        while not self.full and (feed := self._due.pop(now)) is not None:
            if feed in states and feed in only and feed not in self._taken:
                turn = Turn(feed=feed, host=(urlsplit(states[feed].url).hostname or "").lower())
                if self._starts(turn, now):
                    return turn
        return None

    def finish(self, turn: Turn, states: Mapping[str, FeedState], *, now: datetime) -> None:
        """Note that a turn ended: its feed is due by its new state, those that waited for its host are due at once."""
        self._taken.discard(turn.feed)
        for waited in self._hosts.finish(turn.host):
            self._queue(waited, now, states)
        if turn.feed in states:
            self._queue(turn.feed, states[turn.feed].due, states)

    def hold(self, turn: Turn, until: datetime) -> None:
        """Leave the host of a turn alone until a moment."""
        self._hosts.hold(turn.host, until)

    def first(self) -> datetime | None:
        """Return when the next feed is due, or None where none is queued."""
        return self._due.first()

    def queued_after(self, moment: datetime) -> Mapping[str, datetime]:
        """Return the feeds that are due only after a moment, and when."""
        return {feed: at for feed, at in self._due.moments().items() if at > moment}

    def tidy(self, *, now: datetime) -> None:
        """Forget hosts that are free of every duty."""
        self._hosts.tidy(now=now)

    def _starts(self, turn: Turn, now: datetime) -> bool:
        """Whether the turn's host is free; if not, its feed waits for that."""
        free = self._hosts.earliest(turn.host, now=now)
        if free is None:
            self._hosts.wait(turn.host, turn.feed)
        elif free > now:
            self._due.put(turn.feed, free)
        else:
            self._hosts.start(turn.host, now=now)
            self._taken.add(turn.feed)
            return True
        return False

    def _queue(self, feed: str, at: datetime, states: Mapping[str, FeedState]) -> None:
        if feed in states and feed not in self._due and feed not in self._taken:
            self._due.put(feed, at)
