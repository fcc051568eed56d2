"""Which occurrences of names are names here: endings, prefixes, case, ordinary words, persons; then the longest.

Everything is judged before the longest is taken: ``Port Sudan`` must not hide
``Sudanese`` when it is not there after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from streams.matcher import Hit
from streams.regions import traps
from streams.regions.beside import (
    acts,
    frames_a_scene,
    is_division,
    opens_sentence,
    stands_behind,
    word_before,
    word_behind,
)
from streams.regions.exchanges import codes
from streams.regions.gazetteer import EXCLUSION, Standing
from streams.regions.lookalikes import firm, is_abbreviation
from streams.regions.person import shown_before, shown_behind
from streams.regions.reading import STANDING, Reader, Reading
from streams.regions.shape import Shape
from streams.regions.sighting import Refused, Sighting, longest
from streams.regions.table import CAPITAL, COUNTRY
from streams.text import Field, Prepared

SIDE = 0.5  #: what a people's name counts that only says on whose side somebody is


def accept(
    prepared: Prepared, hits: Iterable[Hit], reader: Reader, refused: list[Refused] | None = None
) -> list[Sighting]:
    """Return the names among the hits, in order; where they overlap, the longest.

    Who wants to know why others are none gives a list for the reasons.
    """
    judge = _Judge(prepared, reader, refused)
    found = [sighting for hit in hits if (sighting := judge.sighting(hit)) is not None]
    found += _shares(prepared, reader)
    if judge.persons:
        found = [s for s in found if judge.word(s) not in judge.persons or _stays(s, judge.word(s))]
    return [s for s in longest(found) if s.meaning.kind != EXCLUSION]


def _shares(prepared: Prepared, reader: Reader) -> Iterator[Sighting]:
    """Yield the codes of shares as evidence for the country where they are traded."""
    for number, field in enumerate(prepared.fields):
        for start, end, country in codes(field):
            meaning = reader.exchange(country)
            (spot, _), *_ = meaning.candidates
            factor = STANDING[Standing.OFFICE]
            yield Sighting(number, start, end, -1 - spot.number, meaning, (spot,), "a share's code", factor)


def _stays(sighting: Sighting, word: str) -> bool:
    """Tell whether a name stays a place where the article shows a person of that name.

    Countries do ("Jordan's king"), unless they are first names too and no word of
    place stands before them: "Jordan scores 30" beside "Michael Jordan".
    """
    if word in traps.person_countries():
        return sighting.located
    return sighting.sure or any(spot.kind in (COUNTRY, CAPITAL) for spot in sighting.candidates)


class _Judge:
    """Judges the hits of one article."""

    def __init__(self, prepared: Prepared, reader: Reader, refused: list[Refused] | None) -> None:
        self.fields = prepared.fields
        self.persons: set[str] = set()  #: names a first name or title has shown to be a person's
        self._reader, self._speech = reader, reader.speech
        self._refused = refused
        self._shapes: list[Shape | None] = [None] * len(self.fields)

    def word(self, sighting: Sighting) -> str:
        """Return the word a sighting stands for, folded."""
        return self.fields[sighting.field].scan[sighting.start : sighting.end]

    def sighting(self, hit: Hit) -> Sighting | None:
        """Return the sighting a hit is, none if it is no name."""
        number, start, end, payload, word_start, word_end = hit
        field = self.fields[number]
        scan = field.scan
        tail = scan[end:word_end]
        reading = self._reader.known.get((payload, tail))
        if reading is None:
            reading = self._reader.read(payload, scan[start:end], tail)
        if reading.needs_capital and field.plain[start].islower():
            return None if reading.is_exclusion else self._no(hit, "no capital")
        if reading.why:
            return self._no(hit, reading.why)
        if word_start < start and not self._speech.may_begin(scan[word_start:start]):
            return self._no(hit, f"“{scan[word_start:start]}” is no prefix here")
        if reading.is_never and not reading.is_exclusion:
            return self._no(hit, "never a place")
        if (
            reading.meaning.after_comma
            and not reading.is_exclusion
            and field.written(start - 2, start) != ", "
        ):
            return self._no(hit, "an abbreviation counts only behind a town")
        sighting = Sighting(
            number, start, word_end, payload, reading.meaning, reading.spots, reading.rule, reading.factor,
            reading.meaning.conditional, reading.is_sure,
        )  # fmt: skip
        return sighting if reading.is_exclusion else self._checked(hit, sighting, reading, field)

    def _checked(self, hit: Hit, sighting: Sighting, reading: Reading, field: Field) -> Sighting | None:
        """Return the sighting with what its surroundings tell, unless they tell that it is no place."""
        scan, start = field.scan, hit.start
        before = word_before(scan, start)
        sighting.tail = hit.word_end - hit.end
        sighting.is_short = reading.is_short
        if len(reading.spots) > 1:
            sighting.division = is_division(scan, start, hit.word_end, before)
        if reading.is_name:  # an organisation is no place: "killed in a Boko Haram attack"
            sighting.located = reading.meaning.standing is None and self._is_located(scan, hit, before)
        elif self._speech.forces:
            self._of_people(sighting, scan, before)
        if reading.meaning.acronym or reading.meaning.standing is not None:
            why = self._misspelt(hit, reading, field) if reading.meaning.acronym else None
            return sighting if why is None else self._no(hit, why)
        if reading.is_local and (why := self._looks_alike(hit, field)):
            return self._no(hit, why)
        if reading.is_ordinary and not reading.meaning.after_comma:
            proper = field.written(hit.end, hit.end + 1) in ("'", "’")  # Turkish puts endings behind one
            if not proper and (why := self._unfit(hit, reading, field, before)):
                return self._no(hit, why)
            people = not reading.is_name and not self._shape(hit.field).caseless
            sighting.conditional = not (people or (reading.is_large and (proper or sighting.located)))
        return self._of_place(hit, sighting, reading, field)

    def _of_people(self, sighting: Sighting, scan: str, before: str) -> None:
        """Note of a people whether its state acts, or somebody only comes from there or is on its side."""
        speech = self._speech
        sighting.origin = not acts(scan, sighting.end, before, speech.forces)
        if before in speech.sides or word_behind(scan, sighting.end) in speech.sides:
            sighting.side = True
            sighting.factor *= SIDE

    def _is_located(self, scan: str, hit: Hit, before: str) -> bool:
        """Tell whether words or an ending beside a name say that something happens there."""
        beside = self._speech.beside
        return (
            stands_behind(scan, hit.start, before, beside.scenes)
            or (before in beside.frames and frames_a_scene(scan, hit.start, before, beside.frames[before]))
            or (bool(beside.behind) and word_behind(scan, hit.word_end) in beside.behind)
            or scan[hit.end : hit.word_end] in beside.tails
        )

    def _misspelt(self, hit: Hit, reading: Reading, field: Field) -> str | None:
        """Return why letters are not an abbreviation here, none if they may be one."""
        if field.small or any(letter.islower() for letter in field.written(hit.start, hit.end)):
            return "an abbreviation needs capitals"
        if reading.is_stop and self._shape(hit.field).all_capitals:
            return "an ordinary word in an all-capital headline"
        return "a company's sign" if field.written(hit.start - 1, hit.start) == "<" else None

    def _looks_alike(self, hit: Hit, field: Field) -> str | None:
        """Return why the name of a city or division is rather something else that is written so."""
        if is_abbreviation(field, hit.start, hit.word_end) and not self._shape(hit.field).all_capitals:
            return "an abbreviation in capitals"
        word = firm(field, hit.word_end)
        if word is None:
            return None
        self.persons.add(field.scan[hit.start : hit.word_end])
        return f"a firm: “{word}” after it"

    def _unfit(self, hit: Hit, reading: Reading, field: Field, before: str) -> str | None:
        """Return why an ordinary word is no place here, none if it may be one."""
        shape = self._shape(hit.field)
        if shape.caseless:
            return None
        if shape.all_capitals or shape.title_case or opens_sentence(field, hit.start):
            return "an ordinary word here"
        if before in traps.articles() and not reading.has_country:
            return "an ordinary word behind an article"
        if not reading.is_name and reading.needs_capital:
            return None  # "Polish defence": within a sentence only the people have a capital
        locatives = self._speech.beside.locatives
        if locatives and not stands_behind(field.scan, hit.start, before, locatives):
            return "an ordinary word without a word of place before it"
        return None

    def _of_place(self, hit: Hit, sighting: Sighting, reading: Reading, field: Field) -> Sighting | None:
        """Return the sighting unless its name is a person's."""
        shape = self._shape(hit.field)
        if not reading.is_name or shape.caseless:
            return sighting
        why = shown_before(field, hit, reading, shape, self._speech)
        if why is not None:
            self.persons.add(field.scan[hit.start : hit.word_end])
        else:
            why = shown_behind(field, hit, reading, shape, self._speech)
            if why is not None and reading.is_person_country:
                self.persons.add(field.scan[hit.start : hit.word_end])
        return sighting if why is None else self._no(hit, why)

    def _shape(self, number: int) -> Shape:
        known = self._shapes[number]
        if known is None:
            known = self._shapes[number] = Shape(self.fields[number])
        return known

    def _no(self, hit: Hit, why: str) -> Sighting | None:
        """Note why a hit is no name, where somebody asks."""
        if self._refused is not None:
            self._refused.append(Refused(hit.field, hit.start, hit.word_end, hit.pattern, why))
        return None
