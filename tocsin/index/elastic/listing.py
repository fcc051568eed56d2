"""A query as a search request. Pure.

Words are cut, folded and stemmed by us before they are stored (`words.*`), as
on SQLite: a question has one answer, whichever store gives it.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any, Final

from tocsin.index.marks import begins_a_pair, whole_pairs
from tocsin.index.query import Clause, Kind, Query, Sort
from tocsin.index.stems import primary, stems
from tocsin.index.words import Word, fold, words

#: a word in the title weighs six in the body; a stem, which stands for both, two
_FIELDS: Final = (("words.title", 6.0), ("words.body", 1.0))
_STEMS: Final = ("words.stems", 2.0)
_EXPANSIONS: Final = 1_000  #: words that one beginning may stand for
_DEEPEST: Final = 10_000  #: hits that best-first pages may reach (the server's own limit)

Body = dict[str, Any]


def request(query: Query) -> Body:
    """Return the search request for one page; one hit more than asked for says whether there is a next page."""
    by_rank = query.order is Sort.BEST and any(not clause.excluded for clause in query.clauses)
    newest: list[Body] = [{"at": "desc"}, {"article": "desc"}]
    body: Body = {
        "size": query.limit + 1,
        "track_total_hits": True,
        "source": ["message"],
        "query": {"bool": _bool(query)},
        "sort": [{"_score": "desc"}, *newest] if by_rank else newest,
    }
    if by_rank:
        body["from"] = offset(query)
        body["size"] = min(body["size"], _DEEPEST - body["from"])
    elif after := _position(query.cursor):
        body["search_after"] = list(after)
    return body


def offset(query: Query) -> int:
    """Return how many hits a best-first cursor skips; one that we did not give skips none."""
    cursor = query.cursor or ""
    valid = cursor.isascii() and cursor.isdigit() and len(cursor) < 6
    return min(int(cursor), _DEEPEST - 1) if valid else 0


def cursor_after(query: Query, sort: list[Any]) -> str | None:
    """Return the cursor that leads to what follows the last hit shown, by its sort values."""
    if len(sort) == 3:  # best first
        following = offset(query) + query.limit
        return str(following) if following < _DEEPEST else None
    return f"{sort[0]}.{sort[1]}"


def _position(cursor: str | None) -> tuple[int, str] | None:
    at, dot, article = (cursor or "").partition(".")
    digits = at.removeprefix("-")
    if not (dot and article and digits.isascii() and digits.isdigit() and len(at) < 16):
        return None
    return int(at), article


def _bool(query: Query) -> Body:
    return {
        "must": [_clause(one, query.languages) for one in query.clauses if not one.excluded],
        "must_not": [_clause(one, query.languages) for one in query.clauses if one.excluded],
        "filter": [*_sets(query), *_bounds(query)],
    }


def _sets(query: Query) -> list[Body]:
    named: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("region_path", query.regions),
        ("region_named", query.mentions),
        ("theme", query.themes),
        ("category", query.categories),
        ("language", tuple(primary(one) for one in query.languages)),
        ("feed", query.feeds),
        ("publisher_folded", tuple(fold(one) for one in query.publishers)),
        ("article", query.ids),
    )
    return [{"terms": {field: list(chosen)}} for field, chosen in named if chosen]


def _bounds(query: Query) -> list[Body]:
    bounds: list[Body] = []
    if query.since:
        bounds.append({"range": {"at": {"gte": millis(query.since)}}})
    if query.until:
        bounds.append({"range": {"at": {"lt": millis(query.until)}}})
    if query.violent is not None:
        bounds.append({"term": {"violence.violent": query.violent}})
    if query.deaths is not None:
        bounds.append({"range": {"violence.deaths": {"gte": query.deaths}}})
    return bounds


def millis(moment: datetime) -> str:
    """Return a moment as the server reads it: UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds")


def _clause(clause: Clause, languages: tuple[str, ...]) -> Body:
    asked = words(clause.text)
    if clause.kind is Kind.PHRASE:
        return _phrase(asked)
    groups = [(pair, list(run)) for pair, run in groupby(asked, key=lambda word: word.pair)]
    parts = [
        part
        for pair, run in groups
        for part in ([_phrase(run)] if pair else [_word(word, clause.kind, languages) for word in run])
    ]
    return {"bool": {"must": parts}}


def _word(word: Word, kind: Kind, languages: tuple[str, ...]) -> Body:
    if kind is Kind.PREFIX:
        return _any([{"prefix": {field: {"value": word.folded}}} for field, _ in _FIELDS])
    return _any(
        [
            *(_boosted("term", field, "value", word.folded, boost) for field, boost in _FIELDS),
            *(_boosted("term", _STEMS[0], "value", form, _STEMS[1]) for form in stems(word.lower, languages)),
        ]
    )


def _phrase(asked: list[Word]) -> Body:
    asked = whole_pairs(asked)
    text = " ".join(word.folded for word in asked)
    if not begins_a_pair(asked[-1]):
        return _any([_boosted("match_phrase", field, "query", text, boost) for field, boost in _FIELDS])
    if len(asked) == 1:
        return _any([{"prefix": {field: {"value": text}}} for field, _ in _FIELDS])
    return _any(
        [
            {"match_phrase_prefix": {field: {"query": text, "boost": boost, "max_expansions": _EXPANSIONS}}}
            for field, boost in _FIELDS
        ]
    )


def _boosted(kind: str, field: str, name: str, value: str, boost: float) -> Body:
    return {kind: {field: {name: value, "boost": boost}}}


def _any(parts: list[Body]) -> Body:
    return {"bool": {"should": parts, "minimum_should_match": 1}}
