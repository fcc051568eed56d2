"""The whole road as a test article sees it: where it is put in, and where it comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from alerts.ledger import Ledger
from tocsin.codec import Message
from tocsin.index.search import Search
from tocsin.model import Article, Delivery, Notification
from tocsin.topics import ARTICLES


class Append(Protocol):
    """Puts a record at the end of a topic; it is kept when this returns."""

    def __call__(self, topic: str, key: str, message: Message) -> None:
        """Append the record."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """One tocsin, from the articles' topic to its receivers; calls block."""

    append: Append
    search: Search
    ledger: Ledger

    def send(self, article: Article) -> None:
        """Put a test article in."""
        self.append(ARTICLES.name, article.id, article)

    def arrived(self, incident: str) -> bool:
        """Return whether the test incident stands in the index."""
        return self.search.incident(incident) is not None

    def told(self, subject: str) -> Mapping[str, Delivery]:
        """Return how far the messages about a subject have come, by receiver."""
        return {entry.receiver: entry.status for entry in self.ledger.entries(subject=subject)}

    def plan(self, notes: Iterable[Notification]) -> None:
        """Enter messages into the ledger."""
        self.ledger.plan(notes)
