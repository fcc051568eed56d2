"""One automaton for all place names, or all words of violence of a language: every occurrence that respects word boundaries.

A pattern is found where it begins a word; what may follow it within the word
(an ending, the rest of a compound) is up to its owner, who is told where the
word really ends. Scripts that glue words to the front (Arabic, Hebrew,
Ethiopic) or write no spaces (Han, kana, Thai, Lao, Khmer, Myanmar) are matched
anywhere; for the first, the owner is told where the word begins. In Burmese,
Thai, Lao and Khmer nothing begins or ends within a syllable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import NamedTuple

from streams.keys import ANY_TAIL, BOUND, CAPITAL, FREE, WHOLE, Keys, Pattern, automaton
from streams.text import Prepared

__all__ = ["ANY_TAIL", "Hit", "Matcher", "Pattern"]


class Hit(NamedTuple):
    """One occurrence; offsets count from the field's beginning, in its folded text."""

    field: int
    start: int
    end: int
    pattern: int  #: its number among the matcher's patterns
    word_start: int  #: where the word begins in which the occurrence begins
    word_end: int  #: where the word ends in which the occurrence ends


#: What belongs to the syllable before it: a mark, or a letter that a killer or a stacked one makes its last (Burmese).
_IN_SYLLABLE = re.compile(
    "[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece\u17b4-\u17d3]"
    "|[\u102b-\u103e]|[\u1000-\u1021]\u1037?[\u1039\u103a]"
).match
_FIRST_MARK, _LAST_MARK = "\u0e30", "\u17d3"
#: What makes one syllable with the letter behind it: the vowels written before it (Thai, Lao), what stacks it (Khmer).
_OPEN = frozenset("เแโใไ\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4\u17d2")
#: Makes a `Hit` of its values without a Python frame in between: the one object made for each occurrence.
_hit: Callable[[tuple[int, ...]], Hit] = partial(tuple.__new__, Hit)


class Matcher:
    """Finds all patterns in one pass; building it takes about 2 µs a pattern.

    ``first`` takes in what comes before them by itself, and yields its texts.
    """

    def __init__(
        self, patterns: Iterable[Pattern], first: Callable[[Keys], Iterable[str]] | None = None
    ) -> None:
        self._keys = Keys()
        before = first(self._keys) if first is not None else ()
        self._automaton = automaton(chain(before, self._keys.texts(patterns)))
        self._spoken: dict[str | None, bytes] = {}

    def __len__(self) -> int:
        return len(self._keys.sorts)

    def hits(self, prepared: Prepared, language: str | None = None) -> list[Hit]:
        """Return every occurrence that keeps to its boundaries, in order of its end.

        ``language`` is the language of the text; patterns bound to other
        languages are left out (bound patterns are kept if it is not given).
        """
        if not prepared.fields:
            return []
        spoken = self._spoken.get(language)
        if spoken is None:
            spoken = self._spoken[language] = self._keys.spoken(language)
        found = self._automaton.find_matches_as_indexes(prepared.packed, overlapping=True)
        return _kept(found, self._keys, spoken, prepared)


def _kept(found: Iterable[tuple[int, int, int]], keys: Keys, spoken: bytes, prepared: Prepared) -> list[Hit]:
    """Return what the automaton found (pattern, first, last) as far as it keeps to what its patterns ask for.

    A hundred turns for a short report, nine in ten of them in vain: the tests
    stand in the order of what they cost and save.
    """
    plain, find, rfind = prepared.plain, prepared.scan.find, prepared.scan.rfind
    tails, heads, sorts = keys.tails, keys.heads, keys.sorts
    bases = [field.base for field in prepared.fields]
    number, base, beyond = 0, bases[0], [*bases[1:], len(plain)]
    hits: list[Hit] = []
    for pattern, first, last in found:
        sort = sorts[pattern]
        kind = spoken[sort]
        if not kind or (kind & CAPITAL and plain[first + 1].islower()):
            continue
        if kind & FREE:
            after = plain[last]
            if plain[first - 1] in _OPEN or (
                _FIRST_MARK <= after <= _LAST_MARK and _IN_SYLLABLE(plain, last)
            ):
                continue
            start, end = word_start, word_end = first, last
        else:
            if kind & WHOLE:
                end = word_end = last - 1
            else:
                end = last
                if (word_end := find(" ", end, end + tails[sort] + 1)) < 0:
                    continue
            if kind & BOUND:
                start = word_start = first + 1
            else:
                start = first
                if (word_start := rfind(" ", max(start - heads[sort] - 1, 0), start) + 1) == 0:
                    continue
        while start >= beyond[number]:
            number += 1
            base = bases[number]
        hits.append(_hit((number, start - base, end - base, pattern, word_start - base, word_end - base)))
    return hits
