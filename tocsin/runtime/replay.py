"""Recorded articles at their own time, as fast as the machine goes.

The same chain as live, with virtual ticks: one a minute, in the same place
relative to the articles as a poller would have written them, but for those at
which no stage would do anything (each says when it wants to be woken).
Nothing here reads a clock, so the same input gives the same output, byte for
byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tocsin.atlas import Atlas
from tocsin.fold import Fold
from tocsin.model import (
    Action,
    Article,
    Coverage,
    Incident,
    Mention,
    Notification,
    Prior,
    Signal,
    Source,
    Summary,
    TaggedArticle,
    Tick,
    WindowCount,
)

MINUTE = timedelta(minutes=1)
RUN_ON = timedelta(hours=72)  #: how long time goes on after the last article, so that what opened may close


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The pure stages that a replay drives."""

    atlas: Atlas
    tag: Callable[[Article], TaggedArticle]
    mentions: Callable[[TaggedArticle, Atlas], tuple[Mention, ...]]
    detection: Fold[Mention | Tick | Coverage | Prior, Signal | WindowCount | Summary]
    alerting: Fold[Signal | Action | Tick | Coverage | Summary, Incident | Notification | Prior]


@dataclass(slots=True)
class Publishers:
    """What a replay remembers of its sources: each counts as a feed that began with its first article."""

    known: dict[str, Source]

    def meet(self, article: Article) -> Article:
        """Return the article with its source's age and number of entries filled in."""
        before = self.known.get(article.source.feed)
        source = replace(
            article.source,
            since=before.since if before else article.seen,
            entries=before.entries + 1 if before else 1,
        )
        self.known[source.feed] = source
        return replace(article, source=source)


class Replay:
    """Plays articles through a chain; yields what alerts said, in order."""

    def __init__(
        self,
        chain: Chain,
        *,
        coverage: Callable[[Article | None, datetime], Iterable[Coverage]] = lambda _article, _now: (),
        step: timedelta = MINUTE,
    ) -> None:
        self._chain, self._coverage, self._step = chain, coverage, step
        self._publishers = Publishers({})
        self._now: datetime | None = None

    def play(self, articles: Iterable[Article]) -> Iterator[Incident | Notification]:
        """Yield transitions and planned messages; articles must come in the order of ``seen``."""
        for article in articles:
            yield from self._until(article.seen)
            yield from self._cover(article, article.seen)
            for mention in self._mentions(article):
                yield from self._fold(mention)
        if self._now is not None:
            yield from self._until(self._now + RUN_ON)

    def _mentions(self, article: Article) -> tuple[Mention, ...]:
        known = self._publishers.meet(article)
        return self._chain.mentions(self._chain.tag(known), self._chain.atlas)

    def _until(self, moment: datetime) -> Iterator[Incident | Notification]:
        """Let time pass up to a moment: tick by tick, leaving out those that would change nothing but the time."""
        if self._now is None:
            self._now = moment.replace(second=0, microsecond=0)
            yield from self._fold(Tick(at=self._now))
        last = self._now + (moment - self._now) // self._step * self._step
        while self._now < last:
            self._now = min(self._next(), last)
            yield from self._fold(Tick(at=self._now))
            yield from self._cover(None, self._now)

    def _cover(self, article: Article | None, now: datetime) -> Iterator[Incident | Notification]:
        for record in self._coverage(article, now):
            yield from self._fold(record)

    def _next(self) -> datetime:
        """Return the first tick at which a stage may have something to do."""
        assert self._now is not None
        wanted = [self._chain.detection.wake_at, self._chain.alerting.wake_at]
        due = min((at for at in wanted if at is not None), default=self._now)
        if None in wanted or due <= self._now:
            return self._now + self._step
        return self._now - (self._now - due) // self._step * self._step

    def _fold(self, record: Mention | Tick | Coverage | Prior) -> Iterator[Incident | Notification]:
        waiting: list[Mention | Tick | Coverage | Prior] = [record]
        while waiting:
            head = waiting.pop(0)
            for said in self._chain.detection.apply(head):
                if not isinstance(said, WindowCount):
                    yield from self._alert(said, waiting)
            if isinstance(head, Tick | Coverage):
                yield from self._alert(head, waiting)

    def _alert(
        self, record: Signal | Tick | Coverage | Summary, waiting: list[Mention | Tick | Coverage | Prior]
    ) -> Iterator[Incident | Notification]:
        for said in self._chain.alerting.apply(record):
            if isinstance(said, Prior):
                waiting.append(said)
            else:
                yield said
