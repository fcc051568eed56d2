"""Which numbers are years: 1811 behind "in", 2014 nearly always, 1500 and 1,642 never; and which spans of them."""

from __future__ import annotations

from collections.abc import Sequence

from streams.violence.cues import Cues
from streams.violence.figure import Figure
from streams.violence.qualifiers import stands_first, stands_last
from streams.violence.small_words import CasualtySpec
from streams.violence.words import Grammar

_FIRST, _RECENT, _LAST = 1500, 1900, 2099
_ROUND, _VERY_ROUND = 50, 100  #: counts of so many are often rounded, years are not


class Years:
    """How one language writes years, compiled when first needed."""

    def __init__(self, spec: CasualtySpec, grammar: Grammar) -> None:
        self._before = Cues(spec.years, grammar)
        self._bounds = Cues((*spec.at_least, *spec.at_most), grammar)
        self._counted = Cues((*spec.deaths, *spec.injured), grammar)

    def is_one(self, scan: str, figure: Figure) -> bool:
        """Whether a number of a scan text is a year.

        Of centuries ago, it needs a word that says so; of our days, only 1900 and 2000 may count people, where "more
        than" stands before them or a word of death behind.
        """
        spelt = scan[figure.start : figure.end].split()
        if len(spelt) > 1:
            return _is_span(spelt, figure)
        value = figure.low or 0
        if not _may_be_one(scan[figure.start : figure.end], value):
            return False
        if value < _RECENT and value % _ROUND == 0:
            return False
        if value >= _RECENT and value % _VERY_ROUND:
            return True
        before = " ".join(scan[max(0, figure.start - 30) : figure.start].split())
        if stands_last(self._before, before, between=0):
            return True
        return value >= _RECENT and not (
            stands_last(self._bounds, before, between=0)
            or stands_first(self._counted, scan[figure.end : figure.end + 24].strip())
        )


def _may_be_one(spelt: str, value: int) -> bool:
    return len(spelt) == len(str(_LAST)) and spelt.isdigit() and _FIRST <= value <= _LAST


def _is_span(spelt: Sequence[str], figure: Figure) -> bool:
    """Whether two numbers are years, as in "the war of 2010–2014": people are counted from a round number to another."""
    ends = figure.low or 0, figure.high or 0
    return (
        len(spelt) == len(ends)
        and all(map(_may_be_one, spelt, ends))
        and any(value % (_ROUND if value < _RECENT else _VERY_ROUND) for value in ends)
    )
