"""The port to what feeds are remembered by: states, seen keys, and the outbox, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from ingest.decide import Known
from tocsin.model import FeedState

#: Seconds: an article that stands in a document is touched once a day, so the last document's are this close together.
KEPT_WITH_LAST: Final = 2 * 86400


class Outbox(Protocol):
    """Takes messages for the log inside the transaction of whoever calls."""

    def append(self, topic: str, key: str, value: bytes) -> None:
        """Add one message.

        A key of the form ``@3`` means partition 3 (ticks and coverage go to
        every partition); any other key is partitioned as usual.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message for the log."""

    topic: str
    key: str
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one poll leaves behind: all of it is kept, or nothing."""

    state: FeedState | None = None
    seen: Mapping[str, Known] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()


class FeedStore(Protocol):
    """Keeps what `Change` says; every call is one transaction."""

    def states(self) -> dict[str, FeedState]:
        """Return the states of all feeds, by feed id."""
        ...

    def known(self, feed: str, keys: Sequence[str]) -> dict[str, Known]:
        """Return what is remembered of one feed under these keys; all keys of an article share its record."""
        ...

    def commit(self, changes: Iterable[Change]) -> None:
        """Keep all changes and append their messages to the outbox, or none of it."""
        ...

    def forget(self, before: datetime) -> int:
        """Forget articles last seen before a moment, with their keys; return how many articles.

        What stood in a feed's last document is never forgotten.
        """
        ...
