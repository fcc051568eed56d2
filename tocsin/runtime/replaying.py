"""A replay with everything a configuration says: the chain, the owners, the coverage of the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from streams.mentions import mentions
from tocsin.model import Article, Incident, Mention, Notification
from tocsin.runtime.parts import Parts
from tocsin.runtime.replay import Chain, Replay
from tocsin.runtime.replay_tagging import Broken, Find, Tagging, cores, fails, processes
from tocsin.runtime.sources import Sources

Pairs = Iterable[tuple[Article, Sequence[Mention]]]


def replay(
    parts: Parts,
    articles: Sequence[Article],
    *,
    beside: int | None = None,
    shown: Callable[[Pairs], Pairs] = iter,
    broken: Broken = fails,
) -> Iterator[Incident | Notification]:
    """Return what alerts said of articles that come in the order of ``seen``.

    Args:
        parts: what the configuration says.
        articles: all of them; they are tagged ahead.
        beside: how many processes tag beside this one; as many as there are cores if it is not said.
        shown: what the articles go through on their way, to show how far they are.
        broken: told of each article that breaks the tagger and is set aside, by its place; if it is not said, one ends the replay.
    """
    beside = processes(cores()) if beside is None else beside
    tagged = Tagging(articles, finding(parts), beside=beside, broken=broken)
    chain = Chain(
        read=lambda _: shown(tagged), detection=parts.detection(curves=False), alerting=parts.alerting()
    )
    return Replay(chain, coverage=Sources()).play(articles)


def finding(parts: Parts) -> Callable[[], Find]:
    """Return what builds the tagger of a configuration, and finds what an article mentions."""

    def build() -> Find:
        tag, atlas = parts.tagger.tag, parts.atlas
        return lambda article: mentions(tag(article), atlas)

    return build


def owners(parts: Parts) -> Mapping[str, str]:
    """Return the owner of each publisher and feed that the configuration knows."""
    known: dict[str, str] = {}
    for feed in parts.config.feeds:
        known[feed.publisher] = known[feed.id] = feed.owner or feed.publisher
    return known
