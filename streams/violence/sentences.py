"""Where the sentences of a field begin: contexts, negation and casualty figures keep to their sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from streams.text import TITLE, Field
from streams.violence.cues import is_spaceless, words_of
from streams.violence.openings import Openings

_ASCII_MARKS = r".!?;|\n"
_MARKS, _CLOSERS = rf"{_ASCII_MARKS}…•。！？；｜।॥؟۔።፡᙮։။។៕", r"\"”’»')\]"


def _mark(marks: str) -> re.Pattern[str]:
    """Return what ends a sentence; its group matches where `_ends` must decide.

    A dot behind a word too long for a short form is sure, unless a small letter follows; . ! ? ; and … end a sentence only before a space. German
    tickers part their news by three plus signs, Ethiopian papers end sentences with ፡፡ and have one ፡ between clauses.
    """
    rest = rf"[{marks}]*+[{_CLOSERS}]*+\s*+"
    spaced = rf"{rest}(?<=\s)"
    return re.compile(
        rf"[{marks}+](?:(?<=\+)\+\+\s++|(?<=፡)፡{rest}|(?<=[!?…;]){spaced}|(?<=[^\W\d]{{5}}\.){spaced}(?![a-zа-я])|(?<=[^.!?…;|｜•+፡]){rest}|((?<=\.){spaced}|(?<=[|｜•]){rest}))"
    )


_MARK, _ASCII_MARK = (
    _mark(_MARKS),
    _mark(_ASCII_MARKS),
)  #: the second serves half of the texts, in half the time
#: Words before a dot that do not end a sentence, in the languages where it matters most.
_SHORT = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms dr prof st sr jr gen col lt capt sgt gov sen rep rev vs jan feb mar apr jun jul aug sep sept oct"
        " nov dec maj brig cmdr supt insp cpl adm mt ft rs md smt"
        " bzw ca inkl evtl ggf usw vgl sog geb gest nr str mio mrd art abs mme mm env av mgr"
        " ee ff aa sra srta dra lic sig dott avv dhr mevr płk mjr kpt ul godz woj tzw doç yrd jl"
        " ул им тыс млн млрд тис гг руб стр обл вул проф акад тов মো ডা ড डॉ पं",
    )
)
_THAI_SHORT = 5  #: letters; Thai puts a dot behind short forms (กอ.รมน., กม.) and hardly ever at the end
_GEORGIAN = re.compile("[\u10d0-\u10ff]")  #: has no capitals
_UZBEK = re.compile(
    "['’‘`](?<=[og].)(?=\\w)"
)  #: the apostrophe of the Uzbek letters o‘ and g‘: no word ends there


Side = tuple[list[str], tuple[int, int]]  #: words beside a hit, and the offsets between which they stand
_NEAR = 400  #: letters: a longer piece of a sentence is not cut into words anew for every hit


class Sentences:
    """The sentences of one field, by offset; a title is one sentence."""

    def __init__(self, field: Field, *, uzbek: bool = False, openings: Openings | None = None) -> None:
        self.field = field
        self._uzbek = uzbek
        self._openings = openings
        self._opened: frozenset[int] = frozenset()  #: where words open one, known with `starts`
        self._words: dict[int, list[tuple[int, int]]] = {}
        self._spelt: dict[int, list[str]] = {}
        self._sides: dict[tuple[int, int, int], tuple[Side, Side]] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Offsets at which sentences begin."""
        if self.field.name == TITLE:
            return [0]
        starts = _starts(self.field)
        if self._openings is not None:
            self._opened = frozenset(self._openings.among(self.field.scan, starts))
            starts = sorted(self._opened.union(starts))
        return starts

    def going_on(self, number: int) -> Iterator[int]:
        """Yield the sentences behind one that go on with it: what it is about, they are about, but not the reverse."""
        starts = self.starts
        while self._opened and number + 1 < len(starts) and starts[number + 1] in self._opened:
            number += 1
            yield number

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
        words = self._words.get(number)
        if words is None:
            words = self._words[number] = words_of(self._joined, *self.bounds(number))
        return words

    @cached_property
    def _joined(self) -> str:
        """The scan text with its Uzbek letters whole."""
        return _joined(self.field) if self._uzbek else self.field.scan

    @cached_property
    def _is_plain(self) -> bool:
        """Whether words stand between spaces, so that a few of them are cut off quickly."""
        return self._joined.isascii()

    def spelt(self, number: int) -> list[str]:
        """Return the words of a sentence themselves."""
        if number not in self._spelt:
            scan = self.field.scan
            self._spelt[number] = [scan[a:b] for a, b in self.words(number)]
        return self._spelt[number]

    def around(self, start: int, end: int, count: int) -> list[str] | None:
        """Return the words (``count`` on each side) around a hit, whatever sentence they stand in.

        All that `beside` tells are among them, and it costs an eighth; nothing where words are not simply what
        stands between spaces, or too long.
        """
        scan, first = self.field.scan, max(0, start - _NEAR)
        if self._uzbek or (start and scan[start - 1] != " "):
            return None
        before, after = scan[first:start].rsplit(None, count), scan[end : end + _NEAR].split(None, count)
        if len(before) > count:
            del before[0]
        elif first:
            return None
        if len(after) > count:
            del after[-1]
        elif len(scan) > end + _NEAR:
            return None
        words = before + after
        return words if scan.isascii() or not is_spaceless(words) else None

    def beside(self, start: int, end: int, count: int) -> tuple[Side, Side]:
        """Return the words (at most ``count``) before a hit and those behind it, with their bounds."""
        sides = self._sides.get((start, end, count))
        if sides is None:
            sides = self._sides[start, end, count] = self._cut(start, end, count)
        return sides

    def _cut(self, start: int, end: int, count: int) -> tuple[Side, Side]:
        number = self.number(start)
        begin, stop = self.bounds(number)
        scan = self._joined
        inside = start > begin and scan[start - 1] != " "
        if not self._is_plain or inside or start - begin > _NEAR or stop - end > _NEAR:
            return self._words_before(number, start, count), self._words_after(number, end, count)
        words = scan[begin:start].rsplit(None, count)
        if len(words) > count:
            begin += len(words.pop(0))
        others = scan[end:stop].split(None, count)
        if len(others) > count:
            stop -= len(others.pop())
        return (words, (begin, start)), (others, (end, max(end, stop)))

    def _words_before(self, number: int, start: int, count: int) -> Side:
        words = self.words(number)
        last = bisect_left(words, (start, 0))
        if last and words[last - 1][1] > start:
            last -= 1
        low = max(0, last - count)
        # up to the hit itself: where letters are paired (zh, ja), one of a pair may belong to the hit
        return self.spelt(number)[low:last], (words[low][0] if low < last else start, start)

    def _words_after(self, number: int, end: int, count: int) -> Side:
        words = self.words(number)
        first = bisect_left(words, (end, 0))
        high = min(len(words), first + count)
        return self.spelt(number)[first:high], (end, words[high - 1][1] if first < high else end)


