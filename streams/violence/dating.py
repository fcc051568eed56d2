"""Which deeds of a sentence its years date: "kidnapped *in 2020*", "*the 2014* massacre", "*in 2014*, gunmen killed 12".

A year dates the deeds of its own piece: those before it, one that it stands right before, or, where it opens the piece
("in March 2021 …"), those behind it. What parts clauses ends a piece, and so do words like "who", "since" and "where".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from streams.text import TITLE
from streams.violence.calendars import Named
from streams.violence.compiled import CompiledLexicon
from streams.violence.cues import words_of
from streams.violence.found import FoundTerm, Place
from streams.violence.pieces import Piece, pieces_of
from streams.violence.qualifiers import stands_first, stands_last
from streams.violence.sentences import Sentences

_OPENING = 6  #: words before a year that opens its piece: "on the morning of 4 May 2024"
_GLUED = 2  #: letters before a year that it may begin with: በ2014, 在2021年
_BESIDE = 1  #: words between a year and a deed beside it: "the 2014 school massacre", "massacre of 2014"
_NAMED = 2  #: the same before a deed, if they begin with a name: "the 2021 Kabul airport bombing"
_FAR, _LINK = 3, 2  #: words, those of the date left out, between a year and a deed before it, and two deeds
_FAR_IN_TITLE = 1  #: titles are news: "Airstrike kills 20 in camp opened in 2024"
_SINCE = 3  #: words between a year and its "since": "since the end of 2022", "2022-жылдын аягынан бери"
_SHORT = 4  #: words of a piece that only goes on with the date: "in 2022, in the north, gunmen …"
#: Languages that have the verb behind the year, beside those whose lexicon says so: "war im Mai 2023 entführt worden".
_VERB_BEHIND = frozenset({"de", "nl", "fa", "ps", "tg", "bn"})
#: Where one stands between a deed and a year, that is of what follows: "rebels shoot the 2024 winner".
_ARTICLES = frozenset(
    {"the", "der", "die", "das", "den", "dem", "het", "le", "la", "les", "el", "los", "las", "il"}
)


class Dating:
    """What the years of one sentence say of its deeds; a year that ended before the month ``limit`` is gone by."""

    def __init__(
        self,
        lexicon: CompiledLexicon,
        sentences: Sentences,
        number: int,
        deeds: Sequence[FoundTerm],
        years: Sequence[Named],
        limit: int,
    ) -> None:
        self._lexicon = lexicon
        self._field, self._scan = sentences.field, sentences.field.scan
        self._deeds = deeds
        self._pieces = pieces_of(
            sentences.field, sentences.bounds(number), lexicon, [found.place for found in deeds]
        )
        self._gone = [year for year in years if year.last < limit and not self._reaches_today(year)]
        self._open = [year for year in years if year not in self._gone]

    def deeds(self) -> dict[Place, str]:
        """Return the deeds of years gone by, each with its year as it is written."""
        return {
            found.place: self._field.written(year.start, year.end)
            for year in reversed(self._gone)
            for found in self._of(year)
        }

    def _of(self, year: Named) -> Iterator[FoundTerm]:
        """Yield the deeds that a year gone by dates."""
        at = self._at(year)
        if at is None or any(self._at(other) == at for other in self._open):
            return  # "in 2024 and 2026" reaches today
        start, end = self._reach(year, self._pieces[at])
        before, behind = self._between(start, year.start), self._between(year.end, end)
        is_told, is_first = self._is_told(year, start), self._is_first(year, at)
        is_beside = bool(behind) and self._words(year.end, behind[0].place.start) <= self._room(year)
        is_beside = is_beside and (is_first or not is_told or self._has_verb_behind)
        if not before and self._opens(year, at) and not (is_beside and (is_first or self._pieces[at].tied)):
            yield from self._opened(year, at, behind)
        elif is_beside:
            yield behind[0]
            yield from self._outcomes(behind[0], year, end)
        elif before:
            late = self._lexicon.lately.search(self._scan, start, end) is not None
            told = self._chain(before, year) if is_told and not late else self._nearest(before, year)
            yield from told
            yield from self._outcomes(told[0], year, end) if told else ()

    def _opened(self, year: Named, at: int, behind: Sequence[FoundTerm]) -> Sequence[FoundTerm]:
        """Return the deeds behind a year that opens a piece; where that opens the sentence, all of them may be of its time."""
        if self._pieces[at].tied:
            return ()  # "the governor who took office in 2022 was shot": nobody can tell where the clause ends
        told = behind or self._behind(year, at)
        if at or not told or not self._is_told(year, self._pieces[at].start):
            return told
        others = {self._at(other) for other in (*self._gone, *self._open) if other is not year}
        later = (
            (number, piece) for number, piece in enumerate(self._pieces) if piece.start > told[-1].place.end
        )
        ends = (piece.start for number, piece in later if number in others or self._is_late(piece))
        end = next(ends, len(self._scan))
        return [found for found in self._deeds if told[0].place.start <= found.place.start < end]

    def _is_late(self, piece: Piece) -> bool:
        """Whether a piece tells of these days."""
        return self._lexicon.lately.search(self._scan, piece.start, piece.end) is not None

    def _chain(self, before: Sequence[FoundTerm], year: Named) -> Sequence[FoundTerm]:
        """Return the deeds that lead up to a date, the last first: "*killed* in a *bombing* in March 2021"."""
        chain: list[FoundTerm] = []
        start, room = year.start, _FAR_IN_TITLE if self._field.name == TITLE else _FAR
        for found in reversed(before):
            if self._plain_words(found.place.end, start) > room:
                break
            chain.append(found)
            start, room = found.place.start, _LINK
        return chain

    def _nearest(self, before: Sequence[FoundTerm], year: Named) -> Sequence[FoundTerm]:
        """Return the deed that stands right before a year: "the massacre of 2021"."""
        between = self._scan[before[-1].place.end : year.start].split()
        if len(between) > _BESIDE or not _ARTICLES.isdisjoint(between):
            return ()  # "rebels shoot the 2024 winner"
        return before[-1:]

    @property
    def _has_verb_behind(self) -> bool:
        return self._lexicon.verb_last or self._lexicon.language in _VERB_BEHIND

    def _at(self, year: Named) -> int | None:
        """Return the piece in which a year stands; one within a word that ends a piece ("с 2022") stands in none."""
        found = (at for at, piece in enumerate(self._pieces) if piece.start <= year.start < piece.end)
        return next(found, None)

    def _reaches_today(self, year: Named) -> bool:
        """Whether a year is where something began that goes on: "since 2022"."""
        at = self._at(year)
        if at is None:
            return True
        piece = self._pieces[at]
        if piece.since and self._words(piece.start, year.start) <= _SINCE:
            return True
        words = words_of(self._scan, year.end, piece.end)[: _SINCE + 1]
        return bool(words) and self._lexicon.since[1].search(self._scan, year.end, words[-1][1]) is not None

    def _reach(self, year: Named, piece: Piece) -> tuple[int, int]:
        """Return between which offsets of its piece a year dates: no further than the next years."""
        starts = [other.end for other in self._gone if piece.start <= other.end <= year.start]
        ends = [other.start for other in self._gone if year.end <= other.start <= piece.end]
        return max(starts, default=piece.start), min(ends, default=piece.end)

    def _room(self, year: Named) -> int:
        """Return how many words may stand between a year and a deed right behind it."""
        name = self._field.written(year.end, year.end + 2).lstrip()
        return _NAMED if not self._field.small and name.istitle() else _BESIDE

    def _opens(self, year: Named, at: int) -> bool:
        """Whether a piece begins with the date: "in 2022", "on 4 May 2024"."""
        piece = self._pieces[at]
        before = self._scan[piece.start : year.start].lstrip()
        if self._is_first(year, at) or (len(before) <= _GLUED and not before.isascii() and before[-1] != " "):
            return True
        if piece.since or self._words(piece.start, year.start) > _OPENING:
            return False
        if not self._is_told(year, piece.start):
            return False
        return stands_first(self._lexicon.years, before) or stands_first(self._lexicon.when[0], before)

    def _is_first(self, year: Named, at: int) -> bool:
        """Whether nothing stands before a year in its piece."""
        return not self._scan[self._pieces[at].start : year.start].strip()

    def _is_told(self, year: Named, start: int) -> bool:
        """Whether a word that makes it a year stands right before one: "in", "March"."""
        return stands_last(self._lexicon.years, self._scan[start : year.start], between=0)

    def _behind(self, year: Named, at: int) -> Sequence[FoundTerm]:
        """Return the deeds behind a piece that only gives the date: "in March 2021, gunmen killed 12"."""
        start = year.end
        for piece, following in pairwise(self._pieces[at:]):
            if not piece.parted or self._words(start, piece.end) > _SHORT:
                return ()
            if deeds := self._between(following.start, following.end):
                return deeds
            start = following.start
        return ()

    def _outcomes(self, deed: FoundTerm, year: Named, end: int) -> Iterator[FoundTerm]:
        """Yield what came of a dated deed: "Bei einem Luftangriff 2022 wurden *zwölf Schüler getötet*"."""
        start = max(deed.place.end, year.end)
        for found in self._between(start, end):
            figures = self._lexicon.counting.figures(self._field, start, found.place.start)
            if any((figure.low or figure.high or 0) > 1 for figure in figures):
                yield found

    def _between(self, start: int, end: int) -> list[FoundTerm]:
        return [found for found in self._deeds if start <= found.place.start and found.place.end <= end]

    def _plain_words(self, start: int, end: int) -> int:
        """Return how many words stand between two offsets, those of a date left out."""
        words = words_of(self._scan, start, end)
        dates = self._lexicon.years.places(self._scan, start, end)
        return sum(
            not self._scan[a:b].isdecimal() and not any(first <= a and b <= last for first, last in dates)
            for a, b in words
        )

    def _words(self, start: int, end: int) -> int:
        return len(words_of(self._scan, start, end))
