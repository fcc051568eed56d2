"""What every view needs: the ports, the clock, and the words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tocsin.atlas import Atlas
from tocsin.desk.ports import Facts, Status
from tocsin.desk.wording import Names
from tocsin.index.search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The desk's surroundings while the process lives."""

    search: Search
    status: Status
    atlas: Callable[[], Atlas]
    clock: Callable[[], datetime]

    def look(self, asked: Mapping[str, str], path: Mapping[str, str]) -> Look:
        """Return one look at things: everything on one page is as of one moment."""
        facts, atlas = self.status.facts(), self.atlas()
        return Look(
            search=self.search, atlas=atlas, now=self.clock(), facts=facts,
            names=Names(atlas, facts.titles), asked=asked, path=path,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One request's view of things."""

    search: Search
    atlas: Atlas
    now: datetime
    facts: Facts
    names: Names
    asked: Mapping[str, str]  #: the query string
    path: Mapping[str, str]  #: the parts of the path


class NothingThere(LookupError):
    """The page asks for an incident, article or region that we do not know."""
