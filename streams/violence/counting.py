"""Numbers of people in a sentence: digits of any script, number words, ranges, "at least" and "up to"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from streams.text import Field
from streams.violence.cues import SPACELESS, Cues, Firsts, alternatives, words_of
from streams.violence.han_numbers import han_numbers
from streams.violence.lexicon import CasualtySpec
from streams.violence.words import Form, Grammar, expand

_DIGITS = re.compile(
    rf"(?<![^\W{SPACELESS}\u1200-\u139fولبفك])(?<!\d[,:/])(?<![.$€£¥₹₽])"  # in a word only behind 造成3人, በ3 ቀን, و40
    r"(?P<n>\d{1,3}(?:[.,\u00a0\u202f '’٬]\d{3})+|\d+)(?P<part>[.,٫]\d+)?"
    r"(?:\s?[-–—]\s?(?P<to>\d+))?(?![\d:/])"
)
_MORE_DIGITS = re.compile(r"\d+")
_NO_PEOPLE_AFTER = re.compile(r"\s?[%‰€$£°º]|[.:]\d|-?(?:st|nd|rd|th)\b|\s?(?:km|mm|cm|kg|am|pm)\b")
_WORD = re.compile(r"[^ ]+")
_YEARS = range(1900, 2100)
MOST = 10_000_000  #: a larger figure is no count of dead


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a field: where it stands, and its lowest and highest value (none = open)."""

    start: int
    end: int
    low: int | None
    high: int | None