def _starts(field: Field) -> list[int]:
    """Return where the sentences of a text begin."""
    plain = (
        field.plain
    )  # not folded: ！ and ？ become ! and ? there, which end a sentence only before a space
    marks = (_ASCII_MARK if plain.isascii() else _MARK).finditer(plain)
    small = plain.islower()
    ends = (m.end() for m in marks if m.lastindex is None or _ends(plain, m.start(), m.end(), small=small))
    return [0, *ends]


def _joined(field: Field) -> str:
    """Return the scan text of a field with its Uzbek letters whole."""
    apostrophes = [match.start() for match in _UZBEK.finditer(field.folded)]
    if not apostrophes:
        return field.scan
    letters = list(field.scan)
    for offset in apostrophes:
        letters[offset] = "ʻ"
    return "".join(letters)


def _goes_on_small(text: str, end: int) -> bool:
    """Tell whether a small letter follows a dot, so that it ended a short form: "EE. UU. *ataca*"."""
    letter = text[end : end + 1]
    return letter.islower() and not _GEORGIAN.match(letter)


def _ends(text: str, start: int, end: int, *, small: bool) -> bool:
    """Tell whether a fence parts sentences, or a dot before a space ends one: not after an initial, an ordinal or a short form.

    Nor before a small letter, but in a text that has no others (``small``).
    """
    if text[start] != ".":
        return text[start - 1 : start].isspace() and text[end - 1].isspace()
    if not small and _goes_on_small(text, end):
        return False
    before = text[max(0, start - 20) : start].lower()
    word = "" if not before or before[-1].isspace() else before.split()[-1].rpartition(".")[2]
    if word.isdigit():
        return len(word) > 2
    if "\u0e00" <= word[-1:] <= "\u0e7f":
        return len(word) > _THAI_SHORT
    return len(word.strip("(\"'„«")) > 1 and word not in _SHORT
