"""Cells: what each open hour of a region and theme saw. Sets only, so that no order of arrival matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from streams.stories import Report, Stories

OLDEST: Final = 48 + 72 + 1  #: hours that reports are kept: what an open hour can be linked to


@dataclass(slots=True, kw_only=True)
class Cell:
    """One hour of one region and theme."""

    stories: int = 0  #: that begin in this hour
    dated: int = 0  #: of these, with a report whose time we know
    articles: int = 0
    deaths: int = 0  #: the highest figure of one report: figures of several may be of one event
    owners: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    categories: Counter[str] = field(default_factory=Counter)  #: stories of each kind

    def join(self, other: Cell) -> None:
        """Add another hour to this one."""
        self.stories += other.stories
        self.dated += other.dated
        self.articles += other.articles
        self.deaths = max(self.deaths, other.deaths)
        self.owners |= other.owners
        self.languages |= other.languages
        self.categories.update(other.categories)


def cell(stories: Stories, hour: int, theme: str) -> Cell:
    """Return what an hour of a region saw of a theme."""
    found = Cell()
    for report in reports_of(stories, (hour,), theme):
        mention = report.mention
        found.articles += 1
        found.deaths = max(found.deaths, mention.deaths)
        found.owners.add(mention.owner)
        found.languages.add(mention.language)
    for story in stories.beginnings(hour, theme):
        found.stories += 1
        found.dated += not all(report.mention.undated for report in story)
        found.categories.update({kind for report in story for kind in report.mention.categories})
    return found


def reports_of(stories: Stories, hours: Iterable[int], theme: str) -> list[Report]:
    """Return the counted reports of a theme in some hours, hour by hour."""
    return [
        report
        for hour in hours
        for report in stories.by_hour.get(hour, ())
        if report.counted and theme in report.themes
    ]
