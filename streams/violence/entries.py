"""What each pattern of a lexicon stands for, kept flat: thousands of small objects would take megabytes.

An article asks for about ten of them, so those are made when they are asked
for, and remembered.
"""

from __future__ import annotations

import re
from array import array
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
    """One pattern: its part, the number of its term or exclusion, its form."""

    part: Part
    number: int
    form: Form
    rest: re.Pattern[str] | None = None  #: what must follow it (`streams.violence.begun`)


#: what a pattern stands for, the number of its term or exclusion, its forms, and the expression of what must follow
Spelt = tuple[Part, int, tuple[Form, ...], str]


class Entries:
    """The entries of one lexicon, by the number of their pattern."""

    def __init__(self, forms: Iterable[Spelt]) -> None:
        self._parts, self._numbers, self._glued = bytearray(), array("I"), array("H")
        self._ends = array("I")  #: where each text ends
        self._follows = array("H")  #: which of the rests must follow; 0 is none
        rests: dict[str, int] = {"": 0}
        glues: dict[tuple[Glue, Glue], int] = {}
        texts: list[str] = []
        end = 0
        for part, number, same, rest in forms:
            follows = rests.setdefault(rest, len(rests))
            glued = glues.setdefault((same[0].heads, same[0].tails), len(glues)) if same else 0
            for form in same:
                texts.append(form.text)
                end += len(form.text)
                self._ends.append(end)
                self._parts.append(part)
                self._numbers.append(number)
                self._glued.append(glued)  # all forms of a word take the same
                self._follows.append(follows)
        self._texts = "".join(texts)
        self._glues = tuple(glues)  #: what may stand glued before and behind a text
        self._rests = tuple(rests)
        self._known: dict[int, Entry] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> Entry:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._entry(number)
        return known

    def _entry(self, at: int) -> Entry:
        heads, tails = self._glues[self._glued[at]]
        text = self._texts[self._ends[at - 1] if at else 0 : self._ends[at]]
        rest = self._rests[self._follows[at]]
        part, form = Part(self._parts[at]), Form(text, heads, tails)
        return Entry(part, self._numbers[at], form, re.compile(rest) if rest else None)

    def patterns(self) -> Iterator[Pattern]:
        """Yield what the matcher must find, in order."""
        lengths = [(tails.longest, heads.longest) for heads, tails in self._glues]
        start = 0
        for end, glued in zip(self._ends, self._glued, strict=True):
            tail, head = lengths[glued]
            yield made((self._texts[start:end], None, tail, head, True, False))
            start = end
