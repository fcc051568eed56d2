"""What can be asked of the index: one frozen value, understood alike by every implementation.

Clauses are joined by "and"; several values of one filter (``region:KG
region:UZ``) by "or". Times are half open: ``since <= at < until``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """How the words of a clause are to be found."""

    WORD = "word"  #: in any inflected form the language's stemmer knows
    PREFIX = "prefix"  #: every word that begins so (``protest*``)
    PHRASE = "phrase"  #: exactly these words in this order (``"tear gas"``)


class Sort(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    BEST = "best"  #: matches in the title before matches in the body, rare words before common ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing that an article must (or, ``excluded``, must not) say."""

    text: str
    kind: Kind = Kind.WORD
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which articles are wanted, in which order, and from where on."""

    clauses: tuple[Clause, ...] = ()
    regions: tuple[str, ...] = ()  #: main or involved; a region also finds what lies in it
    mentions: tuple[str, ...] = ()  #: as `regions`, but a mere mention is enough
    themes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  #: as detected, BCP 47
    feeds: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()  #: name, upper or lower case
    ids: tuple[str, ...] = ()  #: exactly these articles
    since: datetime | None = None
    until: datetime | None = None
    violent: bool | None = None
    deaths: int | None = None  #: at least so many reported
    sort: Sort | None = None  #: None: BEST where there are words to find, else NEWEST
    limit: int = 25
    cursor: str | None = None  #: as given by the hits before; only for the same query

    @property
    def order(self) -> Sort:
        """Return what comes first, with the default resolved."""
        if self.sort is not None:
            return self.sort
        return Sort.BEST if any(not clause.excluded for clause in self.clauses) else Sort.NEWEST
