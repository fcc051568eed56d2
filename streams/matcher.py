"""One automaton for all place names and words of violence: every occurrence that respects word boundaries.

A pattern is found where it begins a word; what may follow it within the word
(an ending, the rest of a compound) is up to its owner, who is told where the
word really ends. Scripts that glue words to the front (Arabic, Hebrew,
Ethiopic) or write no spaces (Han, kana, Thai, Lao, Khmer, Myanmar) are matched
anywhere; for the first, the owner is told where the word begins.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from streams.text import Prepared, scan_of

Owner = Literal["place", "term"]
ANY_TAIL = 99  #: a pattern that may begin a compound

#: Scripts without spaces between words: no boundary at all.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
#: Scripts whose words take prefixes that are letters.
_GLUING = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u1200-\u139f]")


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


class Hit(NamedTuple):
    """One occurrence; offsets count from the field's beginning, in its folded text."""

    field: int
    start: int
    end: int
    pattern: int  #: index into the matcher's patterns
    word_start: int  #: where the word begins in which the occurrence begins
    word_end: int  #: where the word ends in which the occurrence ends


class Matcher:
    """Finds all patterns in one pass; building it takes about 3 µs a pattern.

    What an occurrence needs to be judged is kept in flat arrays: a quarter of a
    million names must not become as many objects.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = patterns
        keys: dict[str, int] = {}
        self._kind, self._tail, self._head = bytearray(), bytearray(), bytearray()
        self._capital = bytearray()
        self._owner = array("i")  # a pattern's index, or -1 - an index into `_shared`
        self._shared: list[list[_Bounds]] = []
        self._languages: dict[int, frozenset[str]] = {}
        for index, pattern in enumerate(patterns):
            text = pattern.text if pattern.folded else scan_of(pattern.text)
            if text:
                self._add(keys, _key(text, pattern.head), index, pattern)
        self._automaton = _build(list(keys))

    def _add(self, keys: dict[str, int], key: str, index: int, pattern: Pattern) -> None:
        if pattern.languages is not None:
            self._languages[index] = pattern.languages
        number = keys.setdefault(key, len(keys))
        if number == len(self._owner):
            self._kind.append(_kind(key))
            self._tail.append(pattern.tail)
            self._head.append(pattern.head)
            self._capital.append(pattern.capital)
            self._owner.append(index)
            return
        self._capital[number] &= pattern.capital
        first = self._owner[number]
        if first >= 0:
            self._shared.append([(first, self._tail[number], self._head[number])])
            self._owner[number] = -len(self._shared)
        self._shared[-1 - self._owner[number]].append((index, pattern.tail, pattern.head))
        self._tail[number] = max(self._tail[number], pattern.tail)
        self._head[number] = max(self._head[number], pattern.head)

    def hits(  # noqa: C901, PLR0912 - the innermost loop of the tagger: calls would double its cost
        self, prepared: Prepared, language: str | None = None
    ) -> list[Hit]:
        """Return every occurrence that keeps to its boundaries, in order of its end.

        ``language`` is the language of the text; patterns bound to other
        languages are left out (bound patterns are kept if it is not given).
        """
        if self._automaton is None:
            return []
        scan = prepared.scan
        bases = [field.base for field in prepared.fields]
        last = len(bases) - 1
        find, rfind, spoken = scan.find, scan.rfind, self._languages.get
        kinds, tails, heads, owners, shared = self._kind, self._tail, self._head, self._owner, self._shared
        capitals, plain = self._capital, prepared.plain
        hits: list[Hit] = []
        for key, start, end in self._automaton.find_matches_as_indexes(scan, overlapping=True):
            kind = kinds[key]
            if kind == _FREE:
                word_start, word_end = start, end
            else:
                word_end = end if scan[end] == " " else find(" ", end)
                if word_end - end > tails[key]:
                    continue
                if kind == _BOUND:
                    if capitals[key] and plain[start + 1].islower():
                        continue
                    start += 1  # noqa: PLW2901 - the leading space is a boundary, not part of the name
                    word_start = start
                else:
                    word_start = rfind(" ", 0, start) + 1
                    if start - word_start > heads[key]:
                        continue
            number = last
            while bases[number] > start:
                number -= 1
            base = bases[number]
            owner = owners[key]
            if owner >= 0:
                told = spoken(owner)
                if told is None or language is None or language in told:
                    hits.append(
                        Hit(number, start - base, end - base, owner, word_start - base, word_end - base)
                    )
                continue
            for index, tail, head in shared[-1 - owner]:
                told = spoken(index)
                if (
                    word_end - end <= tail
                    and start - word_start <= head
                    and (told is None or language is None or language in told)
                ):
                    hits.append(
                        Hit(number, start - base, end - base, index, word_start - base, word_end - base)
                    )
        return hits


_FREE, _BOUND, _GLUED = 0, 1, 2
_Bounds = tuple[int, int, int]  #: pattern, letters that may follow, letters that may precede


def _kind(key: str) -> int:
    if key[0] == " ":
        return _BOUND
    return _FREE if _SPACELESS.match(key) or _SPACELESS.match(key[-1]) else _GLUED


def _key(text: str, head: int) -> str:
    """Return what the automaton looks for: with a leading space where a word must begin."""
    if text[0] < "\u0590":
        return text if head else " " + text
    if _SPACELESS.match(text):
        return text
    return text if head or _GLUING.match(text) else " " + text


def _build(keys: list[str]) -> Any:
    if not keys:
        return None
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    return AhoCorasick(
        keys, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA, store_patterns=False
    )


def give_back() -> None:
    """Return the memory that building needed to the system, where the C library can (glibc): about 40 MB."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
