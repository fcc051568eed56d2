"""The topics of the log: names, keys, partitions, retention (architecture §5). Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Cleanup(StrEnum):
    """What happens to old records."""

    DELETE = "delete"
    COMPACT_DELETE = "compact,delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic of the log; ``keyed_by`` says in words what its key is."""

    name: str
    keyed_by: str
    partitions: int
    retention: timedelta
    cleanup: Cleanup = Cleanup.DELETE


def _days(count: int) -> timedelta:
    return timedelta(days=count)


ARTICLES = Topic(name="tocsin.articles", keyed_by="article id", partitions=6, retention=_days(14))
TAGGED = Topic(name="tocsin.tagged", keyed_by="article id", partitions=6, retention=_days(14))
MENTIONS = Topic(name="tocsin.mentions", keyed_by="region", partitions=12, retention=_days(70))
WINDOWS = Topic(name="tocsin.windows", keyed_by="region", partitions=6, retention=_days(14))
SIGNALS = Topic(name="tocsin.signals", keyed_by="region", partitions=1, retention=_days(70))
INCIDENTS = Topic(
    name="tocsin.incidents", keyed_by="incident id", partitions=1, retention=_days(365),
    cleanup=Cleanup.COMPACT_DELETE,
)  # fmt: skip
FEEDS = Topic(
    name="tocsin.feeds", keyed_by="feed id", partitions=1, retention=_days(365),
    cleanup=Cleanup.COMPACT_DELETE,
)  # fmt: skip
REJECTED = Topic(name="tocsin.rejected", keyed_by="original key", partitions=1, retention=_days(30))

TOPICS = (ARTICLES, TAGGED, MENTIONS, WINDOWS, SIGNALS, INCIDENTS, FEEDS, REJECTED)
