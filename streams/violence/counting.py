"""Numbers of people in a sentence: digits of any script, number words, ranges, "at least" and "up to"."""

from __future__ import annotations

import re
from functools import cached_property

from streams.text import Field
from streams.violence.cues import Cues
from streams.violence.digits import in_digits
from streams.violence.figure import Figure
from streams.violence.han_numbers import han_numbers
from streams.violence.number_words import NumberWords
from streams.violence.qualifiers import Qualifiers
from streams.violence.small_words import CasualtySpec
from streams.violence.words import Grammar
from streams.violence.years import Years

_BEHIND, _LATE = 0.5, 3.0  #: words; the second outweighs "people" and "others" between a number and its verb
_NO_WORD, _ONE_WORD = re.compile(" "), re.compile(r" (?:[^\W\d_]+ )?")
_NONE = Figure(0, 0, None, None)  #: before the first figure


class Counting:
    """How one language writes numbers, compiled when first needed."""

    def __init__(self, spec: CasualtySpec, grammar: Grammar) -> None:
        self.gap = spec.gap
        self.behind = _LATE if spec.verb_last else _BEHIND  #: what a number behind its word is farther away
        self._spec = spec
        self._number_words = NumberWords(spec, grammar)
        self._qualifiers = Qualifiers(spec, grammar)
        self.years = Years(spec, grammar)
        self._persons = Cues(spec.persons, grammar)

    @cached_property
    def _between(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in self._spec.between)
        return re.compile(rf"\s?(?:[-–—]|{words})\s?\Z" if words else r"\s?[-–—]\s?\Z")

    def figures(self, field: Field, start: int, end: int) -> list[Figure]:
        """Return the numbers of people between two offsets of a field, in order, ranges joined."""
        text = field.folded[start:end]
        scan = field.scan[start:end]
        single = self._single(scan)
        found = [*self._digits(text, scan), *self._words(text, scan), *self._han(text), *single]
        found.sort(key=lambda figure: (figure.start, -figure.end))
        kept: list[Figure] = []
        for figure in found:
            if kept and figure.start < kept[-1].end + self._qualifiers.more_behind(text, kept[-1].end):
                continue
            if kept and _is_counted(text, kept[-1], figure, single=figure in single):
                continue
            kept.append(figure)
        ranges = self._ranges(text, kept)
        people = [
            self._qualifiers.qualified(
                scan,
                figure,
                behind=last.end,
                counted=last.end > 0 and text[last.end : figure.start] == " ",
            )
            for last, figure in zip([_NONE, *ranges], ranges, strict=False)
        ]
        return [
            Figure(figure.start + start, figure.end + start, figure.low, figure.high)
            for figure in people
            if figure is not None
        ]

    def _single(self, scan: str) -> list[Figure]:
        """Return the words that mean one person."""
        if not self._persons.possible(scan):
            return []
        found = self._persons.pattern.finditer(f" {scan} ")
        return [Figure(match.start() - 1, match.end() - 1, 1, 1) for match in found]

    def _digits(self, text: str, scan: str) -> list[Figure]:
        counts, years = self._qualifiers.counts_people, self.years
        kept: list[Figure] = []
        for figure in in_digits(text, self._number_words):
            if not years.is_one(text, scan, figure):
                if counts(text, figure.end):
                    kept.append(figure)
            elif kept and years.ends_date(scan, kept[-1], figure):
                kept.pop()
        return kept

    def _words(self, text: str, scan: str) -> list[Figure]:
        found = self._number_words.found(text, scan, self._qualifiers.word_counts_people)
        return [Figure(start, end, low, high) for start, end, low, high in found]

    def _han(self, text: str) -> list[Figure]:
        found = (Figure(*number) for number in han_numbers(text))
        return [figure for figure in found if figure.low and self._qualifiers.counts_people(text, figure.end)]

    def _ranges(self, text: str, figures: list[Figure]) -> list[Figure]:
        """Join "40 to 60" and "between 40 and 60" to one figure where the second is larger."""
        joined: list[Figure] = []
        for figure in figures:
            last = joined[-1] if joined else None
            person = last is not None and last.high == 1  # "a man and two women" is no range
            if last is not None and not person and last.high is not None and (figure.low or 0) > last.high:
                gap = text[last.end : figure.start]
                if len(gap) < 12 and self._between.match(gap):
                    joined[-1] = Figure(last.start, figure.end, last.low, figure.high)
                    continue
            joined.append(figure)
        return joined


def _is_counted(text: str, number: Figure, person: Figure, *, single: bool) -> bool:
    """Whether a word for one person stands right behind a number, which counts it: "3 kadın", "40 رجل".

    Where such a noun stays singular behind a number, a word may stand between them: "3 genç kadın".
    """
    parted = _ONE_WORD if single and number.high != 1 else _NO_WORD
    return person.low == person.high == 1 and parted.fullmatch(text, number.end, person.start) is not None
