"""A query's clauses as an FTS5 expression."""

from __future__ import annotations

from itertools import groupby

from tocsin.index.marks import begins_a_pair, whole_pairs
from tocsin.index.query import Clause, Kind, Query
from tocsin.index.stems import stems
from tocsin.index.words import Word, words

_TEXT = "{title body} :"


def wanted(query: Query) -> str:
    """Return the expression for what must be said; empty where nothing must be."""
    return " AND ".join(_clause(one, query.languages) for one in query.clauses if not one.excluded)


def excluded(query: Query) -> str:
    """Return the expression for what must not be said; empty where all may be."""
    return " OR ".join(_clause(one, query.languages) for one in query.clauses if one.excluded)


def _clause(clause: Clause, languages: tuple[str, ...]) -> str:
    asked = words(clause.text)
    if clause.kind is Kind.PHRASE:
        return f"({_phrase(asked)})"
    groups = [(pair, list(run)) for pair, run in groupby(asked, key=lambda word: word.pair)]
    parts = [
        part
        for pair, run in groups
        for part in ([_phrase(run)] if pair else [_word(word, clause.kind, languages) for word in run])
    ]
    return f"({' AND '.join(parts)})"


def _word(word: Word, kind: Kind, languages: tuple[str, ...]) -> str:
    if kind is Kind.PREFIX:
        return f'{_TEXT} "{word.folded}" *'
    forms = " OR ".join(f'"{form}"' for form in (word.folded, *stems(word.lower, languages)))
    return f"({forms})"


def _phrase(asked: list[Word]) -> str:
    asked = whole_pairs(asked)
    text = " ".join(word.folded for word in asked)
    return f'{_TEXT} "{text}"{" *" if begins_a_pair(asked[-1]) else ""}'
