"""What words around a number make of it: "at least", "up to", "aged", "including", units that count nobody, counters."""

from __future__ import annotations

from streams.violence.cues import Cues, words_of
from streams.violence.figure import MOST, Figure
from streams.violence.small_words import CasualtySpec
from streams.violence.words import Grammar


class Qualifiers:
    """The words around numbers of one language, compiled when first needed."""

    def __init__(self, spec: CasualtySpec, grammar: Grammar) -> None:
        self._spec = spec
        self._at_least = Cues(spec.at_least, grammar)
        self._at_most = Cues(spec.at_most, grammar)
        self._at_least_after = Cues(spec.at_least_after, grammar)
        #: what a number word may say itself: শতাধিক, "a hundred or more"
        self._more = tuple(form.text for form in self._at_least_after.forms)
        self._at_most_after = Cues(spec.at_most_after, grammar)
        self._counters = Cues(spec.counters, grammar)
        self._rises_to = Cues(spec.rises_to, grammar)
        self._part_of = Cues(spec.part_of, grammar)
        self._dead = Cues((*spec.deaths, *spec.injured), grammar)
        self._ages = Cues(spec.ages, grammar)
        self._aged = Cues(spec.aged, grammar)
        self._not_people = Cues(spec.not_people, grammar)

    def counts_people(self, text: str, end: int) -> bool:
        """Whether a counter of people follows a number, or nothing; always so in languages without counters."""
        if not self._counters:
            return True
        after = text[end : end + 12].removeprefix(" ")
        if not after[:1].isalnum() or after.startswith(self._spec.between) or self.more_behind(text, end):
            return True
        return self._counters.pattern.match(f" {after} ", 1) is not None

    def word_counts_people(self, text: str, start: int, end: int) -> bool:
        """Whether a number word counts people: it names them itself (数人, 한명이), or a counter follows."""
        word = text[start:end]
        return any(form.text in word for form in self._counters.forms) or self.counts_people(text, end)

    def more_behind(self, text: str, end: int) -> int:
        """Return the length of a word right behind a number that means "or more" (30余人), or 0."""
        if not self._at_least_after:
            return 0
        match = self._at_least_after.pattern.match(f" {text[end : end + 12].lstrip()} ", 1)
        return len(match.group()) if match else 0

    def qualified(self, scan: str, figure: Figure, *, behind: int, counted: bool) -> Figure | None:
        """Apply "at least" and "up to", and drop numbers whose unit is not people; ``behind`` is where the last one ends.

        An age stands for its person, unless it is ``counted`` by a number right before it ("two 17-year-old boys").
        """
        after = scan[figure.end : figure.end + 24].strip()
        if stands_first(self._aged, after):
            return None if counted else Figure(figure.start, figure.end, 1, 1)
        if (figure.high or figure.low or 0) > MOST or stands_first(self._not_people, after):
            return None
        before = " ".join(scan[max(0, figure.start - 30) : figure.start].split())
        if stands_last(self._ages, before, between=0) or self._is_part(scan, figure, before, after, behind):
            return None
        if scan[figure.start : figure.end].endswith(self._more):
            return Figure(figure.start, figure.end, figure.low, None)
        return (
            figure if stands_last(self._rises_to, before, between=0) else self._bounded(figure, before, after)
        )

    def _is_part(self, scan: str, figure: Figure, before: str, after: str, behind: int) -> bool:
        """Whether a number is part of another: "including 9 boys", "including a boy and 9 girls", not "… and 9 wounded"."""
        if not stands_last(self._part_of, before, between=2):
            return False
        return stands_last(self._part_of, scan[behind : figure.start].strip(), between=2) or not stands_first(
            self._dead, after
        )

    def _bounded(self, figure: Figure, before: str, after: str) -> Figure:
        if stands_last(self._at_least, before) or stands_first(self._at_least_after, after):
            return Figure(figure.start, figure.end, figure.low, None)
        single = figure.low == figure.high  # in "15тен 20га чейин" the last word belongs to the range
        if stands_last(self._at_most, before) or (single and stands_first(self._at_most_after, after)):
            return Figure(figure.start, figure.end, None, figure.high)
        return figure


def stands_first(cues: Cues, after: str) -> bool:
    """Tell whether one of the words stands right behind a number."""
    return cues.possible(after) and cues.pattern.match(f" {after} ", 1) is not None


def stands_last(cues: Cues, before: str, *, between: int = 1) -> bool:
    """Tell whether one of the words stands before a number, with at most so many words between them."""
    if not cues.possible(before):
        return False
    padded = f" {before} "
    return any(len(words_of(padded[match.end() :])) <= between for match in cues.pattern.finditer(padded))
