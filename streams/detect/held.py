"""What the windows of a key hold: counts, voices, kinds, and the newest reports.

Hours pass without a change for most keys most of the time: as long as the same
cells lie in the same windows, the answer is the one given before.
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


def held(place: Place, key: Key, shape: Shape, *, hour: int, best: int) -> Held:
    """Return what the windows hold that end in an hour; ``best`` is the index of the winning one."""
    begun = place.stories.by_hour
    longest = shape.windows[-1]
    ages = sorted([age for begin in begun if 0 <= (age := hour - begin) < longest])
    cells = [(bisect_right(shape.windows, age), place.cell(key, hour - age)) for age in ages]
    asked = best, cells
    if key.held is None or key.held[0] != asked:
        key.held = asked, _held(cells, shape, best)
    return key.held[1]


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
