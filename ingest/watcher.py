"""The port to whoever looks on: what each poll brought, for banners, progress, logs and metrics."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ingest.fetch import FetchFailed
from ingest.spec import FeedSpec
from tocsin.model import Article, FeedState


class PollKind(StrEnum):
    """How a poll ended."""

    NEWS = "news"  #: new or revised articles
    QUIET = "quiet"  #: another document, but nothing new in it
    SAME = "same body"  #: the document but for its volatile fields; not parsed
    NOT_MODIFIED = "not modified"  #: 304
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one poll did."""

    kind: PollKind
    state: FeedState
    articles: tuple[Article, ...] = ()
    new: int = 0
    revised: int = 0
    possible_gap: bool = False
    failure: FetchFailed | None = None
    moved: bool = False  #: the feed's new address was adopted
    bytes: int = 0
    seconds: float = 0.0  #: from the start of the request to the decision


class Watcher(Protocol):
    """Is told of every poll, in the event loop: answer quickly, never block."""

    def polled(self, spec: FeedSpec, outcome: Outcome) -> None:
        """Hear of one poll, after its articles are safely in the outbox."""
        ...


class NobodyWatches:
    """A watcher that does nothing."""

    def polled(self, spec: FeedSpec, outcome: Outcome) -> None:
        """Hear of one poll, and forget it."""
