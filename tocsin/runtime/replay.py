"""Recorded articles at their own time, as fast as the machine goes.

The same chain as live, with virtual ticks: one a minute, in the same place
relative to the articles as a poller would have written them, but for those at
which no stage would do anything (each says when it wants to be woken) and
nothing follows that one has to know the time for. Nothing here reads a clock,
so the same input gives the same output, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
    Tick,
    WindowCount,
)

MINUTE = timedelta(minutes=1)
RUN_ON = timedelta(hours=72)  #: how long time goes on after the last article, so that what opened may close

#: from articles in the order of their sighting: each with what it mentions
Read = Callable[[Iterable[Article]], Iterable[tuple[Article, Sequence[Mention]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The pure stages that a replay drives."""

    read: Read
    detection: Fold[Mention | Tick | Coverage | Prior, Signal | WindowCount | Summary]
    alerting: Fold[Signal | Action | Tick | Coverage | Summary, Incident | Notification | Prior]


@dataclass(slots=True)
class Publishers:
    """What a replay remembers of its sources: each counts as a feed that began with its first article."""

    known: dict[str, tuple[datetime, int]]

    def count(self, article: Article) -> tuple[datetime, int]:
        """Count an article; return when its source began and its number of entries."""
        feed = article.source.feed
        since, entries = self.known.get(feed, (article.seen, 0))
        found = self.known[feed] = since, entries + 1
        return found

    def meet(self, article: Article) -> Article:
        """Return the article with its source's age and number of entries filled in."""
        since, entries = self.count(article)
        source: Source = replace(article.source, since=since, entries=entries)
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
        self._now: datetime | None = None
        self._told = False  #: whether the folds know that it is now
        self._due: datetime | None = None  #: when a fold wants to be woken; none: to be asked

    def play(self, articles: Iterable[Article]) -> Iterator[Incident | Notification]:
        """Yield transitions and planned messages; articles must come in the order of ``seen``."""
        for article, mentions in self._chain.read(articles):
            yield from self._until(article.seen)
            records: tuple[Coverage | Mention, ...] = (*self._coverage(article, article.seen), *mentions)
            if records:
                yield from self._tick()
            for record in records:
                yield from self._fold(record)
        if self._now is not None:
            yield from self._until(self._now + RUN_ON)
            yield from self._tick()

    def _until(self, moment: datetime) -> Iterator[Incident | Notification]:
        """Let time pass up to a moment; tell of those ticks alone that would change more than the time."""
        if self._now is None:
            self._now = moment.replace(second=0, microsecond=0)
            yield from self._tick()
        last = self._now + (moment - self._now) // self._step * self._step
        while self._now < last and (coming := self._next()) <= last:
            self._now, self._told = coming, False
            yield from self._tick()
            for record in self._coverage(None, self._now):
                yield from self._fold(record)
        if self._now < last:
            self._now, self._told = last, False

    def _tick(self) -> Iterator[Incident | Notification]:
        """Tell the folds what time it is, if they do not know."""
        assert self._now is not None
        if not self._told:
            self._told = True
            yield from self._fold(Tick(at=self._now))

    def _next(self) -> datetime:
        """Return the first tick at which a stage may have something to do."""
        assert self._now is not None
        if self._due is None:
            wanted = [self._chain.detection.wake_at, self._chain.alerting.wake_at]
            if None in wanted:
                return self._now + self._step
            self._due = min(at for at in wanted if at is not None)
        if self._due <= self._now:
            return self._now + self._step
        return self._now - (self._now - self._due) // self._step * self._step

    def _fold(self, record: Mention | Tick | Coverage | Prior) -> Iterator[Incident | Notification]:
        self._due = None
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
