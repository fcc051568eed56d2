"""A feed store in memory, and an outbox that remembers what it took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ingest.decide import Known
from ingest.feedstore import KEPT_WITH_LAST, Change, Message
from tocsin.codec import decode
from tocsin.model import FeedState


class ListOutbox:
    """An outbox as a list; ``fail_at`` makes the n-th append raise, to test transactions."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.fail_at: int | None = None

    def append(self, topic: str, key: str, value: bytes) -> None:
        """Add one message."""
        if self.fail_at is not None and len(self.messages) >= self.fail_at:
            raise OSError("the outbox is full")
        self.messages.append(Message(topic=topic, key=key, value=value))

    def of(self, topic: str) -> list[object]:
        """Return the decoded messages of one topic, in order."""
        return [decode(message.value) for message in self.messages if message.topic == topic]


class MemoryFeedStore:
    """A `FeedStore` without a disk."""

    def __init__(self, outbox: ListOutbox | None = None) -> None:
        self.outbox = outbox or ListOutbox()
        self._states: dict[str, FeedState] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self._articles: dict[tuple[str, str], Known] = {}

    def states(self) -> dict[str, FeedState]:
        """Return the states of all feeds, by feed id."""
        return dict(self._states)

    def known(self, feed: str, keys: Sequence[str]) -> dict[str, Known]:
        """Return what is remembered of one feed under these keys."""
        found = {key: self._keys[feed, key] for key in keys if (feed, key) in self._keys}
        return {key: self._articles[feed, article] for key, article in found.items()}

    def commit(self, changes: Iterable[Change]) -> None:
        """Keep all changes and append their messages to the outbox, or none of it."""
        before = dict(self._states), dict(self._keys), dict(self._articles), len(self.outbox.messages)
        try:
            for change in changes:
                self._keep(change)
        except BaseException:
            self._states, self._keys, self._articles, length = before
            del self.outbox.messages[length:]
            raise

    def forget(self, before: datetime) -> int:
        """Forget articles last seen before a moment, with their keys; return how many articles."""
        last: dict[str, datetime] = {}
        for (feed, _), known in self._articles.items():
            last[feed] = max(known.touched, last.get(feed, known.touched))
        close = timedelta(seconds=KEPT_WITH_LAST)
        kept = {
            place: known
            for place, known in self._articles.items()
            if known.touched >= before or known.touched >= last[place[0]] - close
        }
        gone = len(self._articles) - len(kept)
        self._articles = kept
        self._keys = {(feed, key): one for (feed, key), one in self._keys.items() if (feed, one) in kept}
        return gone

    def _keep(self, change: Change) -> None:
        if change.state is not None:
            feed = change.state.feed
            self._states[feed] = change.state
            for key, known in change.seen.items():
                self._keys[feed, key] = known.article
                self._articles[feed, known.article] = replace(
                    known, touched=known.touched.replace(microsecond=0)
                )
        for message in change.messages:
            self.outbox.append(message.topic, message.key, message.value)
