"""One region as detection knows it: its reports, its cells, what of it could be seen, and its keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from streams.detect.cells import OLDEST, Cell, cell
from streams.detect.sight import Sight
from streams.stories import Report, Stories
from tocsin.model import Evidence, Mention

EMPTY = Cell()
Shown = tuple[tuple[Report, ...], tuple[Evidence, ...]]  #: reports, and the stories chosen from them
NOTHING: Shown = ((), ())


@dataclass(slots=True, kw_only=True)
class Key:
    """One theme of a region: its row in the bank, its cells, and what late mentions changed."""

    theme: str
    row: int
    restated: set[int] = field(default_factory=set)  #: ended hours that late mentions changed
    cells: dict[int, Cell] = field(default_factory=dict)  #: by hour; kept until the hour changes
    shown: Shown = NOTHING  #: what was shown last, made anew only for other reports
    held: Any = None  #: what the windows held last, and until when they do (`streams.detect.held`)


@dataclass(slots=True, kw_only=True)
class Place:
    """A region's memory: what `tocsin.mentions` said of it."""

    code: str
    stories: Stories = field(default_factory=Stories)
    sight: Sight = field(default_factory=Sight)
    keys: dict[str, Key] = field(default_factory=dict)

    def add(self, mention: Mention, *, counted: bool) -> tuple[Report, set[int], set[str]] | None:
        """Take in a mention; return its report, the hours it may have changed, and the themes it newly holds.

        A second mention of an article only adds themes (edits only add); none
        is returned where nothing is new.
        """
        known = self.stories.reports.get(mention.article)
        if known is None:
            report = Report(mention, counted=counted)
            return report, self.stories.add(report), set(mention.themes)
        fresh = set(mention.themes) - known.themes
        if not fresh:
            return None
        known.themes |= fresh
        known.packed = None
        hours = {known.hour, *(max(known.hour, other.hour) for other in known.links)}
        return known, hours, fresh

    def cell(self, key: Key, hour: int) -> Cell:
        """Return one hour of one theme."""
        found = key.cells.get(hour)
        if found is None:
            if hour not in self.stories.by_hour:
                return EMPTY
            found = key.cells[hour] = cell(self.stories, hour, key.theme)
        return found

    def forget(self, now: int) -> bool:
        """Drop what no open hour needs any more; return whether there was anything."""
        self.sight.forget(now)
        gone = self.stories.forget(now - OLDEST)
        if gone:
            for key in self.keys.values():
                for hour in [hour for hour in key.cells if hour < now - OLDEST]:
                    del key.cells[hour]
        return gone
