"""A replay with everything a configuration says: the chain, the owners, the coverage of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from streams.mentions import mentions
from tocsin.model import Article, Incident, Notification
from tocsin.runtime.parts import Parts
from tocsin.runtime.replay import Chain, Replay
from tocsin.runtime.sources import Sources


def replay(parts: Parts, articles: Iterable[Article]) -> Iterator[Incident | Notification]:
    """Yield what alerts said of articles that come in the order of ``seen``."""
    chain = Chain(
        atlas=parts.atlas,
        tag=parts.tagger.tag,
        mentions=mentions,
        detection=parts.detection(curves=False),
        alerting=parts.alerting(),
    )
    return Replay(chain, coverage=Sources()).play(articles)


def owners(parts: Parts) -> Mapping[str, str]:
    """Return the owner of each publisher and feed that the configuration knows."""
    known: dict[str, str] = {}
    for feed in parts.config.feeds:
        known[feed.publisher] = known[feed.id] = feed.owner or feed.publisher
    return known
