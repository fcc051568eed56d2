"""Which occurrences of names are names here: endings, prefixes, case, ordinary words, persons; then the longest.

Everything is judged before the longest is taken: ``Port Sudan`` must not hide
``Sudanese`` when it is not there after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from streams.matcher import Hit
from streams.regions import traps
from streams.regions.beside import (
    heads_title,
    may_be_proper,
    opens_sentence,
    stands_behind,
    word_before,
    word_behind,
)
from streams.regions.exchanges import shares
from streams.regions.lookalikes import firm, is_abbreviation, is_county, is_part
from streams.regions.meaning import EXCLUSION
from streams.regions.person import shown_alone, shown_before, shown_behind
from streams.regions.reading import Reader, Reading
from streams.regions.shape import Shape
from streams.regions.sighting import Refused, Sighting, longest
from streams.regions.surroundings import note
from streams.regions.table import CAPITAL, COUNTRY
from streams.text import Field, Prepared

_SHORTEST = 3  #: letters of an abbreviation that may stand in a title without capitals


def accept(
    prepared: Prepared, hits: Iterable[Hit], reader: Reader, refused: list[Refused] | None = None
) -> list[Sighting]:
    """Return the names among the hits, in order; where they overlap, the longest.

    Who wants to know why others are none gives a list for the reasons.
    """
    judge = _Judge(prepared, reader, refused)
    found = judge.sightings(hits)
    found += shares(prepared, reader)
    if judge.persons:
        found = [s for s in found if judge.word(s) not in judge.persons or _stays(s, judge.word(s))]
    return [one for s in longest(found) if s.meaning.kind != EXCLUSION for one in _each(s)]


def _each(sighting: Sighting) -> Iterator[Sighting]:
    """Yield a sighting, or one for each country where a word names several at once."""
    if not sighting.meaning.both:
        yield sighting
        return
    for spot in sighting.candidates:
        yield replace(sighting, candidates=(spot,))


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

    def sightings(self, hits: Iterable[Hit]) -> list[Sighting]:
        """Return the sightings among the hits; most others are refused for their form alone, which is known."""
        known, read, fields, asked = (
            self._reader.known,
            self._reader.read,
            self.fields,
            self._refused is not None,
        )
        found: list[Sighting] = []
        for hit in hits:
            number, start, end, payload, _, word_end = hit
            field = fields[number]
            tail = field.scan[end:word_end]
            reading = known.get((payload, tail)) or read(payload, field.scan[start:end], tail)
            if asked or not reading.why:
                sighting = self._sighting(hit, reading, field)
                if sighting is not None:
                    found.append(sighting)
        return found

    def _sighting(self, hit: Hit, reading: Reading, field: Field) -> Sighting | None:
        """Return the sighting a hit is, none if it is no name."""
        start, word_start = hit.start, hit.word_start
        if reading.needs_capital and field.plain[start].islower():
            return None if reading.is_exclusion else self._no(hit, "no capital")
        if reading.why:
            return self._no(hit, reading.why)
        if word_start < start and not self._speech.may_begin(head := field.scan[word_start:start]):
            return self._no(hit, f"“{head}” is no prefix here")
        if (
            reading.meaning.after_comma
            and not reading.is_exclusion
            and field.written(start - 2, start) != ", "
        ):
            return self._no(hit, "an abbreviation counts only behind a town")
        if reading.is_exclusion:
            return _sighting(hit, reading)
        before = word_before(field.scan, start)
        why = self._why_not(hit, reading, field, before)
        return (
            self._no(hit, why) if why else self._noted(_sighting(hit, reading), hit, reading, field, before)
        )

    def _why_not(self, hit: Hit, reading: Reading, field: Field, before: str) -> str | None:
        """Return why a name is no place where it stands, none if it may be one."""
        if reading.by_letters:
            return self._misspelt(hit, reading, field) if reading.meaning.acronym else None
        if (reading.is_slug and not field.small) or is_part(
            field, hit.start, hit.word_end, reading.has_country, reading.has_capital
        ):
            return "part of a longer word"
        if reading.is_local and (why := self._looks_alike(hit, reading, field)):
            return why
        if reading.is_ordinary and not reading.meaning.after_comma and not _is_proper(hit, field):
            why = self._unfit(hit, reading, field, before)
            if why:
                return why
        if not reading.is_name or not (reading.is_first_name or may_be_proper(field, hit.start, before)):
            return None
        return self._whose(hit, reading, field)

    def _noted(self, sighting: Sighting, hit: Hit, reading: Reading, field: Field, before: str) -> Sighting:
        """Return a sighting with what its surroundings tell of it."""
        note(sighting, hit, reading, field.scan, before, self._speech)
        if reading.is_person_country and field.small and not (reading.is_slug or sighting.located):
            sighting.conditional = not (self._acts(hit, reading, field) or before in traps.directions())
        if reading.is_ordinary and not reading.by_letters and not reading.meaning.after_comma:
            people = not reading.is_name and not self._shape(hit.field).caseless
            told = sighting.located or _is_proper(hit, field) or heads_title(field, hit.start, hit.word_end)
            large = (reading.is_large and told) or self._acts(hit, reading, field)
            sighting.conditional = not (people or large)
        return sighting

    def _misspelt(self, hit: Hit, reading: Reading, field: Field) -> str | None:
        """Return why letters are not an abbreviation here, none if they may be one."""
        written = field.written(hit.start, hit.end)
        if field.small and (reading.is_ordinary or len(written) < _SHORTEST):
            return "as likely a word as an abbreviation"
        if not (written.isupper() or written == written.upper()):
            return "an abbreviation needs capitals"
        if reading.is_stop and self._shape(hit.field).all_capitals:
            return "an ordinary word in an all-capital headline"
        return "a company's sign" if field.written(hit.start - 1, hit.start) == "<" else None

    def _looks_alike(self, hit: Hit, reading: Reading, field: Field) -> str | None:
        """Return why the name of a city or division is rather something else that is written so."""
        if is_abbreviation(field, hit.start, hit.word_end) and not self._shape(hit.field).all_capitals:
            return "an abbreviation in capitals"
        if is_county(field, hit.word_end, reading.spots):
            return "a county, and none of its countries has any"
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
            fit = reading.has_country or (reading.is_large and not reading.is_stop)
            heads = fit and (heads_title(field, hit.start, hit.word_end) or self._acts(hit, reading, field))
            return None if heads and not shape.all_capitals else "an ordinary word here"
        if before in traps.articles() and not reading.has_country:
            return "an ordinary word behind an article"
        if not reading.is_name and reading.needs_capital:
            return None  # "Polish defence": within a sentence only the people have a capital
        locatives = self._speech.beside.locatives
        if locatives and not stands_behind(field.scan, hit.start, before, locatives):
            return "an ordinary word without a word of place before it"
        return None

    def _whose(self, hit: Hit, reading: Reading, field: Field) -> str | None:
        """Return what shows that a name is a person's, if anything does."""
        shape = self._shape(hit.field)
        if shape.caseless:
            return None
        why = shown_before(field, hit, reading, shape, self._speech)
        shows_others = why is not None or reading.is_person_country
        if why is None:
            why = shown_behind(field, hit, reading, shape, self._speech)
        if why is None and shape.all_capitals:
            why = shown_alone(field, hit, reading, self._speech)
        if why is not None and shows_others:
            self.persons.add(field.scan[hit.start : hit.word_end])
        return why

    def _acts(self, hit: Hit, reading: Reading, field: Field) -> bool:
        """Tell whether a country stands before its soldiers or government ("Mali ordusu"), whatever else the word means."""
        forces = self._speech.forces
        return (
            reading.has_country and bool(forces) and word_behind(field.scan, hit.word_end).startswith(forces)
        )

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


def _sighting(hit: Hit, reading: Reading) -> Sighting:
    """Return a hit with what its form can mean."""
    meaning = reading.meaning
    return Sighting(
        hit.field, hit.start, hit.word_end, hit.pattern, meaning, reading.spots, reading.rule, reading.factor,
        meaning.conditional, reading.is_sure, reading.is_short, hit.word_end - hit.end,
    )  # fmt: skip


def _is_proper(hit: Hit, field: Field) -> bool:
    """Tell whether an apostrophe stands behind a name: Turkish puts endings behind one."""
    return field.written(hit.end, hit.end + 1) in ("'", "’")
