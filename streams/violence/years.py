"""Which numbers are years: 1811 behind "in", 2014 unless it counts people, 1500 and 1,642 never; and which spans of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from streams.violence.cues import Cues
from streams.violence.figure import Figure
from streams.violence.qualifiers import stands_first, stands_last
from streams.violence.small_words import CasualtySpec
from streams.violence.words import Grammar

_FIRST, _RECENT, _LAST = 1500, 1900, 2099
_BEGINS: Final = ("", ":", "–", "—")  #: what a number stands behind that begins a statement
_ROUND, _VERY_ROUND = 50, 100  #: counts of so many are often rounded, years are not


class Years:
    """How one language writes years, compiled when first needed."""

    def __init__(self, spec: CasualtySpec, grammar: Grammar) -> None:
        self._before = Cues(spec.years, grammar)
        self._bounds = Cues((*spec.at_least, *spec.at_most), grammar)
        self._least = Cues(spec.at_least, grammar)
        self._dead = Cues((*spec.deaths, *spec.injured), grammar)
        self._people = Cues((*spec.people, *spec.at_least_after), grammar)
        self._people_before = Cues(spec.people_before, grammar)

    def is_one(self, text: str, scan: str, figure: Figure) -> bool:
        """Whether a number of a text, folded and as it is scanned, is a year."""
        spelt = scan[figure.start : figure.end].split()
        if len(spelt) > 1:
            return _is_span(spelt, figure)
        value = figure.low or 0
        if not _may_be_one(scan[figure.start : figure.end], value):
            return False
        if value < _RECENT and value % _ROUND == 0:
            return False
        before = " ".join(scan[max(0, figure.start - 30) : figure.start].split())
        if stands_last(self._before, before, between=0):
            return True
        return value >= _RECENT and not self.counts_people(text, scan, figure)

    def ends_date(self, scan: str, day: Figure, year: Figure) -> bool:
        """Whether a number right before a year is its day, behind the month: "May 3, 2014"."""
        if not scan[day.end : year.start].isspace():
            return False
        return stands_last(
            self._before, " ".join(scan[max(0, day.start - 30) : day.start].split()), between=0
        )

    def counts_people(self, text: str, scan: str, figure: Figure) -> bool:
        """Whether the words beside what may be a year of our days make it a number of people.

        Behind a day of a month it is none. "People" beside it say that it is one; a word of death behind it does where a bound
        stands before it or nothing: "Song winner 2014 dead", "bomb of 2014 killed three". Of 1900 and 2000, which
        are round, a bound or a word of death is enough.
        """
        before = " ".join(scan[max(0, figure.start - 30) : figure.start].split())
        if before[-1:].isdigit():
            return False
        after = scan[figure.end : figure.end + 24].strip()
        if stands_first(self._people, after) or stands_last(self._people_before, before, between=0):
            return True
        dead = stands_first(self._dead, after)
        if (figure.low or 0) % _VERY_ROUND == 0:
            return dead or stands_last(self._bounds, before, between=0)
        begins = text[: figure.start].rstrip()[-1:] in _BEGINS
        return dead and (begins or stands_last(self._least, before, between=0))


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
