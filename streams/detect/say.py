"""Saying: a `Signal` from a key's numbers and cells, complete enough to be judged and shown without a look-up."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from streams.detect.cells import Cell
from streams.detect.measure import Measured, Numbers
from streams.detect.region import Key, Place
from streams.detect.shape import Shape
from streams.detect.show import evidence
from streams.stories import Report
from tocsin.model import TIERS, CategoryCount, Cause, KeyState, Mention, Signal, WindowScore

ARTICLES: Final = 200  #: ids listed
LOOKED_AT: Final = 150  #: newest reports from which the evidence is chosen ...
GLANCED_AT: Final = 24  #: ... and where nothing is unusual
UNUSUAL: Final = 1.5  #: scores from which evidence is chosen with care


@dataclass(slots=True, kw_only=True)
class Sums:
    """What the windows of a key hold, and of the winning one also who speaks in it."""

    windows: list[WindowScore]
    articles: int = 0
    deaths: int = 0
    owners: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def signal(
    place: Place, key: Key, found: Measured, shape: Shape, *, hour: int, at: datetime, cause: Cause,
    state: KeyState, owners: int,
) -> Signal:  # fmt: skip
    """Return the signal of a key from what was measured; ``hour`` is the one its windows end in."""
    begun = place.stories.by_hour
    cells = [(h, place.cell(key, h)) for h in range(hour, hour - shape.windows[-1], -1) if h in begun]
    sums = _sums(cells, found, shape, hour)
    best, score = sums.windows[found.best], found.score
    newest = _newest(cells, hour - best.hours)
    careful = score >= UNUSUAL
    return Signal(
        region=place.code,
        theme=key.theme,
        at=at,
        cause=cause,
        state=state,
        score=0.0 if score != score else score,  # noqa: PLR0124  # nan: nothing can be said
        window=best.hours,
        windows=tuple(sums.windows),
        usual=found.usual,
        tier=bisect_right(TIERS, found.usual),
        owners=owners,
        stories=best.stories,
        articles=sums.articles,
        publishers=sums.owners,
        languages=sums.languages,
        categories=best.categories,
        deaths=sums.deaths,
        coverage=best.coverage,
        evidence=evidence(key, newest[: LOOKED_AT if careful else GLANCED_AT]),
        article_ids=tuple([report.mention.article for report in newest[:ARTICLES]]),
        tagger=newest[0].mention.tagger if newest else "",
    )


def as_early(found: Signal) -> Signal:
    """Return the signal of a learning key that may open all the same."""
    return replace(found, early=True)


def canary(mention: Mention, *, owners: int, at: datetime) -> Signal:
    """Return the signal of a test article: it carries the mark and the article, and no count."""
    key = Key(theme=min(mention.themes, default=""), row=0)
    return Signal(
        region=mention.region,
        theme=key.theme,
        at=at,
        cause=Cause.MENTION,
        state=KeyState.READY,
        score=0.0,
        window=1,
        windows=(),
        usual=0.0,
        tier=0,
        owners=owners,
        publishers=(mention.owner,),
        languages=(mention.language,),
        evidence=evidence(key, [Report(mention)]),
        article_ids=(mention.article,),
        tagger=mention.tagger,
        canary=mention.canary,
    )


def _sums(cells: list[tuple[int, Cell]], found: Measured, shape: Shape, hour: int) -> Sums:
    """Return the windows, shortest first: one walk back through the hours that hold anything."""
    running, at = Cell(), 0
    kinds: tuple[CategoryCount, ...] = ()
    told = Sums(windows=[])
    for number, (length, numbers) in enumerate(zip(shape.windows, found.windows, strict=True)):
        before = at
        while at < len(cells) and cells[at][0] > hour - length:
            running.join(cells[at][1])
            at += 1
        if at > before:
            kinds = _kinds(running)
        stories = running.dated if length <= shape.dated_only else running.stories
        told.windows.append(_window(length, stories, running, numbers, kinds))
        if number == found.best:
            told.articles, told.deaths = running.articles, running.deaths
            told.owners, told.languages = tuple(sorted(running.owners)), tuple(sorted(running.languages))
    return told


def _window(
    length: int, stories: int, running: Cell, numbers: Numbers, kinds: tuple[CategoryCount, ...]
) -> WindowScore:
    mean, variance, surprise, coverage = numbers
    return WindowScore(
        hours=length,
        stories=stories,
        articles=running.articles,
        publishers=len(running.owners),
        expected=mean,
        variance=variance,
        surprise=surprise,
        coverage=coverage,
        deaths=running.deaths,
        categories=kinds,
    )


def _kinds(running: Cell) -> tuple[CategoryCount, ...]:
    ranked = sorted(running.categories.items(), key=lambda item: (-item[1], item[0]))
    return tuple([CategoryCount(category=category, stories=count) for category, count in ranked])


def _newest(cells: list[tuple[int, Cell]], after: int) -> list[Report]:
    """Return the reports of the hours after one, newest first; hour by hour until there are enough to list."""
    found: list[Report] = []
    for hour, cell in cells:
        if hour <= after or len(found) >= ARTICLES:
            break
        found += cell.reports
    return found
