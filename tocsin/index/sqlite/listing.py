"""A query as SQL: one statement that counts, one that fetches a page, and where the next page begins.

Newest first pages by the last row shown, so that articles that come in while
somebody reads move nothing; best first pages by count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tocsin.index.query import Query, Sort
from tocsin.index.sqlite.match import excluded, wanted
from tocsin.index.sqlite.schema import millis
from tocsin.index.stems import primary
from tocsin.index.words import fold

Statement = tuple[str, list[Any]]

#: a word in the title weighs six in the body; a stem, which stands for both, two
_RANK: Final = "bm25(search_words, 6.0, 1.0, 2.0)"
_SHOWN: Final = "a.tagged, a.at, a.row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The two statements of one query; rows are (tagged, at, row)."""

    count: Statement
    rows: Statement
    by_rank: bool
    offset: int
    limit: int

    def cursor_after(self, last: Any) -> str:
        """Return the cursor that leads to what follows the last row shown."""
        return str(self.offset + self.limit) if self.by_rank else f"{last[1]}.{last[2]}"


@dataclass(slots=True, kw_only=True)
class _Statement:
    """A statement being put together, from constant text and question marks only."""

    source: str
    time: str = "a.at"
    row: str = "a.row"
    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    def select(self, what: str, tail: str = "", *values: Any) -> Statement:
        where = f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        return " ".join(("SELECT", what, "FROM", self.source, where, tail)), [*self.values, *values]


def listing(query: Query) -> Listing:
    """Return the statements for a query; one row more than asked for says whether there is a next page."""
    statement = _source(query)
    count = statement.select("count(*)")
    by_rank = query.order is Sort.BEST and statement.source.startswith("search_words")
    at, row = _position(query.cursor)
    if by_rank:
        tail = f"ORDER BY {_RANK}, a.at DESC, a.row DESC LIMIT ? OFFSET ?"
        rows = statement.select(_SHOWN, tail, query.limit + 1, at)
    else:
        if query.cursor:
            statement.add(f"({statement.time}, {statement.row}) < (?, ?)", at, row)
        tail = f"ORDER BY {statement.time} DESC, {statement.row} DESC LIMIT ?"
        rows = statement.select(_SHOWN, tail, query.limit + 1)
    return Listing(count=count, rows=rows, by_rank=by_rank, offset=at, limit=query.limit)


def _position(cursor: str | None) -> tuple[int, int]:
    """Return the numbers in a cursor; one that we did not give begins at the beginning."""
    at, _, row = (cursor or "0").partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 16 and (row or "0").isdigit() and len(row) < 16):
        return 0, 0
    return int(at), int(row or 0)


def _source(query: Query) -> _Statement:
    """Return what to select from: the words, one tag's list, or all articles; and the rest as conditions."""
    groups = _tag_groups(query)
    expression = wanted(query)
    single = next((group for group in groups if len(group) == 1), None)
    if expression:
        statement = _Statement(source="search_words JOIN search_articles AS a ON a.row = search_words.rowid")
        statement.add("search_words MATCH ?", expression)
    elif single:
        source = "search_tags AS t JOIN search_articles AS a ON a.row = t.row"
        statement = _Statement(source=source, time="t.at", row="t.row")
        statement.add("t.tag = ?", *single)
        groups.remove(single)
    else:
        statement = _Statement(source="search_articles AS a")
    for group in groups:
        one_of = f"g.tag IN ({_marks(group)}) AND g.at = a.at AND g.row = a.row"
        statement.add(" ".join(("EXISTS (SELECT 1 FROM search_tags AS g WHERE", one_of, ")")), *group)
    _more(query, statement)
    return statement


def _marks(values: list[str]) -> str:
    return ",".join("?" * len(values))


def _tag_groups(query: Query) -> list[list[str]]:
    named = (
        ("region", query.regions), ("mentions", query.mentions), ("theme", query.themes),
        ("category", query.categories),
    )  # fmt: skip
    return [[f"{kind}:{value}" for value in said] for kind, said in named if said]


def _more(query: Query, statement: _Statement) -> None:
    sets = (
        ("a.language", [primary(one) for one in query.languages]),
        ("a.feed", list(query.feeds)),
        ("a.publisher", [fold(one) for one in query.publishers]),
        ("a.id", list(query.ids)),
    )
    for column, chosen in sets:
        if chosen:
            statement.add(f"{column} IN ({_marks(chosen)})", *chosen)
    bounds = (
        (f"{statement.time} >= ?", millis(query.since) if query.since else None),
        (f"{statement.time} < ?", millis(query.until) if query.until else None),
        ("a.violent = ?", None if query.violent is None else int(query.violent)),
        ("a.deaths >= ?", query.deaths),
    )
    for condition, value in bounds:
        if value is not None:
            statement.add(condition, value)
    if unwanted := excluded(query):
        statement.add("a.row NOT IN (SELECT rowid FROM search_words WHERE search_words MATCH ?)", unwanted)
