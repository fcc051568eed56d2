"""What the windows of a key hold: counts, voices, kinds, and the newest reports.

Hours pass without a change for most keys most of the time: until a mention comes
(`Keys.recount` forgets the answer) or a cell leaves a window, it is the one given before.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from streams.detect.cells import Cell
from streams.detect.region import Key, Place
from streams.detect.shape import Shape
from streams.stories import Report
from tocsin.model import CategoryCount

ARTICLES: Final = 200  #: ids listed


class Window(NamedTuple):
    """What one window holds."""

    stories: int
    articles: int
    publishers: int
    deaths: int
    categories: tuple[CategoryCount, ...]


class Held(NamedTuple):
    """What all windows hold, shortest first; and of the winning one who speaks in it, and of what."""

    windows: list[Window]
    owners: tuple[str, ...]
    languages: tuple[str, ...]
    newest: list[Report]  #: hour by hour until there are enough to list
    article_ids: tuple[str, ...]


class Answer(NamedTuple):
    """What was found of a key, by which winning window, and from which hour until which it holds."""

    best: int
    hour: int
    until: int
    held: Held


def held(place: Place, key: Key, shape: Shape, *, hour: int, best: int) -> Held:
    """Return what the windows hold that end in an hour; ``best`` is the index of the winning one."""
    known: Answer | None = key.held
    if known is not None and known.best == best and known.hour <= hour < known.until:
        return known.held
    ages = sorted([hour - begun for begun in place.stories.by_hour if begun > hour - shape.windows[-1]])
    numbers = [bisect_right(shape.windows, age) for age in ages]
    # by then the first of them lies in a longer window, or one that is ahead in any
    leaves = [(shape.windows[n] if age >= 0 else 0) - age for n, age in zip(numbers, ages, strict=True)]
    cells = [(n, place.cell(key, hour - age)) for n, age in zip(numbers, ages, strict=True) if age >= 0]
    found = _held(cells, shape, best)
    key.held = Answer(best, hour, hour + min(leaves, default=shape.windows[-1]), found)
    return found


def _held(cells: list[tuple[int, Cell]], shape: Shape, best: int) -> Held:
    """Walk back once through the cells, each with the number of the first window that it lies in."""
    running, at = Cell(), 0
    windows: list[Window] = []
    voices: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    kinds: tuple[CategoryCount, ...] = ()
    for number, length in enumerate(shape.windows):
        before = at
        while at < len(cells) and cells[at][0] <= number:
            running.join(cells[at][1])
            at += 1
        kinds = _kinds(running) if at > before else kinds
        stories = running.dated if length <= shape.dated_only else running.stories
        windows.append(Window(stories, running.articles, len(running.owners), running.deaths, kinds))
        if number == best:
            voices = tuple(sorted(running.owners)), tuple(sorted(running.languages))
    newest = _newest(cells, best)
    listed = tuple([report.mention.article for report in newest[:ARTICLES]])
    return Held(windows, *voices, newest, listed)


def _kinds(running: Cell) -> tuple[CategoryCount, ...]:
    ranked = sorted(running.categories.items(), key=lambda item: (-item[1], item[0]))
    return tuple([CategoryCount(category=category, stories=count) for category, count in ranked])


def _newest(cells: list[tuple[int, Cell]], best: int) -> list[Report]:
    found: list[Report] = []
    for number, cell in cells:
        if number > best or len(found) >= ARTICLES:
            break
        found += cell.reports
    return found
