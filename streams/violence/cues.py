"""Small words looked for only beside a term: negations, plans, needs, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from streams.violence.words import Form, Glue, Grammar, expand

SPACELESS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SPACELESS = re.compile(f"[{SPACELESS}]")
_WORD = re.compile(f"[{SPACELESS}]{{1,2}}|[^ {SPACELESS}]+")


def words_of(scan: str) -> list[tuple[int, int]]:
    """Return where the words of a scan text stand; two letters are a word where none are separated."""
    return [match.span() for match in _WORD.finditer(scan)]


class Cues:
    """A list of words as one regular expression over scan text, built when first asked."""

    def __init__(self, words: Sequence[str], grammar: Grammar) -> None:
        self.words = words
        self._grammar = grammar

    def __bool__(self) -> bool:
        return bool(self.words)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression; it matches whole words."""
        forms = [form for word in self.words for form in expand(word, self._grammar)]
        return re.compile("|".join(sorted(map(regex_of, forms), key=len, reverse=True)) or r"(?!)")

    def search(self, scan: str, start: int, end: int) -> str | None:
        """Return the first of the words between two offsets of a scan text, if any."""
        if not self.words:
            return None
        found = self.pattern.search(f" {scan[start:end]} ")
        return found.group().strip() if found else None


def regex_of(form: Form) -> str:
    """Return a regular expression for one form as a whole word of scan text."""
    left = "" if _SPACELESS.match(form.text) else "(?<![^ ])"
    right = "" if _SPACELESS.match(form.text[-1]) else "(?![^ ])"
    text = re.escape(form.text).replace(r"\ ", " ")
    return f"{left}{_glue(form.heads)}{text}{_glue(form.tails)}{right}"


def _glue(glue: Glue) -> str:
    parts = [re.escape(text) for text in sorted(glue.listed, key=len, reverse=True) if text]
    if glue.most:
        parts.append(f"[^ ]{{1,{glue.most}}}")
    return f"(?:{'|'.join(parts)})?" if parts else ""
