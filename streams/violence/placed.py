"""Terms and exclusions of a lexicon with the place in its file where each stands."""

from __future__ import annotations

from collections.abc import Iterator

from streams.violence.compiled import exclusions_of, terms_of
from streams.violence.lexicon import ExclusionSpec, LexiconFile, TermSpec
from tocsin.strict import Document

Path_ = tuple[str | int, ...]


def lexicon_of(document: Document[LexiconFile]) -> LexiconFile:
    """Return the lexicon of a file that was read without problems."""
    assert document.value is not None
    return document.value


def placed_terms(lexicon: LexiconFile) -> Iterator[tuple[Path_, TermSpec]]:
    """Yield each term with its path, in the order of the file."""
    counts: dict[str, int] = {}
    for category, term in terms_of(lexicon):
        number = counts.get(category, 0)
        counts[category] = number + 1
        yield ("terms", category, number), term


def placed_exclusions(lexicon: LexiconFile) -> Iterator[tuple[Path_, ExclusionSpec]]:
    """Yield each exclusion with its path, in the order of the file."""
    counts: dict[str, int] = {}
    for kind, exclusion in exclusions_of(lexicon):
        number = counts.get(kind.value, 0)
        counts[kind.value] = number + 1
        yield ("exclusions", kind.value, number), exclusion
