"""A data folder in which Osh has just rung: for tests of what people do then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tocsin.codec import Message, encode
from tocsin.model import Article, Source, Tick
from tocsin.runtime.embedded.assembly import Embedded
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.topics import ARTICLES, MENTIONS, Topic

SAID: Final = (
    "Gunmen kill 12 people at a market in Osh, Kyrgyzstan",
    "Massacre in Osh: 12 civilians killed, Kyrgyzstan in shock",
    "Kyrgyzstan: armed attack in Osh kills 12, schools close",
    "Attackers shot dead 12 traders in Osh, Kyrgyzstan",
    "Bloodshed in Kyrgyzstan's Osh: twelve killed by masked men",
    "At least 12 killed as armed mob storms bazaar in Osh, Kyrgyzstan",
)


def ring(embedded: Embedded, now: datetime) -> None:
    """Let six papers report twelve dead in Osh two minutes before ``now``: the rule many-dead rings."""
    append(embedded, MENTIONS, "@0", Tick(at=now - timedelta(minutes=3)))
    for number, title in enumerate(SAID):
        at = now - timedelta(minutes=2)
        source = Source(
            feed=f"f{number}", publisher=f"Paper {number}", owner=f"owner {number}", country="GB",
            since=at - timedelta(days=90), entries=900,
        )  # fmt: skip
        article = Article(id=f"a{number}", source=source, title=title, seen=at, at=at, published=at)
        append(embedded, ARTICLES, article.id, article)
    append(embedded, MENTIONS, "@0", Tick(at=now))


def append(embedded: Embedded, topic: Topic, key: str, message: Message) -> None:
    """Append one record and work it off."""
    with Transaction(embedded.connection):
        SqliteLog(embedded.connection, embedded.clock.now).append(topic.name, key, encode(message))
    embedded.engine.drain()
