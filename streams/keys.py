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
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from streams.text import scan_of

Owner = Literal["place", "term"]
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
    """A name or word to find, whose it is, and how much may be glued to it.

    A tuple, because a quarter of a million of them are made when a tagger is built.
    """

    text: str
    owner: Owner
    payload: int  #: the owner's own number for it
    languages: frozenset[str] | None = None  #: only in texts of these languages; everywhere if none
    tail: int = 0  #: how many letters may follow within the word (`ANY_TAIL`: any)
    head: int = 0  #: how many letters may precede within the word
    folded: bool = False  #: the text is as `scan_of` returns it
    capital: bool = False  #: only where the text writes it with a capital, or has none to write


Bounds = tuple[int, int, int, int]  #: pattern, letters that may follow and precede, number of its languages


class Keys:
    """The keys of many patterns; patterns of one text share a key."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.kinds, self.tails, self.heads = bytearray(), bytearray(), bytearray()
        self.owners = array("i")  #: a pattern's index, or -1 - an index into ``shared``
        self.shared: list[list[Bounds]] = []
        self.tongues = array("H")  #: which of the sets of languages a key is bound to; 0 is none
        self._sets: dict[frozenset[str] | None, int] = {None: 0}
        numbers: dict[str, int] = {}
        for index, pattern in enumerate(patterns):
            text = pattern.text if pattern.folded else scan_of(pattern.text)
            if text:
                self._add(numbers, text, index, pattern)
        self.texts = [
            f"{key} " if kind & WHOLE else key for key, kind in zip(numbers, self.kinds, strict=True)
        ]

    def __len__(self) -> int:
        return len(self.kinds)

    def spoken(self, language: str | None) -> bytes:
        """Return for each set of languages whether it holds for a text of this language (all, if not known)."""
        return bytes(told is None or language is None or language in told for told in self._sets)

    def _add(self, numbers: dict[str, int], text: str, index: int, pattern: Pattern) -> None:
        _, _, _, languages, tail, head, _, capital = pattern
        key = " " + text if text[0] < _FIRST_GLUING and not head else _key(text, head)
        number = numbers.setdefault(key, len(numbers))
        tongue = self._sets.setdefault(languages, len(self._sets))
        if number < len(self.kinds):
            self._share(number, (index, tail, head, tongue), capital=capital)
            return
        self.kinds.append(_kind(key, tail, capital))
        self.tails.append(tail)
        self.heads.append(head)
        self.owners.append(index)
        self.tongues.append(tongue)

    def _share(self, number: int, bounds: Bounds, *, capital: bool) -> None:
        first = self.owners[number]
        if first >= 0:
            self.shared.append([(first, self.tails[number], self.heads[number], self.tongues[number])])
            self.owners[number] = -len(self.shared)
            self.tongues[number] = 0
        self.shared[-1 - self.owners[number]].append(bounds)
        self.tails[number] = max(self.tails[number], bounds[1])
        self.heads[number] = max(self.heads[number], bounds[2])
        if not capital:
            self.kinds[number] &= ~CAPITAL
        if bounds[1]:
            self.kinds[number] &= ~WHOLE


def _key(text: str, head: int) -> str:
    """Return what the automaton looks for: with a leading space where a word must begin."""
    if text[0] < _FIRST_GLUING:
        return text if head else f" {text}"
    if _SPACELESS.match(text):
        return text
    return text if head or _GLUING.match(text) else f" {text}"


def _kind(key: str, tail: int, capital: bool) -> int:
    if key[0] == " ":
        return BOUND | (0 if tail else WHOLE) | (CAPITAL if capital else 0)
    return FREE if _SPACELESS.match(key) or _SPACELESS.match(key[-1]) else 0


def automaton(texts: list[str]) -> Any:
    """Return the automaton that finds all of the texts, overlapping; about 1.5 µs and 50 bytes a text."""
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
