"""Stories: near-copies of one report within one region, linked so that no order of arrival matters.

Two mentions of a region that lie within 72 h are linked when the hashes of
either are contained in the other's (0.4 of them; 0.6 where one is a teaser) and
their numbers agree: daily casualty bulletins look like copies and must stay
apart. A story is a connected component of links.

A story counts in the hour of its first mention. To keep that free of the order
of arrival, an hour is judged by what lies in it and before it: it has as many
new stories as it has components without a link to an earlier hour. A later
report that joins two old stories changes no hour behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from tocsin.clock import hour_of
from tocsin.model import Mention

REACH: Final = 72  #: hours between two mentions that can still be linked
LONG: Final = 0.4
TEASER: Final = 0.6


class Report:
    """One mention of the region as its stories know it; grows only themes, never loses any."""

    __slots__ = ("alive", "counted", "hour", "links", "mention", "moment", "packed", "prints", "themes")

    def __init__(self, mention: Mention, *, counted: bool = True) -> None:
        self.mention = mention
        self.themes = set(mention.themes)
        self.moment = mention.at.timestamp()
        self.hour = hour_of(mention.at)
        self.prints = mention.shingles
        self.links: list[Report] = []
        self.counted = counted
        self.alive = True
        self.packed: bytes | None = None  #: as stored, until its themes change


def agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Return whether two number sets can belong to one story: half of the smaller is shared, or one is empty."""
    if not left or not right:
        return True
    shared = len(set(left).intersection(right))
    return 2 * shared >= min(len(left), len(right))


def contained(left: Report, right: Report) -> bool:
    """Return whether the hashes of either report are contained enough in the other's."""
    one, two = _comparable(left, right)
    if not one or not two:
        return False
    need = TEASER if left.mention.teaser or right.mention.teaser else LONG
    return len(one & two) >= need * min(len(one), len(two))


def _comparable(left: Report, right: Report) -> tuple[set[int], set[int]]:
    """Return the parts of two prints that sample the same thing.

    Prints of one kind compare as a whole. A teaser keeps all its pairs, a long
    text the smallest pairs of its lead: they compare up to the largest of these.
    """
    if left.mention.teaser == right.mention.teaser:
        if left.mention.teaser:
            return set(left.prints), set(right.prints)
        return {h for h in left.prints if h & 1}, {h for h in right.prints if h & 1}
    teaser, long = (left, right) if left.mention.teaser else (right, left)
    pairs = {h for h in long.prints if not h & 1}
    top = max(pairs, default=-1)
    short = {h for h in teaser.prints if h <= top}
    return short, pairs


class Stories:
    """The reports of one region that can still be linked or shown, and the links among them."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.by_hour: dict[int, list[Report]] = {}
        self._index: dict[int, list[Report]] = {}
        self._dead = 0

    def add(self, report: Report) -> set[int]:
        """Take in a report with an article id not known yet; return the hours whose stories may have changed."""
        touched = {report.hour}
        for other in self._similar(report):
            report.links.append(other)
            other.links.append(report)
            touched.add(max(other.hour, report.hour))
        self.reports[report.mention.article] = report
        self.by_hour.setdefault(report.hour, []).append(report)
        for shingle in report.prints:
            self._index.setdefault(shingle, []).append(report)
        return touched

    def _similar(self, report: Report) -> list[Report]:
        index = self._index
        shared = Counter(chain.from_iterable(index[s] for s in report.prints if s in index))
        return [
            other
            for other, count in shared.items()
            if other.alive
            and count >= _least(report, other)
            and abs(other.moment - report.moment) <= REACH * 3600
            and agree(report.mention.numbers, other.mention.numbers)
            and contained(report, other)
        ]

    def new_in(self, hour: int, theme: str) -> int:
        """Return how many stories of a theme begin in an hour."""
        return sum(1 for _ in self.beginnings(hour, theme))

    def beginnings(self, hour: int, theme: str) -> Iterator[list[Report]]:
        """Yield the components of an hour that no link ties to an earlier hour."""
        seen: set[Report] = set()
        for start in self.by_hour.get(hour, ()):
            if start in seen or not start.counted or theme not in start.themes:
                continue
            component, fresh = _walk(start, hour, theme, seen)
            if fresh:
                yield component

    def forget(self, before: int) -> bool:
        """Drop the reports of hours before ``before``; return whether there were any."""
        gone = [hour for hour in self.by_hour if hour < before]
        for hour in gone:
            for report in self.by_hour.pop(hour):
                report.alive = False
                del self.reports[report.mention.article]
                self._unlink(report)
                self._dead += 1
        if self._dead > 32 and self._dead > len(self.reports):
            self._reindex()
        return bool(gone)

    @staticmethod
    def _unlink(report: Report) -> None:
        for other in report.links:
            other.links.remove(report)
        report.links.clear()

    def _reindex(self) -> None:
        self._index = {}
        self._dead = 0
        for report in self.reports.values():
            for shingle in report.prints:
                self._index.setdefault(shingle, []).append(report)


def _least(left: Report, right: Report) -> int:
    """Return the fewest shared hashes with which two reports can be linked at all: a cheap sieve."""
    if left.mention.teaser and right.mention.teaser:
        return int(TEASER * min(len(left.prints), len(right.prints)))
    return 1


def _walk(start: Report, hour: int, theme: str, seen: set[Report]) -> tuple[list[Report], bool]:
    stack, component, fresh = [start], [], True
    seen.add(start)
    while stack:
        report = stack.pop()
        component.append(report)
        for other in report.links:
            if theme not in other.themes or not other.counted:
                continue
            if other.hour < hour:
                fresh = False
            elif other.hour == hour and other not in seen:
                seen.add(other)
                stack.append(other)
    return component, fresh


def grouped(reports: Iterable[Report]) -> list[list[Report]]:
    """Return reports gathered into stories: each a list, first report first; the stories in order of their ids."""
    members = set(reports)
    seen: set[Report] = set()
    stories = []
    for start in members:
        if start in seen:
            continue
        stack, story = [start], []
        seen.add(start)
        while stack:
            report = stack.pop()
            story.append(report)
            fresh = [o for o in report.links if o in members and o not in seen]
            seen.update(fresh)
            stack.extend(fresh)
        stories.append(sorted(story, key=_first) if len(story) > 1 else story)
    return sorted(stories, key=story_id)


def _first(report: Report) -> tuple[float, str]:
    return report.moment, report.mention.article


def story_id(story: Iterable[Report]) -> str:
    """Return a story's id: the smallest article id in it."""
    return min(report.mention.article for report in story)
