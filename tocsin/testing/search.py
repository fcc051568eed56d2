"""The index in memory: plain dicts, looked through from end to end. For tests of what reads or fills an index.

index = MemoryIndex()
MemoryWriter(index).tagged([...])
MemorySearch(index, atlas).search(Query(...))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.index.marks import found_in, marked, says
from tocsin.index.query import Clause, Query, Sort
from tocsin.index.search import OPEN, RANK, Hits, RegionCount
from tocsin.index.stems import primary
from tocsin.index.tags import deaths, named_regions, reported_regions
from tocsin.index.words import fold
from tocsin.model import FeedState, Incident, Rejected, Signal, TaggedArticle, WindowCount

Hour = tuple[str, str, int]  #: region, theme, hour


@dataclass(slots=True)
class MemoryIndex:
    """What has been put in."""

    articles: dict[str, TaggedArticle] = field(default_factory=dict)
    steps: dict[str, dict[int, Incident]] = field(default_factory=dict)
    ended: dict[Hour, WindowCount] = field(default_factory=dict)
    running: dict[Hour, WindowCount] = field(default_factory=dict)
    feeds: dict[str, FeedState] = field(default_factory=dict)
    rejected: dict[str, Rejected] = field(default_factory=dict)


class MemoryWriter:
    """Keeps `tocsin.index.writer.Writer`."""

    def __init__(self, index: MemoryIndex) -> None:
        self._index = index

    def tagged(self, batch: Sequence[TaggedArticle]) -> None:
        """Put articles in, or replace them where the revision is not lower."""
        for one in (one for one in batch if not one.article.canary):
            held = self._index.articles.get(one.article.id)
            if held is None or one.article.revision >= held.article.revision:
                self._index.articles[one.article.id] = one

    def windows(self, batch: Sequence[WindowCount]) -> None:
        """Put ended hours in, or restate them."""
        self._index.ended.update({(one.region, one.theme, one.hour): one for one in batch})

    def signals(self, batch: Sequence[Signal]) -> None:
        """Put the running hours in that signals speak of."""
        for count in (count for one in batch for count in _hours(one)):
            key = (count.region, count.theme, count.hour)
            held = self._index.running.get(key)
            best = max((one.score or 0.0) for one in (count, held) if one)
            self._index.running[key] = replace(count, score=best)

    def incidents(self, batch: Sequence[Incident]) -> None:
        """Put steps of incidents in."""
        for one in batch:
            self._index.steps.setdefault(one.id, {})[one.step] = one

    def feeds(self, batch: Sequence[FeedState]) -> None:
        """Put in what is remembered of feeds."""
        self._index.feeds.update({state.feed: state for state in batch})

    def rejected(self, batch: Sequence[Rejected]) -> None:
        """Put in what was refused."""
        self._index.rejected.update({one.name: one for one in batch})


class MemorySearch:
    """Keeps `tocsin.index.search.Search`."""

    def __init__(self, index: MemoryIndex, atlas: Atlas) -> None:
        self._index = index
        self._atlas = atlas

    def search(self, query: Query) -> Hits:
        """Return the articles that fit; best first counts the clauses' words in title and body."""
        found = [one for one in self._index.articles.values() if self._fits(one, query)]
        found.sort(key=lambda one: (one.article.at, one.article.id), reverse=True)
        if query.order is Sort.BEST:
            found.sort(key=lambda one: _weight(one, query), reverse=True)
        start = int(query.cursor) if query.cursor and query.cursor.isdigit() else 0
        end = start + query.limit
        hits = tuple(marked(one, query) for one in found[start:end])
        return Hits(hits=hits, total=len(found), cursor=str(end) if end < len(found) else None)

    def article(self, article_id: str) -> TaggedArticle | None:
        """Return an article in its newest revision."""
        return self._index.articles.get(article_id)

    def incidents(
        self, *, open_only: bool = True, region: str | None = None, since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[Incident, ...]:  # fmt: skip
        """Return incidents as they stand: worst level first, then the latest step first."""
        standing = [one for steps in self._index.steps.values() if not (one := steps[max(steps)]).canary]
        kept = [
            one
            for one in standing
            if (not open_only or one.level in OPEN)
            and (region is None or region in _regions(one))
            and (since is None or one.at >= since)
        ]
        kept.sort(key=lambda one: (RANK.index(one.level), -one.at.timestamp(), one.id))
        return tuple(kept[:limit])

    def incident(self, incident_id: str) -> Incident | None:
        """Return an incident as it stands."""
        steps = self.steps(incident_id)
        return steps[-1] if steps else None

    def steps(self, incident_id: str) -> tuple[Incident, ...]:
        """Return every step of an incident, oldest first."""
        steps = self._index.steps.get(incident_id, {})
        return tuple(steps[number] for number in sorted(steps))

    def windows(
        self, region: str, theme: str, since: datetime, until: datetime | None = None
    ) -> tuple[WindowCount, ...]:
        """Return the hours that are known of one region and theme, oldest first."""
        low, high = hour_of(since), hour_of(until) if until else None
        known = {**self._index.running, **self._index.ended}
        return tuple(
            known[key]
            for key in sorted(known)
            if key[:2] == (region, theme) and low <= key[2] and (high is None or key[2] < high)
        )

    def feeds(self) -> tuple[FeedState, ...]:
        """Return what we remember of every feed, by feed id."""
        return tuple(self._index.feeds[key] for key in sorted(self._index.feeds))

    def regions(self, since: datetime) -> tuple[RegionCount, ...]:
        """Return what was reported of every region since then, most violent reports first."""
        recent = [one for one in self._index.articles.values() if one.article.at >= since]
        by_region: dict[str, list[TaggedArticle]] = {}
        for one in recent:
            for code in reported_regions(one, self._lineage):
                by_region.setdefault(code, []).append(one)
        counts = [
            RegionCount(
                region=code, articles=len(said), violent=sum(one.verdict.violent for one in said),
                newest=max(one.article.at for one in said),
            )
            for code, said in by_region.items()
        ]  # fmt: skip
        return tuple(sorted(counts, key=lambda one: (-one.violent, -one.articles, one.region)))

    def rejected(self, limit: int = 100) -> tuple[Rejected, ...]:
        """Return what was refused, newest first."""
        return tuple(sorted(self._index.rejected.values(), key=lambda one: one.at, reverse=True)[:limit])

    def _lineage(self, region: str) -> Iterable[str]:
        return self._atlas.ancestors(region) if region in self._atlas else ()

    def _fits(self, one: TaggedArticle, query: Query) -> bool:
        article, verdict = one.article, one.verdict
        one_of: tuple[tuple[tuple[str, ...], Iterable[str]], ...] = (
            (query.regions, reported_regions(one, self._lineage)),
            (query.mentions, named_regions(one, self._lineage)),
            (query.themes, verdict.themes),
            (query.categories, (found.category for found in verdict.categories)),
            (tuple(primary(code) for code in query.languages), (primary(one.language),)),
            (query.feeds, (article.source.feed,)),
            (tuple(fold(name) for name in query.publishers), (fold(article.source.publisher),)),
            (query.ids, (article.id,)),
        )
        return (
            all(not asked or set(asked) & set(said) for asked, said in one_of)
            and (query.since is None or article.at >= query.since)
            and (query.until is None or article.at < query.until)
            and (query.violent is None or verdict.violent == query.violent)
            and (query.deaths is None or deaths(one) >= query.deaths)
            and all(_says(clause, one) != clause.excluded for clause in query.clauses)
        )


def _hours(signal: Signal) -> list[WindowCount]:
    return [
        WindowCount(
            region=signal.region, theme=signal.theme, hour=hour_of(signal.at), stories=hour.stories,
            articles=hour.articles, expected=hour.expected, variance=hour.variance,
            coverage=hour.coverage, state=signal.state, score=signal.score,
        )
        for hour in signal.windows
        if hour.hours == 1
    ]  # fmt: skip


def _regions(incident: Incident) -> set[str]:
    return {incident.region, incident.place, *(member.region for member in incident.members)}


def _body(one: TaggedArticle) -> str:
    return f"{one.article.summary}\n{one.article.text}".strip()


def _says(clause: Clause, one: TaggedArticle) -> bool:
    """Say whether title or body answers a clause; its words may stand one here, one there."""
    return says(clause, one.article.title, _body(one), language=one.language)


def _weight(one: TaggedArticle, query: Query) -> int:
    title = len(found_in(one.article.title, query, one.language))
    return 6 * title + len(found_in(_body(one), query, one.language))
