"""What each pattern of a lexicon stands for, kept flat: thousands of small objects would take megabytes.

Patterns that stand for the same thing one after another (the forms of a word, the words of a term) share a line. What
they look like the automaton knows, and nobody else asks. An article meets about ten of them, so entries are made
when they are asked for, and remembered.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from streams.keys import Pattern, made
from streams.violence.words import Form, Glue


class Part(IntEnum):
    """What a pattern of a lexicon stands for."""

    TERM = 0
    BUT = 1  #: a phrase that silences one term
    EXCLUSION = 2
    DEATHS = 3
    DEATHS_BEFORE = 4  #: only with the number behind it
    INJURED = 5
    INJURED_BEFORE = 6
    LIFT = 7  #: a phrase in which one exclusion does not hold


@dataclass(frozen=True, slots=True)
class Entry:
    """What a pattern stands for: its part, the number of its term or exclusion, what may be glued to it and must follow."""

    part: Part
    number: int
    heads: Glue
    tails: Glue
    rest: re.Pattern[str] | None = None  #: what must follow it (`streams.violence.begun`)


#: what a pattern stands for, the number of its term or exclusion, its forms, and the expression of what must follow
Spelt = tuple[Part, int, tuple[Form, ...], str]


class Entries:
    """The entries of one lexicon, by the number of their pattern; those whose patterns were taken."""

    def __init__(self) -> None:
        self._count = 0
        self._parts, self._numbers = bytearray(), array("I")  #: of each line
        self._glued, self._follows = array("H"), array("H")
        self._starts = array("I")  #: the first pattern of each line
        self._glues: list[tuple[Glue, Glue]] = []  #: what may stand glued before and behind a text
        self._rests = [""]
        self._made: dict[int, Entry] = {}  #: by line
        self._known: dict[int, Entry] = {}  #: by pattern

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> Entry:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._entry(bisect_right(self._starts, number) - 1)
        return known

    def _entry(self, line: int) -> Entry:
        known = self._made.get(line)
        if known is None:
            heads, tails = self._glues[self._glued[line]]
            rest = self._rests[self._follows[line]]
            part, follows = Part(self._parts[line]), re.compile(rest) if rest else None
            known = self._made[line] = Entry(part, self._numbers[line], heads, tails, follows)
        return known

    def taken(self, spelt: Iterable[Spelt]) -> Iterator[Pattern]:
        """Yield what the matcher must find of some words, in order; take what each stands for."""
        glues: dict[tuple[Glue, Glue], int] = {}
        rests = {"": 0}
        last = None
        for part, number, forms, rest in spelt:
            if not forms:
                continue
            glue = forms[0].heads, forms[0].tails  # all forms of a word take the same
            line = part, number, glues.setdefault(glue, len(glues)), rests.setdefault(rest, len(rests))
            if line != last:
                self._begin(*line)
                last = line
            tail, head = glue[1].longest, glue[0].longest
            for form in forms:
                yield made((form.text, None, tail, head, True, False))
            self._count += len(forms)
        self._glues, self._rests = list(glues), list(rests)

    def _begin(self, part: Part, number: int, glued: int, follows: int) -> None:
        self._starts.append(self._count)
        self._parts.append(part)
        self._numbers.append(number)
        self._glued.append(glued)
        self._follows.append(follows)