class Counting:
    """How one language writes numbers, compiled when first needed."""

    def __init__(self, spec: CasualtySpec, grammar: Grammar) -> None:
        self.gap = spec.gap
        self._spec = spec
        self._grammar = grammar
        self._at_least = Cues(spec.at_least, grammar)
        self._at_most = Cues(spec.at_most, grammar)
        self._at_least_after = Cues(spec.at_least_after, grammar)
        self._at_most_after = Cues(spec.at_most_after, grammar)
        self._counters = Cues(spec.counters, grammar)
        self._persons = Cues(spec.persons, grammar)
        self._rises_to = Cues(spec.rises_to, grammar)
        self._part_of = Cues(spec.part_of, grammar)
        self._ages = Cues(spec.ages, grammar)
        self._not_people = Cues(spec.not_people, grammar)

    @cached_property
    def _forms(self) -> tuple[Form, ...]:
        words = (*self._spec.numbers, *self._spec.scales)
        return tuple(form for word in words for form in expand(word, self._grammar))

    @cached_property
    def _firsts(self) -> Firsts:
        return Firsts(self._forms)

    @cached_property
    def _numbers(self) -> dict[str, list[tuple[re.Pattern[str], tuple[int, int], bool]]]:
        """Expressions of single number words by first letter, with their values; the flag marks scales."""
        spec = self._spec
        found: list[tuple[Form, tuple[int, int], bool]] = []
        words: list[tuple[Mapping[str, int | tuple[int, int]], bool]] = [
            (spec.numbers, False),
            (dict(spec.scales), True),
        ]
        for table, scale in words:
            for word, value in table.items():
                pair = value if isinstance(value, tuple) else (value, value)
                found.extend((form, pair, scale) for form in expand(word, self._grammar))
        found.sort(key=lambda item: (-len(item[0].text), not item[2]))
        numbers: dict[str, list[tuple[re.Pattern[str], tuple[int, int], bool]]] = {}
        for form, pair, scale in found:
            entry = re.compile(_open(form)), pair, scale
            for letter in {(head + form.text)[0] for head in ("", *form.heads.listed)}:
                numbers.setdefault(letter, []).append(entry)
        return numbers

    @cached_property
    def _any_word(self) -> re.Pattern[str]:
        return alternatives(self._forms)

    @cached_property
    def _joiner(self) -> re.Pattern[str]:
        words = [f" {re.escape(word)} " for word in self._spec.joiners]
        return re.compile("|".join([*words, "[ -]"]))

    @cached_property
    def _between(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in self._spec.between)
        return re.compile(rf"\s?(?:[-–—]|{words})\s?\Z" if words else r"\s?[-–—]\s?\Z")

    @cached_property
    def _scale(self) -> re.Pattern[str]:
        forms = [form for word in self._spec.scales for form in expand(word, self._grammar)]
        glued = "|".join(map(_open, forms))  # where people have counters, scales are glued: 3천명
        return re.compile(rf"[ -]?({glued if self._counters else alternatives(forms).pattern})")

    def figures(self, field: Field, start: int, end: int) -> list[Figure]:
        """Return the numbers of people between two offsets of a field, in order, ranges joined."""
        text = field.folded[start:end]
        scan = field.scan[start:end]
        found = [*self._digits(text), *self._words(text, scan), *self._han(text), *self._single(scan)]
        found.sort(key=lambda figure: (figure.start, -figure.end))
        kept: list[Figure] = []
        for figure in found:
            if kept and figure.start < kept[-1].end + self._more_behind(text, kept[-1].end):
                continue
            if kept and _is_counted(text, kept[-1], figure):
                continue
            kept.append(figure)
        people = [self._qualified(scan, figure) for figure in self._ranges(text, kept)]
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

    def _digits(self, text: str) -> list[Figure]:
        found = []
        for match in _DIGITS.finditer(text):
            value, end = int(re.sub(r"\D", "", match["n"])), match.end()
            scale = self._scale_at(text, end)
            if match["part"] and not scale:
                continue
            high = int(match["to"]) if match["to"] else value
            factor = 1
            if scale:
                factor, end = scale
            if match["part"] and factor > 1:
                value = high = round(float(f"{value}.{match['part'][1:]}") * factor)
                factor = 1
            rest, end = self._rest(text, end) if scale else (0, end)
            if _is_no_count(text, match, value, end) or not self._counts_people(text, end):
                continue
            low, high = value * factor + rest, max(high, value) * factor + rest
            found.append(Figure(match.start(), end, low, high))
        return found

    def _rest(self, text: str, end: int) -> tuple[int, int]:
        """Return what digits glued to a scale add, and where they end: 1천200, 2万5千."""
        rest = 0
        while match := _MORE_DIGITS.match(text, end):
            factor, end = self._scale_at(text, match.end()) or (1, match.end())
            rest += int(match.group()) * factor
        return rest, end

    def _han(self, text: str) -> list[Figure]:
        found = (Figure(*number) for number in han_numbers(text))
        return [figure for figure in found if figure.low and self._counts_people(text, figure.end)]

    def _counts_people(self, text: str, end: int) -> bool:
        """Whether a counter of people follows a number, or nothing; always so in languages without counters."""
        if not self._counters:
            return True
        after = text[end : end + 12].removeprefix(" ")
        if not after[:1].isalnum() or after.startswith(self._spec.between) or self._more_behind(text, end):
            return True
        return self._counters.pattern.match(f" {after} ", 1) is not None

    def _holds_counter(self, word: str) -> bool:
        """Whether a number word names people itself: 数人, 한명이."""
        return any(form.text in word for form in self._counters.forms)

    def _more_behind(self, text: str, end: int) -> int:
        """Return the length of a word right behind a number that means "or more" (30余人), or 0."""
        if not self._at_least_after:
            return 0
        match = self._at_least_after.pattern.match(f" {text[end : end + 12].lstrip()} ", 1)
        return len(match.group()) if match else 0

    def _scale_at(self, text: str, end: int) -> tuple[int, int] | None:
        """Return the value of a scale word that stands right after an offset, and where it ends."""
        match = self._scale.match(text, end)
        if match is None:
            return None
        word = match.group(1)
        for pattern, pair, scale in self._numbers.get(word[0], ()):
            if scale and (found := pattern.match(word)) and found.end() == len(word):
                return pair[0], match.end()
        return None

    def _words(self, text: str, scan: str) -> list[Figure]:
        if self._firsts.always:
            starts = [match.start() for match in self._any_word.finditer(text)]
        elif self._grammar.fronts:  # number words may be glued: zweihundertfünfzig
            starts = [
                match.start() for match in _WORD.finditer(scan) if match.group().startswith(self._pieces)
            ]
        elif self._firsts.possible(scan):
            starts = [match.start() for match in _WORD.finditer(scan) if self._firsts.possible(match.group())]
        else:
            return []
        found: list[Figure] = []
        for start in starts:
            if found and start < found[-1].end:
                continue
            low, high, end = self._number_at(text, start)
            ends = self._firsts.always or not text[end : end + 1].isalnum()
            if (
                end > start
                and ends
                and (self._holds_counter(text[start:end]) or self._counts_people(text, end))
            ):
                found.append(Figure(start, end, low, high))
        return found

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return tuple({form.text.split(" ")[0] for form in self._forms})

    def _number_at(self, text: str, start: int) -> tuple[int, int, int]:
        """Return low, high and end of the number whose words begin at an offset."""
        total = current = (0, 0)
        position = end = start
        while piece := self._piece(text, position):
            pair, scale, position = piece
            if scale:
                factor = pair[0]
                current = (max(current[0], 1) * factor, max(current[1], 1) * factor)
                if factor >= 1000:
                    total, current = (total[0] + current[0], total[1] + current[1]), (0, 0)
            else:
                current = (current[0] + pair[0], current[1] + pair[1])
            end = position
            joiner = self._joiner.match(text, position)
            glued = next((j for j in self._spec.joiners if text.startswith(j, position)), "")
            position = joiner.end() if joiner else position + len(glued)
            separate = not glued and not text[end : end + 1].isalpha()
            if not scale and pair[1] < 10 and separate and not self._scale.match(text, end):
                break  # "two" ends a number unless a scale follows: "two three" are two numbers
        return total[0] + current[0], total[1] + current[1], end

    def _piece(self, text: str, position: int) -> tuple[tuple[int, int], bool, int] | None:
        for pattern, pair, scale in self._numbers.get(text[position : position + 1], ()):
            match = pattern.match(text, position)
            if match and match.end() > position and self._may_end(text, match.end()):
                return pair, scale, match.end()
        return None

    def _may_end(self, text: str, end: int) -> bool:
        """Whether a number word may end here: inside a word only where number words are glued."""
        glued = self._grammar.fronts or self._firsts.always or self._spec.joiners
        return bool(glued) or not text[end : end + 1].isalnum()

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

    def _qualified(self, scan: str, figure: Figure) -> Figure | None:
        """Apply "at least" and "up to", and drop numbers whose unit is not people."""
        after = scan[figure.end : figure.end + 24].strip()
        if (figure.low or 0) > MOST or _stands_first(self._not_people, after):
            return None
        before = " ".join(scan[max(0, figure.start - 30) : figure.start].split())
        if _stands_last(self._ages, before, between=0) or _stands_last(self._part_of, before, between=2):
            return None
        if _stands_last(self._rises_to, before, between=0):
            return figure
        if _stands_last(self._at_least, before) or _stands_first(self._at_least_after, after):
            return Figure(figure.start, figure.end, figure.low, None)
        single = figure.low == figure.high  # in "15тен 20га чейин" the last word belongs to the range
        if _stands_last(self._at_most, before) or (single and _stands_first(self._at_most_after, after)):
            return Figure(figure.start, figure.end, None, figure.high)
        return figure


