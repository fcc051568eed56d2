"""Matched words lit up in the text they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.index.marks import pieces
from tocsin.index.search import Piece
from tocsin.model import Evidence, TaggedArticle, Word


def evidence_title(evidence: Evidence) -> tuple[Piece, ...]:
    """Return the headline of a story with its matched words lit."""
    return _lit(evidence.title, (word.text for word in evidence.words))


def _lit(text: str, said: Iterable[str]) -> tuple[Piece, ...]:
    wanted = sorted({word for word in said if word}, key=len, reverse=True)
    if not wanted:
        return pieces(text, [])
    found = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE).finditer(text)
    return pieces(text, [match.span() for match in found])


def field_of(tagged: TaggedArticle, field: str) -> tuple[Piece, ...]:
    """Return title, summary or text of an article with its counted words of violence lit."""
    text = str(getattr(tagged.article, field))
    spans = sorted(
        (term.span.start, term.span.end)
        for term in tagged.terms
        if term.span.field == field and not term.excluded_by
    )
    return pieces(text, spans)


def article_words(tagged: TaggedArticle) -> tuple[Word, ...]:
    """Return the counted words of violence of an article, each once, in order."""
    said = {
        term.span.text.casefold(): Word(text=term.span.text, language=term.language, gloss=term.gloss)
        for term in reversed(tagged.terms)
        if not term.excluded_by
    }
    return tuple(reversed(said.values()))
