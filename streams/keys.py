"""What the automaton looks for: texts with their boundaries built in, and flat arrays of what each asks for.

A key begins with a space where a word must begin, and ends with one where the
word must end; so most of what lies inside longer words never leaves the
automaton. Everything else a pattern asks for is kept in arrays by the number of
its key: a quarter of a million names must not become as many objects.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from streams.text import scan_of

ANY_TAIL = 99  #: a pattern that may begin a compound
FREE, BOUND, WHOLE, CAPITAL = 1, 2, 4, 8  #: no boundary at all; begins a word; is a word; needs a capital

#: Scripts without spaces between words: no boundary at all.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
#: Scripts whose words take prefixes that are letters.
_GLUING = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u1200-\u139f]")
_FIRST_GLUING = "\u0590"


class Pattern(NamedTuple):
    """A name or word to find, and how much may be glued to it; its owner knows it by its number.

    A tuple, because a quarter of a million of them are made when a tagger is built.
    """

    text: str
    languages: frozenset[str] | None = None  #: only in texts of these languages; everywhere if none
    tail: int = 0  #: how many letters may follow within the word (`ANY_TAIL`: any)
    head: int = 0  #: how many letters may precede within the word
    folded: bool = False  #: the text is as `scan_of` returns it
    capital: bool = False  #: only where the text writes it with a capital, or has none to write


_NOTHING = "\0"  #: the key of a pattern without letters; it stands in no scan text


class Keys:
    """What the patterns ask for, by their number."""

    def __init__(self) -> None:
        self.kinds, self.tails, self.heads = bytearray(), bytearray(), bytearray()
        self.tongues = array("H")  #: which of the sets of languages a pattern is bound to; 0 is none
        self._sets: dict[frozenset[str] | None, int] = {None: 0}

    def spoken(self, language: str | None) -> bytes:
        """Return for each set of languages whether it holds for a text of this language (all, if not known)."""
        return bytes(told is None or language is None or language in told for told in self._sets)

    def texts(self, patterns: Iterable[Pattern]) -> Iterator[str]:
        """Take in patterns and yield what the automaton must look for; none is kept while they pass."""
        for text, languages, tail, head, folded, capital in patterns:
            key = _key(text if folded else scan_of(text), head) or _NOTHING
            kind = _kind(key, tail, capital)
            self.kinds.append(kind)
            self.tails.append(tail)
            self.heads.append(head)
            self.tongues.append(self._sets.setdefault(languages, len(self._sets)))
            yield f"{key} " if kind & WHOLE else key


def _key(text: str, head: int) -> str:
    """Return what the automaton looks for: with a leading space where a word must begin."""
    if text[:1] < _FIRST_GLUING:
        return text if head or not text else f" {text}"
    if _SPACELESS.match(text):
        return text
    return text if head or _GLUING.match(text) else f" {text}"


def _kind(key: str, tail: int, capital: bool) -> int:
    if key[0] == " ":
        return BOUND | (0 if tail else WHOLE) | (CAPITAL if capital else 0)
    return FREE if _SPACELESS.match(key) or _SPACELESS.match(key[-1]) else 0


def automaton(texts: Iterable[str]) -> Any:
    """Return the automaton that finds all of the texts, overlapping, each by its number; 1.5 µs and 50 bytes a text."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    return AhoCorasick(
        texts, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA, store_patterns=False
    )


def give_back() -> None:
    """Return the memory that building needed to the system, where the C library can (glibc): about 40 MB."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
