"""`python -m streams.violence.check <language>`: what is wrong with a lexicon, line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from streams.violence.lexicon import LexiconFile, read_lexicon
from streams.violence.words import BadWord, Grammar, expand
from tocsin.strict import Document, Problem

FOLDER = Path(__file__).parents[2] / "config" / "lexicons"


def grammar_of(lexicon: LexiconFile) -> Grammar:
    """Return what the words of a lexicon may be glued to."""
    parts = lexicon.compounds
    links = ("", *parts.links) if parts else ()
    fronts = tuple(front + link for front in parts.fronts for link in links) if parts else ()
    return Grammar(lexicon.endings, lexicon.prefixes, fronts)


def bad_words(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield a problem for each word that does not follow the notation."""
    lexicon = document.value
    assert lexicon is not None
    grammar = grammar_of(lexicon)
    for category, terms in lexicon.terms.items():
        for number, term in enumerate(terms):
            path = ("terms", category, number)
            yield from _bad(document, path, (*term.term, *term.but, *term.needs), grammar)
    for kind, exclusions in lexicon.exclusions.items():
        for number, exclusion in enumerate(exclusions):
            yield from _bad(document, ("exclusions", kind, number), exclusion.words, grammar)


def _bad(
    document: Document[LexiconFile], path: tuple[str | int, ...], words: Sequence[str], grammar: Grammar
) -> Iterator[Problem]:
    for word in words:
        try:
            expand(word, grammar)
        except BadWord as error:
            yield document.problem(path, str(error))


def problems(path: Path) -> list[Problem]:
    """Return everything wrong with the lexicon in a file."""
    document = read_lexicon(path)
    if document.value is None:
        return document.problems
    return list(bad_words(document))


def main(arguments: Sequence[str]) -> int:
    """Print the problems of the lexicons named (all without a name); 1 if there are any."""
    paths = [FOLDER / f"{name}.yaml" for name in arguments] or sorted(FOLDER.glob("*.yaml"))
    found = [problem for path in paths for problem in problems(path)]
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
