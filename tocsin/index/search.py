"""The port of everything that answers questions about what was reported.

Calls block and may come from several threads. Implementations:
`tocsin.index.sqlite` (embedded), `tocsin.index.elastic` (distributed) and
`tocsin.testing.search` (memory); one contract suite holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from tocsin.index.query import Query
from tocsin.model import FeedState, Incident, IncidentLevel, Rejected, TaggedArticle, WindowCount

#: worst first; incidents are listed in this order
RANK: Final = (
    IncidentLevel.CRITICAL,
    IncidentLevel.HIGH,
    IncidentLevel.WATCH,
    IncidentLevel.CALMING,
    IncidentLevel.QUIET,
    IncidentLevel.CLOSED,
)
UNLISTED: Final = len(RANK) + 1  #: rank of a test incident: found by its id, never in a list
#: the levels of an incident that a desk still has on its table
OPEN: Final = frozenset(RANK[:4])


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of shown text; ``hit`` where the query's words were found in it."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that fits a query, with its title and an excerpt cut into pieces for highlighting."""

    tagged: TaggedArticle
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of articles; ``cursor`` leads to the next page and is None on the last."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCount:
    """What was reported of one region since some moment; what lies in it counts for it too."""

    region: str
    articles: int
    violent: int
    newest: datetime  #: the latest ``at``


class Search(Protocol):
    """Answers the desk's, the analyst's and the command line's questions."""

    def search(self, query: Query) -> Hits:
        """Return the articles that fit, in the order asked for; test articles are not in the index."""
        ...

    def article(self, article_id: str) -> TaggedArticle | None:
        """Return an article in its newest revision."""
        ...

    def incidents(
        self, *, open_only: bool = True, region: str | None = None, since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[Incident, ...]:  # fmt: skip
        """Return incidents as they stand: worst level first (`RANK`), then the latest step first; no tests.

        ``open_only`` keeps those at a level in `OPEN`;
        ``region`` keeps those whose incident region, place or members equal it;
        ``since`` those whose last step is not older.
        """
        ...

    def incident(self, incident_id: str) -> Incident | None:
        """Return an incident as it stands."""
        ...

    def steps(self, incident_id: str) -> tuple[Incident, ...]:
        """Return every step of an incident, oldest first: what it looked like when it was opened, and after."""
        ...

    def windows(
        self, region: str, theme: str, since: datetime, until: datetime | None = None
    ) -> tuple[WindowCount, ...]:
        """Return the hours that are known of one region and theme, oldest first; ``since <= hour < until``."""
        ...

    def feeds(self) -> tuple[FeedState, ...]:
        """Return what we remember of every feed, by feed id."""
        ...

    def regions(self, since: datetime) -> tuple[RegionCount, ...]:
        """Return what was reported of every region since then, most violent reports first, then by code."""
        ...

    def rejected(self, limit: int = 100) -> tuple[Rejected, ...]:
        """Return what was refused, newest first."""
        ...
