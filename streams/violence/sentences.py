"""Where the sentences of a field begin: contexts, negation and casualty figures keep to their sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from streams.text import Field
from streams.violence.cues import words_of

_ASCII_MARKS = r".!?;|\n"
_MARKS, _CLOSERS = rf"{_ASCII_MARKS}…•。！？；।॥؟۔።᙮", r"\"”’»')\]"


def _mark(marks: str) -> re.Pattern[str]:
    """Return what may end a sentence.

    One group matches where `_ends` must decide: most ends stand behind a word too long for a short form and before
    a space, and are sure.
    """
    return re.compile(
        rf"[{marks}](?:(?<=[^\W\d]{{5}}[.!?…;])[{marks}]*+[{_CLOSERS}]*+\s*+(?<=\s)|([{marks}]*[{_CLOSERS}]*\s*))"
    )


_MARK, _ASCII_MARK = (
    _mark(_MARKS),
    _mark(_ASCII_MARKS),
)  #: the second serves half of the texts, in half the time
_SPACED = ".!?…;"  #: marks that end a sentence only where a space follows
_FENCES = "|•"  #: marks that part sentences only between spaces
#: Words before a dot that do not end a sentence, in the languages where it matters most.
_SHORT = frozenset(
    re.findall(
        r"\w+",
        "mr mrs ms dr prof st sr jr gen col lt capt sgt gov sen rep rev vs jan feb mar apr jun jul aug sep sept oct"
        " nov dec bzw ca inkl evtl ggf usw vgl sog geb gest nr str mio mrd art abs mme mm env av"
        " ул им тыс млн млрд тис гг руб стр",
    )
)
_UZBEK = re.compile(
    "['’‘`](?<=[og].)(?=\\w)"
)  #: the apostrophe of the Uzbek letters o‘ and g‘: no word ends there
_BEFORE = re.compile(r"[^\s.]*\Z")


class Sentences:
    """The sentences of one field, by offset; a title is one sentence."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._words: dict[int, list[tuple[int, int]]] = {}
        self._spelt: dict[int, list[str]] = {}
        self._cuts: dict[tuple[int, int], tuple[int, int, int]] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Offsets at which sentences begin."""
        starts = [0]
        if self.field.name != "title":
            folded = self.field.folded
            marks = (_ASCII_MARK if folded.isascii() else _MARK).finditer(folded)
            starts += [
                mark.end()
                for mark in marks
                if mark.lastindex is None or _ends(folded, mark.start(), mark.end())
            ]
        return starts

    def number(self, offset: int) -> int:
        """Return which sentence an offset lies in."""
        return bisect_right(self.starts, offset) - 1

    def bounds(self, number: int) -> tuple[int, int]:
        """Return where a sentence begins and ends."""
        starts = self.starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.field.scan)
        return starts[number], end

    def words(self, number: int) -> list[tuple[int, int]]:
        """Return where the words of a sentence stand, in offsets of the field."""
        if number not in self._words:
            self._words[number] = words_of(self._joined, *self.bounds(number))
        return self._words[number]

    @cached_property
    def _joined(self) -> str:
        """The scan text with its Uzbek letters whole."""
        apostrophes = [match.start() for match in _UZBEK.finditer(self.field.folded)]
        if not apostrophes:
            return self.field.scan
        letters = list(self.field.scan)
        for offset in apostrophes:
            letters[offset] = "ʻ"
        return "".join(letters)

    def spelt(self, number: int) -> list[str]:
        """Return the words of a sentence themselves."""
        if number not in self._spelt:
            scan = self.field.scan
            self._spelt[number] = [scan[a:b] for a, b in self.words(number)]
        return self._spelt[number]

    def around(self, start: int, end: int, count: int) -> list[tuple[list[str], tuple[int, int]]]:
        """Return the words (at most ``count``) before a hit and those behind it, with their bounds."""
        if (start, end) not in self._cuts:
            self._cuts[start, end] = self._cut(start, end)
        number, last, first = self._cuts[start, end]
        words, spelt = self._words[number], self.spelt(number)
        low, high = max(0, last - count), min(len(words), first + count)
        # up to the hit itself: where letters are paired (zh, ja), one of a pair may belong to the hit
        sides = [(spelt[low:last], (words[low][0], start))] if low < last else []
        if first < high:
            sides.append((spelt[first:high], (end, words[high - 1][1])))
        return sides

    def _cut(self, start: int, end: int) -> tuple[int, int, int]:
        """Return the sentence of a hit, how many of its words lie before it, and the first behind it."""
        number = self.number(start)
        words = self.words(number)
        last = bisect_left(words, (start, 0))
        if last and words[last - 1][1] > start:
            last -= 1
        return number, last, bisect_left(words, (end, 0))

    def before(self, start: int, count: int) -> tuple[int, int]:
        """Return the bounds of at most ``count`` words of the sentence before an offset."""
        words = self.words(self.number(start))
        last = bisect_left(words, (start, 0))
        if last and words[last - 1][1] > start:
            last -= 1
        return (words[max(0, last - count)][0], start) if last else (start, start)

    def after(self, start: int, end: int, count: int) -> tuple[int, int]:
        """Return the bounds of at most ``count`` words after a hit, in the sentence of its start."""
        words = self.words(self.number(start))
        first = bisect_left(words, (end, 0))
        return (end, words[min(len(words), first + count) - 1][1]) if first < len(words) else (end, end)


def _ends(folded: str, start: int, end: int) -> bool:
    """Tell whether a mark ends a sentence; a dot does not after an initial, an ordinal or a usual short form."""
    mark = folded[start]
    spaced = folded[end - 1].isspace()
    if mark in _FENCES:
        return spaced and folded[start - 1 : start].isspace()
    if mark not in _SPACED:
        return True
    if not spaced or mark != ".":
        return spaced
    before = _BEFORE.search(folded, max(0, start - 20), start)
    word = before.group() if before else ""
    if word.isdigit():
        return len(word) > 2
    return len(word.strip("(\"'„«")) > 1 and word not in _SHORT
