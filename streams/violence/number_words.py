"""Number words of one language: one or several in a row, glued or joined, with scales ("two thousand and five", 3천)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from streams.violence.cues import Firsts, alternatives
from streams.violence.small_words import CasualtySpec
from streams.violence.words import Form, Grammar, expand

_WORD = re.compile(r"[^ ]+")
_Piece = tuple[
    re.Pattern[str], tuple[int, int], bool
]  #: of a number word: its expression, its value, whether it is a scale


class NumberWords:
    """The number words of one language, compiled when first needed."""

    def __init__(self, spec: CasualtySpec, grammar: Grammar) -> None:
        self._spec = spec
        self._grammar = grammar

    @cached_property
    def _forms(self) -> tuple[Form, ...]:
        words = (*self._spec.numbers, *self._spec.scales)
        return tuple(form for word in words for form in expand(word, self._grammar))

    @cached_property
    def _firsts(self) -> Firsts:
        return Firsts(self._forms)

    @cached_property
    def _numbers(self) -> dict[str, list[_Piece]]:
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
        numbers: dict[str, list[_Piece]] = {}
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
    def _scale(self) -> re.Pattern[str]:
        forms = [form for word in self._spec.scales for form in expand(word, self._grammar)]
        glued = "|".join(map(_open, forms)) or r"(?!)"  # where people have counters, scales are glued: 3천명
        return re.compile(rf"[ -]?({glued if self._spec.counters else alternatives(forms).pattern})")

    def scale_at(self, text: str, end: int) -> tuple[int, int] | None:
        """Return the value of a scale word that stands right after an offset, and where it ends."""
        match = self._scale.match(text, end)
        if match is None:
            return None
        word = match.group(1)
        for pattern, pair, scale in self._numbers.get(word[0], ()):
            if scale and (found := pattern.match(word)) and found.end() == len(word):
                return pair[0], match.end()
        return None

    def found(
        self, text: str, scan: str, counts: Callable[[str, int, int], bool]
    ) -> Iterator[tuple[int, int, int, int]]:
        """Yield the numbers written in words, as start, end, low and high, in order; those that ``counts`` accepts."""
        last = 0
        for start in self._starts(text, scan):
            if start < last:
                continue
            low, high, end = self._number_at(text, start)
            whole = self._firsts.always or not text[end : end + 1].isalnum()
            if end > start and whole and counts(text, start, end):
                last = end
                yield start, end, low, high

    def _starts(self, text: str, scan: str) -> list[int]:
        """Return where numbers may begin."""
        if self._firsts.always:
            return [match.start() for match in self._any_word.finditer(text)]
        if self._grammar.fronts:  # number words may be glued: zweihundertfünfzig
            return [match.start() for match in _WORD.finditer(scan) if match.group().startswith(self._pieces)]
        if self._firsts.possible(scan):
            return [match.start() for match in _WORD.finditer(scan) if self._firsts.possible(match.group())]
        return []

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return tuple({form.text.split(" ")[0] for form in self._forms})

    def _number_at(self, text: str, start: int) -> tuple[int, int, int]:
        """Return low, high and end of the number whose words begin at an offset; "quince mil|itares" ends with "quince"."""
        total = current = (0, 0)
        position = end = start
        whole: tuple[int, int, int] | None = None  # what was read when a word last ended
        while piece := self._piece(text, position, first=position == start):
            pair, scale, position = piece
            if scale:
                factor = pair[0]
                current = (max(current[0], 1) * factor, max(current[1], 1) * factor)
                if factor >= 1000:
                    total, current = (total[0] + current[0], total[1] + current[1]), (0, 0)
            else:
                current = (current[0] + pair[0], current[1] + pair[1])
            end = position
            if not text[end : end + 1].isalnum():
                whole = total[0] + current[0], total[1] + current[1], end
            joiner = self._joiner.match(text, position)
            glued = next((j for j in self._spec.joiners if text.startswith(j, position)), "")
            position = joiner.end() if joiner else position + len(glued)
            separate = not glued and not text[end : end + 1].isalpha()
            if not scale and pair[1] < 10 and separate and not self._scale.match(text, end):
                break  # "two" ends a number unless a scale follows: "two three" are two numbers
        if whole is not None and text[end : end + 1].isalnum() and not self._firsts.always:
            return whole
        return total[0] + current[0], total[1] + current[1], end

    def _piece(self, text: str, position: int, *, first: bool) -> tuple[tuple[int, int], bool, int] | None:
        """Return the number word at an offset; one that is also a scale (آلاف) is a number where it stands ``first``."""
        found: tuple[tuple[int, int], bool, int] | None = None
        for pattern, pair, scale in self._numbers.get(text[position : position + 1], ()):
            match = pattern.match(text, position)
            if match and match.end() > position and self._may_end(text, match.end()):
                if not (first and scale):
                    return found if found and match.end() < found[2] else (pair, scale, match.end())
                found = found or (pair, scale, match.end())
        return found

    def _may_end(self, text: str, end: int) -> bool:
        """Whether a number word may end here: inside a word only where number words are glued."""
        glued = self._grammar.fronts or self._firsts.always or self._spec.joiners
        return bool(glued) or not text[end : end + 1].isalnum()


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
