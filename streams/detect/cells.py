"""Cells: what each open hour of a region and theme saw. Sets only, so that no order of arrival matters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from streams.stories import Report, Stories

OLDEST: Final = 48 + 72 + 1  #: hours that reports are kept: what an open hour can be linked to


@dataclass(slots=True, kw_only=True, eq=False)
class Cell:
    """One hour of one region and theme."""

    stories: int = 0  #: that begin in this hour
    dated: int = 0  #: of these, with a report whose time we know
    articles: int = 0
    deaths: int = 0  #: the highest figure of one report: figures of several may be of one event
    owners: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    categories: dict[str, int] = field(default_factory=dict)  #: stories of each kind
    reports: list[Report] = field(default_factory=list)  #: newest first

    def join(self, other: Cell) -> None:
        """Add an earlier hour to this one."""
        self.stories += other.stories
        self.dated += other.dated
        self.articles += other.articles
        self.deaths = max(self.deaths, other.deaths)
        self.owners |= other.owners
        self.languages |= other.languages
        for category, stories in other.categories.items():
            self.categories[category] = self.categories.get(category, 0) + stories


def cell(stories: Stories, hour: int, theme: str) -> Cell:
    """Return what an hour of a region saw of a theme."""
    found = Cell(reports=sorted(reports_of(stories, hour, theme), key=newest))
    for report in found.reports:
        mention = report.mention
        found.articles += 1
        found.deaths = max(found.deaths, mention.deaths)
        found.owners.add(mention.owner)
        found.languages.add(mention.language)
    for story in stories.beginnings(hour, theme):
        found.stories += 1
        found.dated += not all(report.mention.undated for report in story)
        for category in {kind for report in story for kind in report.mention.categories}:
            found.categories[category] = found.categories.get(category, 0) + 1
    return found


def reports_of(stories: Stories, hour: int, theme: str) -> list[Report]:
    """Return the counted reports of a theme in an hour, in the order of arrival."""
    return [report for report in stories.by_hour.get(hour, ()) if report.counted and theme in report.themes]


def newest(report: Report) -> tuple[float, str]:
    """Return what sorts reports by time, newest first."""
    return -report.moment, report.mention.article
