"""What the automaton looks for: texts with their boundaries built in, and flat arrays of what each asks for.

A key begins with a space where a word must begin, and ends with one where the
word must end; so most of what lies inside longer words never leaves the
automaton. Everything else a pattern asks for is kept in arrays by the number of
its key: a quarter of a million names must not become as many objects.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from streams.packing import packed
from streams.text import scan_of

ANY_TAIL = 99  #: a pattern that may begin a compound
FREE, BOUND, WHOLE, CAPITAL = 1, 2, 4, 8  #: no boundary at all; begins a word; is a word; needs a capital
GLUED = 16  #: may begin within a word; each kind has one of these, so that none is 0

#: Scripts without spaces between words: no boundary at all.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
#: Scripts whose words take prefixes that are letters.
_GLUING = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u1200-\u139f]")
FIRST_UNCASED = "\u0590"  #: from here on scripts have no capitals, and most glue words or write no spaces


class Pattern(NamedTuple):
    """A name or word to find, and how much may be glued to it; its owner knows it by its number.

    A tuple, because tens of thousands of them are made when a tagger is built.
    """

    text: str
    languages: frozenset[str] | None = None  #: only in texts of these languages; everywhere if none
    tail: int = 0  #: how many letters may follow within the word (`ANY_TAIL`: any)
    head: int = 0  #: how many letters may precede within the word
    folded: bool = False  #: the text is as `scan_of` returns it
    capital: bool = False  #: only where the text writes it with a capital, or has none to write


#: Makes a `Pattern` of its values without a Python frame in between.
made: Callable[[tuple[str, frozenset[str] | None, int, int, bool, bool]], Pattern] = partial(
    tuple.__new__, Pattern
)

_NOTHING = "\0\0"  #: the key of a pattern without letters; it stands in no scan text


class Keys:
    """What the patterns ask for, by their number."""

    def __init__(self) -> None:
        self.sorts = array("H")  #: of which sort a pattern is: all that it asks for but its text
        self.tails, self.heads = bytearray(), bytearray()  #: of each sort, how many letters may be glued
        self._sorts: dict[tuple[int, int, int, frozenset[str] | None], int] = {}

    def spoken(self, language: str | None) -> bytes:
        """Return the kind of each sort of pattern, 0 where it is not of this language (all are, if none is given)."""
        return bytes(
            kind if languages is None or language is None or language in languages else 0
            for kind, _, _, languages in self._sorts
        )

    def sort(self, kind: int, tail: int, head: int, languages: frozenset[str] | None) -> int:
        """Return the number of the sort of patterns that ask for all of this."""
        return self._sorts.setdefault((kind, tail, head, languages), len(self._sorts))

    def texts(self, patterns: Iterable[Pattern]) -> Iterator[str]:
        """Take in patterns and yield what the automaton must look for; none is kept while they pass."""
        sorts, sort = self.sorts, self.sort
        for text, languages, tail, head, folded, capital in patterns:
            key = text if folded else scan_of(text)
            if head or not key or key[0] >= FIRST_UNCASED:
                key, kind = uncased(key or _NOTHING, tail, head)
            else:
                kind = _CASED[tail > 0, capital]
                key = f" {key}" if tail else f" {key} "
            sorts.append(sort(kind, tail, head, languages))
            yield key if key.isascii() else packed(key)
        self.tails.extend(tail for _, tail, _, _ in self._sorts)
        self.heads.extend(head for _, _, head, _ in self._sorts)


#: Kinds of names in scripts with capitals, by whether letters may follow and whether a capital is needed.
_CASED = {
    (False, False): BOUND | WHOLE,
    (False, True): BOUND | WHOLE | CAPITAL,
    (True, False): BOUND,
    (True, True): BOUND | CAPITAL,
}


def uncased(text: str, tail: int, head: int) -> tuple[str, int]:
    """Return the key and kind of a text that may begin within a word, or whose script may glue or write no spaces."""
    if not (head or _SPACELESS.match(text) or _GLUING.match(text)):
        return (f" {text}", BOUND) if tail else (f" {text} ", BOUND | WHOLE)
    return text, FREE if _SPACELESS.match(text) or _SPACELESS.match(text[-1]) else GLUED


def automaton(texts: Iterable[str]) -> Any:
    """Return the automaton that finds all of the texts, overlapping, each by its number; some 100 bytes a text."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    return AhoCorasick(
        texts, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA, store_patterns=False
    )
