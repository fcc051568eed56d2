"""What is wrong with lexicons, line by line: for `tocsin check`, tests and `python -m streams.violence.check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from streams.violence.check_sentences import failing
from streams.violence.check_words import bad_words, between_words
from streams.violence.lexicon import LexiconFile, read_lexicon
from streams.violence.trial import Trial
from tocsin.leavings import written
from tocsin.strict import Document, Problem

FOLDER = Path(__file__).parents[2] / "config" / "lexicons"


def problems(path: Path, *, root: Path | None = None) -> list[Problem]:
    """Return everything wrong with the lexicon in a file, in the order of its lines."""
    document = read_lexicon(path, root=root)
    if document.value is None:
        return document.problems
    found = list(bad_words(document)) or [
        *between_words(document),
        *failing(document, Trial(document.value)),
    ]
    return sorted(found)


def reading_problems(document: Document[LexiconFile]) -> list[Problem]:
    """Return what is wrong with the words themselves; no sentence is tried, so this is quick."""
    return list(bad_words(document)) or list(between_words(document))


def main(arguments: Sequence[str]) -> int:
    """Print the problems of the lexicons named (all without a name), or explain a text; 1 if there are any problems."""
    parser = argparse.ArgumentParser(
        prog="python -m streams.violence.check", description="Says what is wrong with lexicons, line by line."
    )
    parser.add_argument(
        "languages", nargs="*", metavar="LANGUAGE", help="as its file is named: sw; none = all"
    )
    parser.add_argument(
        "--explain", metavar="TEXT", help="say why a headline of this one language is (not) violent"
    )
    asked = parser.parse_args(arguments)
    paths = [FOLDER / f"{name}.yaml" for name in asked.languages] or written(FOLDER)
    for path in paths:
        if not path.is_file():
            parser.error(f"there is no lexicon {path.stem!r}: no file {path}")
    if asked.explain is None:
        return _report(paths)
    if len(asked.languages) != 1:
        parser.error("--explain takes one language")
    return _explain(paths[0], asked.explain)


def _report(paths: Sequence[Path]) -> int:
    count = 0
    for path in paths:
        found = problems(path, root=FOLDER)
        count += len(found)
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        lexicon = read_lexicon(path).value
        if lexicon is not None:
            counts = ", ".join(f"{category} {len(terms)}" for category, terms in lexicon.terms.items())
            sys.stdout.write(
                f"{path.stem}: {lexicon.term_count} terms ({counts}), "
                f"{lexicon.exclusion_count} exclusions, {len(found)} problems\n"
            )
    return 1 if count else 0


def _explain(path: Path, text: str) -> int:
    lexicon = read_lexicon(path).value
    if lexicon is None:
        return _report([path])
    judged = Trial(lexicon).judge(text)
    sys.stdout.write(f"{judged.verdict.reason}\n{judged.casualties}\n")
    for term in judged.terms:
        silent = f"  silent: {term.excluded_by}" if term.excluded_by else ""
        sys.stdout.write(f"  {term.span.text}  {term.category} {term.weight:g}{silent}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