def _is_counted(text: str, number: Figure, person: Figure) -> bool:
    """Whether a word for one person stands right behind a number, which counts it: "3 kadın", "40 رجل"."""
    return person.low == person.high == 1 and text[number.end : person.start] == " "


def _stands_first(cues: Cues, after: str) -> bool:
    """Tell whether one of the words stands right behind a number."""
    return cues.possible(after) and cues.pattern.match(f" {after} ", 1) is not None


def _stands_last(cues: Cues, before: str, *, between: int = 1) -> bool:
    """Tell whether one of the words stands before a number, with at most so many words between them."""
    if not cues.possible(before):
        return False
    padded = f" {before} "
    return any(len(words_of(padded[match.end() :])) <= between for match in cues.pattern.finditer(padded))


def _is_no_count(text: str, match: re.Match[str], value: int, end: int) -> bool:
    if _NO_PEOPLE_AFTER.match(text, end):
        return True
    if value in _YEARS and match["n"].isdigit() and len(match["n"]) == 4 and not match["to"]:
        return True
    around = text[max(0, match.start() - 1) : match.start()], text[end : end + 1]
    if around == ("(", ")") or value > MOST:
        return True  # an age
    return text[max(0, match.start() - 2) : match.start()] == ", " and around[1] == ","


def _open(form: Form) -> str:
    """Return the expression of a number word that another may be glued to."""
    heads, tails = (
        "|".join(re.escape(text) for text in sorted(glue.listed, key=len, reverse=True) if text)
        for glue in (form.heads, form.tails)
    )
    head = f"(?:{heads})?" if heads else ""
    text = re.escape(form.text).replace(r"\ ", "[ '’‘ʼʻ`\u200c-]")
    if form.tails.most:
        return rf"{head}{text}\w{{0,{form.tails.most}}}(?!\w)"
    return head + text + (f"(?:(?:{tails})(?!\\w))?" if tails else "")
