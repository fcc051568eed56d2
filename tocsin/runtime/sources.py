"""Sources: which share of a replay's usual reporting is there, hour by hour; each source is treated as a feed.

Nobody polls in a replay, so a source is taken for gone when it has been silent
for longer than it ever is: longer than 99.9 % of its silences, and than three
hours. A source that speaks again shows the hours it was away, as far as open
hours reach. What each source covers is not known: all of them cover the world.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tocsin.clock import HOUR, hour_of, start_of
from tocsin.coverage import WORLD
from tocsin.model import Article, Coverage
from tocsin.quick import quick

SHARD: Final = "replay"
KEPT: Final = 48  #: open hours: what a source that returns may restate
KNOWN: Final = 20  #: articles before which a source is not counted on
FADING: Final = 0.9995  #: of the longest silence, per article
RARE: Final = math.log(1000)  #: mean gaps that 99.9 % of silences are shorter than
LEAST: Final = timedelta(hours=3)
DAYS: Final = 14.0  #: over which the usual rate is averaged
GONE: Final = timedelta(days=60)  #: silent for so long: dismissed
_coverage = quick(Coverage)


@dataclass(slots=True, kw_only=True)
class Source:
    """What is remembered of one source."""

    owner: str
    first: datetime
    last: datetime
    articles: int = 0
    weight: float = 0.0  #: articles, those of earlier days fading
    longest: timedelta = timedelta()  #: silence, fading
    away: list[tuple[datetime, datetime]] = field(
        default_factory=list
    )  #: from its last word to the one after
    _rate: float | None = None  #: reckoned when it is asked for

    def meet(self, at: datetime) -> None:
        """Take note of an article."""
        silence = at - self.last
        if silence > self.patience():
            self.away = [*self.away[-3:], (self.last + self.patience(), at)]
        self.longest = max(silence, self.longest * FADING) if self.articles else timedelta()
        self.weight = self.weight * math.exp(-(silence / timedelta(days=DAYS))) + 1
        self.articles += 1
        self.last = at
        self._rate = None

    def rate(self) -> float:
        """Return how many articles an hour it usually brings, as of its last one."""
        if self._rate is None:
            days = DAYS * (1 - math.exp(-((self.last - self.first) / timedelta(days=DAYS))))
            self._rate = self.weight / (24 * max(days, 1.0))
        return self._rate

    def patience(self) -> timedelta:
        """Return after which silence it is taken for gone."""
        rate = self.rate()
        likely = HOUR * (RARE / rate) if rate > 0 else GONE
        return max(LEAST, self.longest, likely)

    def is_seen(self, hour: datetime, now: datetime) -> bool:
        """Return whether the hour that begins then was seen of it, as known now."""
        if hour <= self.last:
            return all(not start <= hour < end - KEPT * HOUR for start, end in self.away)
        return now - self.last <= self.patience()


class Sources:
    """Remembers all sources, and says once an hour which share of them speaks."""

    def __init__(self) -> None:
        self._known: dict[str, Source] = {}
        self._said: dict[int, Coverage] = {}

    def __call__(self, article: Article | None, now: datetime) -> Iterator[Coverage]:
        """Take note of an article, or of the time; yield what that says of open hours."""
        returned = article is not None and self._meet(article)
        hour = hour_of(now)
        if returned or hour not in self._said:
            self._said = {past: said for past, said in self._said.items() if past > hour - KEPT}
            first = hour - KEPT + 1 if returned else hour - 1
            for past in range(max(first, min(self._said, default=hour)), hour + 1):
                yield from self._news(past, now)

    def _meet(self, article: Article) -> bool:
        """Return whether a source speaks again that was taken for gone."""
        name, at = article.source.feed, article.seen
        source = self._known.get(name)
        if source is None:
            source = self._known[name] = Source(owner=article.source.owner, first=at, last=at)
        times = len(source.away)
        before = source.away[-1:] if times else []
        source.meet(at)
        return source.away[-1:] != before

    def _news(self, hour: int, now: datetime) -> Iterator[Coverage]:
        start, usual, visible, owners = start_of(hour), 0.0, 0.0, set()
        for source in self._known.values():
            if source.articles >= KNOWN and now - source.last < GONE:
                owners.add(source.owner)
                usual += source.rate()
                visible += source.rate() if source.is_seen(start, now) else 0.0
        if owners:
            record = _coverage(
                shard=SHARD, region=WORLD, hour=hour, usual=round(usual, 4), visible=round(visible, 4),
                owners=len(owners),
            )  # fmt: skip
            if record != self._said.get(hour):
                self._said[hour] = record
                yield record
