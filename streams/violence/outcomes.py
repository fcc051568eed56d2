"""Killings that only say what came of a fight or a bomb: in "gunfight at the border, one killed" they are no attack beside it."""

from __future__ import annotations

from collections.abc import Sequence

from streams.violence.found import Findings, FoundTerm
from streams.violence.lexicon import UNMISTAKABLE, USUAL, Category

#: How people are killed: ACLED, too, lists the dead of a battle or a shelling under it.
_WAYS = frozenset({Category.CLASH.value, Category.EXPLOSION.value})


def outcomes(live: Sequence[FoundTerm], findings: Findings) -> frozenset[int]:
    """Return the numbers of the terms that name no kind of violence of their own.

    These are words of death and injury, read as an attack, beside a sure word of their sentence that says in which way.
    Unmistakable ones ("beheaded", "gunned down") say it themselves.
    """
    if len(live) < 2 or not findings.counted:
        return frozenset()
    letters = {(word.field, letter) for word in findings.counted for letter in range(word.start, word.end)}
    results: list[FoundTerm] = []
    others: list[FoundTerm] = []
    for found in live:
        mild = found.term.category == Category.ATTACK and found.term.weight < UNMISTAKABLE
        (results if mild and _counts(found, letters) else others).append(found)
    ways = {
        (found.place.field, found.sentence)
        for found in others
        if found.term.category in _WAYS and found.term.weight >= USUAL
    }
    silent = {found.number for found in results if (found.place.field, found.sentence) in ways}
    return frozenset(silent - {found.number for found in others})


def _counts(found: FoundTerm, letters: set[tuple[int, int]]) -> bool:
    """Whether a term is a word of death or injury."""
    field, start, end = found.place
    return any((field, letter) in letters for letter in range(start, end))
