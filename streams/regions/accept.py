"""Which occurrences of names are names here: endings, prefixes, case, ordinary words, persons; then the longest.

Everything is judged before the longest is taken: ``Port Sudan`` must not hide
``Sudanese`` when it is not there after all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from streams.matcher import Hit
from streams.regions import traps
from streams.regions.gazetteer import DEMONYM, EXCLUSION, Gazetteer, Meaning
from streams.regions.speech import Speech
from streams.regions.table import ADJECTIVE, CAPITAL, COUNTRY, EXACT, STEM, Spot
from streams.text import Field, Prepared
from tocsin.model import PlaceEvidence

COMPOUND = 0.2  #: what a compound's first part counts ("Bosnienkrieg")


@dataclass(slots=True)
class Sighting:
    """One accepted occurrence of a name."""

    field: int
    start: int
    end: int
    payload: int
    meaning: Meaning
    candidates: tuple[Spot, ...]
    rule: str
    factor: float = 1.0
    conditional: bool = False
    sure: bool = False  #: a country by a hand-written name of the text's language
    division: bool = False  #: a word for a division stands beside it ("Osh region")
    tail: int = 0  #: letters after the name within its word
    located: bool = False  #: a word of place stands before it ("in Niger")
    is_short: bool = False  #: at most four Latin letters: as likely a surname or an abbreviation
    spot: Spot | None = None  #: what it was resolved to
    zone: float = 0.0  #: what its zone counts
    weight: float = 0.0  #: kind × zone, filled in by ranking
    evidence: PlaceEvidence | None = None  #: made once, for a country and its division


@dataclass(frozen=True, slots=True)
class Refused:
    """An occurrence that is no name here, and why (for `Tagger.explain`)."""

    field: int
    start: int
    end: int
    payload: int
    why: str


class Shape:
    """How a field uses capitals."""

    __slots__ = ("all_capitals", "caseless", "title_case")

    def __init__(self, field: Field) -> None:
        sample = field.raw[:160]
        self.caseless = sample.lower() == sample.upper()
        self.all_capitals = field.small or (not self.caseless and _is_shouted(sample))
        self.title_case = (
            field.name == "title" and not self.caseless and not self.all_capitals and _is_title_case(sample)
        )


def _is_shouted(sample: str) -> bool:
    """Tell whether nearly all letters are capitals ("U.S. SAYS IRAN's ARMY ...")."""
    if sample.isupper():
        return True
    if not sample[:40].isupper() and sample[1:3].islower():
        return False
    upper = sum(map(str.isupper, sample))
    return upper > 4 * sum(map(str.islower, sample)) and upper > 3


def _is_title_case(sample: str) -> bool:
    """Tell whether a headline writes most of its longer words with a capital."""
    words = [word for word in sample.split() if word[0].isalpha() and len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) * 10 >= len(words) * 7


def accept(
    prepared: Prepared,
    hits: Iterable[Hit],
    gazetteer: Gazetteer,
    language: str,
    refused: list[Refused] | None = None,
) -> list[Sighting]:
    """Return the names among the hits, in order; where they overlap, the longest."""
    judge = _Judge(prepared, gazetteer, gazetteer.speech(language), refused)
    likely = hits if refused is not None else judge.likely(hits)
    found = [sighting for hit in likely if (sighting := judge.sighting(hit)) is not None]
    if judge.persons:
        found = [s for s in found if s.sure or judge.word(s) not in judge.persons or _is_country(s)]
    return [s for s in _longest(found) if s.meaning.kind != EXCLUSION]


def _longest(found: list[Sighting]) -> list[Sighting]:
    found.sort(key=lambda s: (s.field, s.start, -s.end))
    kept: list[Sighting] = []
    for sighting in found:
        last = kept[-1] if kept else None
        if last is None or last.field != sighting.field or sighting.start >= last.end:
            kept.append(sighting)
        elif (sighting.start, sighting.end) == (last.start, last.end):
            if EXCLUSION not in (sighting.meaning.kind, last.meaning.kind):
                kept[-1] = _merged(last, sighting)
        elif sighting.end - sighting.start > last.end - last.start:
            kept[-1] = sighting
    return kept


def _merged(one: Sighting, other: Sighting) -> Sighting:
    """Return one sighting for two names of the same letters: all that either can mean."""
    if (one.rule == "compound") != (other.rule == "compound"):
        return other if one.rule == "compound" else one
    if one.tail != other.tail:
        return one if one.tail < other.tail else other
    if (one.meaning.kind == DEMONYM) != (other.meaning.kind == DEMONYM):
        return other if one.meaning.kind == DEMONYM else one
    for chosen in (one, other):
        if chosen.sure:
            return chosen
    spots = tuple(dict.fromkeys((*one.candidates, *other.candidates)))
    better = one if (one.factor, not one.conditional) >= (other.factor, not other.conditional) else other
    better.candidates = spots
    better.conditional = one.conditional and other.conditional
    return better


def _is_country(sighting: Sighting) -> bool:
    return any(spot.kind in (COUNTRY, CAPITAL) for spot in sighting.candidates)


class _Judge:
    """Judges the hits of one article."""

    def __init__(
        self, prepared: Prepared, gazetteer: Gazetteer, speech: Speech, refused: list[Refused] | None
    ) -> None:
        self.fields = prepared.fields
        self.gazetteer = gazetteer
        self.speech = speech
        self.refused = refused
        self.shapes: list[Shape | None] = [None] * len(self.fields)
        self.persons: set[str] = set()  #: names a first name or title has shown to be a person's

    def word(self, sighting: Sighting) -> str:
        """Return the word a sighting stands for, folded."""
        return self.fields[sighting.field].scan[sighting.start : sighting.end]

    def shape(self, number: int) -> Shape:
        known = self.shapes[number]
        if known is None:
            known = self.shapes[number] = Shape(self.fields[number])
        return known

    def likely(self, hits: Iterable[Hit]) -> list[Hit]:
        """Return the hits that may be names: nine in ten fail on a capital or an ending, found out cheaply here."""
        named = len(self.gazetteer.table.names)
        plain = [field.written(0, len(field.scan)) for field in self.fields]
        speech = self.speech
        endings, compounds = speech.demonym_endings | speech.endings, speech.compounds
        kept: list[Hit] = []
        for hit in hits:
            number, start, end, payload, _, word_end = hit
            if payload < named and plain[number][start].islower():
                continue
            if word_end > end and not compounds and self.fields[number].scan[end:word_end] not in endings:
                continue
            kept.append(hit)
        return kept

    def sighting(self, hit: Hit) -> Sighting | None:
        """Return the sighting a hit is, none if it is no name."""
        number, start, end, payload, word_start, word_end = hit
        field = self.fields[number]
        meaning = self.gazetteer.meaning(payload)
        capital = self._capital(field, start)
        if capital is False and not (meaning.kind == DEMONYM and not self.speech.capital_demonyms):
            return self._no(hit, "no capital") if meaning.kind != EXCLUSION else None
        tail = field.scan[end:word_end] if word_end > end else ""
        found = self._form(meaning, tail)
        if found is None:
            return self._no(hit, f"“{tail}” is no ending here") if tail else self._no(hit, "only a stem")
        spots, factor, rule = found
        if word_start < start and not self.speech.may_begin(field.scan[word_start:start]):
            return self._no(hit, f"“{field.scan[word_start:start]}” is no prefix here")
        sighting = Sighting(
            number, start, word_end, payload, meaning, spots, rule, factor, conditional=meaning.conditional
        )
        sighting.tail = word_end - end
        if len(spots) > 1:
            sighting.division = self._is_division(field, start, word_end)
        sighting.located = meaning.kind == NAME_LIKE and self._is_located(field, start)
        sighting.is_short = word_end - start <= 4 and "a" <= field.scan[start] <= "z"
        sighting.sure = payload >= len(self.gazetteer.table.names) and any(s.kind == COUNTRY for s in spots)
        return self._checked(hit, sighting, field) if meaning.kind != EXCLUSION else sighting

    @staticmethod
    def _capital(field: Field, start: int) -> bool | None:
        """Tell whether a name begins with a capital; none where letters have no case."""
        letter = field.written(start, start + 1)
        if letter.isupper():
            return True
        return False if letter.islower() else None

    def _form(self, meaning: Meaning, tail: str) -> tuple[tuple[Spot, ...], float, str] | None:
        """Return the places a name means with these letters after it, its factor and the rule."""
        if meaning.kind != NAME_LIKE:
            return self._demonym(meaning, tail)
        if not tail:
            spots = tuple(spot for spot, how in meaning.candidates if how not in (STEM, ADJECTIVE))
            return (spots, 1.0, "name") if spots else None
        if self.speech.may_end(tail):
            spots = tuple(spot for spot, how in meaning.candidates if how != ADJECTIVE)
            if spots:
                return spots, 1.0, "inflected name"
        if self.speech.may_end(tail, demonym=True):
            spots = tuple(spot for spot, how in meaning.candidates if how == ADJECTIVE)
            if spots:
                return spots, 0.9, "adjective"
        if self.speech.compounds and len(tail) >= 3:
            spots = tuple(spot for spot, how in meaning.candidates if how == EXACT and spot.kind == COUNTRY)
            if spots:
                return spots, COMPOUND, "compound"
        return None

    def _demonym(self, meaning: Meaning, tail: str) -> tuple[tuple[Spot, ...], float, str] | None:
        spots = tuple(spot for spot, _ in meaning.candidates)
        if not tail or self.speech.may_end(tail, demonym=True):
            return spots, 1.0, "people or adjective" if meaning.kind == DEMONYM else "exclusion"
        return None

    def _checked(self, hit: Hit, sighting: Sighting, field: Field) -> Sighting | None:
        """Return the sighting unless its word is an ordinary word or belongs to a person."""
        word = field.scan[hit.start : hit.word_end]
        shape = self.shape(hit.field)
        if word in traps.never():
            return self._no(hit, "never a place")
        if sighting.meaning.after_comma and field.written(hit.start - 2, hit.start) != ", ":
            return self._no(hit, "an abbreviation counts only behind a town")
        if sighting.meaning.acronym:
            return self._acronym(hit, sighting, field, word)
        if self._is_ordinary(word, sighting) and not sighting.meaning.after_comma:
            proper = field.written(hit.end, hit.end + 1) in ("'", "’")  # Turkish puts endings behind one
            if not proper and (why := self._unfit(hit, field, shape)):
                return self._no(hit, why)
            large = any(spot.population >= 100_000 for spot in sighting.candidates)
            sighting.conditional = not (large and (proper or sighting.located))
        return self._person(hit, sighting, field, shape)

    def _acronym(self, hit: Hit, sighting: Sighting, field: Field, word: str) -> Sighting | None:
        if field.small or any(letter.islower() for letter in field.written(hit.start, hit.end)):
            return self._no(hit, "an abbreviation needs capitals")
        if self.shape(hit.field).all_capitals and word in self.speech.stop:
            return self._no(hit, "an ordinary word in an all-capital headline")
        if field.written(hit.start - 1, hit.start) == "<":
            return self._no(hit, "a company's sign")
        return sighting

    def _is_ordinary(self, word: str, sighting: Sighting) -> bool:
        if word in self.speech.stop:
            return True
        return word in self.speech.ordinary and not _is_country(sighting)

    def _unfit(self, hit: Hit, field: Field, shape: Shape) -> str | None:
        """Return why an ordinary word is no place here, none if it may be one."""
        if shape.caseless:
            return None
        if shape.all_capitals or shape.title_case or self._opens_sentence(field, hit.start):
            return "an ordinary word here"
        locatives = self.speech.locatives
        if locatives and not self._stands_behind(field, hit.start, locatives):
            return "an ordinary word without a word of place before it"
        return None

    def _is_located(self, field: Field, start: int) -> bool:
        """Tell whether a word of place stands before a name, or one word further ("in western Niger")."""
        scenes = self.speech.scenes
        return bool(scenes) and self._stands_behind(field, start, scenes)

    def _stands_behind(self, field: Field, start: int, words: frozenset[str]) -> bool:
        before = self._before(field, start)
        if before in words:
            return True
        return before in traps.directions() and self._before(field, start - len(before) - 1) in words

    def _is_division(self, field: Field, start: int, end: int) -> bool:
        """Tell whether a word for a division stands beside a name ("Osh region", "région d'Och")."""
        words = traps.division_words()
        before = self._before(field, start)
        after = (
            field.scan[end + 1 : field.scan.find(" ", end + 1)] if field.scan[end : end + 1] == " " else ""
        )
        if before in words or after in words:
            return True
        return len(before) <= 3 and self._before(field, start - len(before) - 1) in words

    @staticmethod
    def _before(field: Field, start: int) -> str:
        """Return the word before an offset, folded."""
        end = start - 1
        return field.scan[field.scan.rfind(" ", 0, end) + 1 : end] if end > 0 else ""

    @staticmethod
    def _opens_sentence(field: Field, start: int) -> bool:
        before = field.folded[max(0, start - 4) : start].rstrip(" \"'“”„«»‘’(–—-")
        return not before or before[-1] in ".!?:;\n•|…"

    def _person(self, hit: Hit, sighting: Sighting, field: Field, shape: Shape) -> Sighting | None:
        if sighting.meaning.kind == DEMONYM or shape.caseless:
            return sighting
        countries = any(spot.kind == COUNTRY for spot in sighting.candidates)
        scan, speech = field.scan, self.speech
        before = self._neighbour(field, hit.start, before=True)
        if before and not (shape.all_capitals and countries):
            further = self._neighbour(field, hit.start - len(before) - 1, before=True)
            if before in speech.first_names or (further in speech.titles and not self._seat(sighting)):
                self.persons.add(scan[hit.start : hit.word_end])
                return self._no(hit, f"a person: “{before}” before it")
        if before in speech.titles and before and not countries and not self._seat(sighting):
            self.persons.add(scan[hit.start : hit.word_end])
            return self._no(hit, f"a person: the title “{before}” before it")
        word = scan[hit.start : hit.end]
        if word in speech.first_names and not shape.all_capitals and not shape.title_case:
            after = self._neighbour(field, hit.word_end, before=False)
            if (
                after
                and after not in speech.titles
                and (not countries or self._is_pair(field, hit, word, after))
            ):
                return self._no(hit, f"a person: “{after}” after it")
        return sighting

    def _is_pair(self, field: Field, hit: Hit, word: str, after: str) -> bool:
        """Tell whether a country's name and the word after it are a person's ("Chad Wilkins, 34", not "Chad Basin Authority")."""
        end = hit.word_end + 1 + len(after)
        return word in traps.person_countries() and not self._neighbour(field, end, before=False)

    @staticmethod
    def _seat(sighting: Sighting) -> bool:
        return any(spot.kind == CAPITAL for spot in sighting.candidates)

    @staticmethod
    def _neighbour(field: Field, offset: int, *, before: bool) -> str:
        """Return the capitalised word directly beside an offset, empty if there is none."""
        scan, text = field.scan, field.written(0, len(field.scan))
        if before:
            if offset < 2 or text[offset - 1] != " " or (scan[offset - 2] == " " and text[offset - 2] != "."):
                return ""
            end = offset - 1 - (text[offset - 2] == ".")
            start = scan.rfind(" ", 0, end) + 1
        else:
            if offset + 1 >= len(scan) or text[offset] != " " or scan[offset + 1] == " ":
                return ""
            start = offset + 1
            end = scan.find(" ", start)
            end = len(scan) if end < 0 else end
        return scan[start:end] if start < end and text[start].isupper() else ""

    def _no(self, hit: Hit, why: str) -> Sighting | None:
        """Note why a hit is no name, where somebody asks."""
        if self.refused is not None:
            self.refused.append(Refused(hit.field, hit.start, hit.word_end, hit.pattern, why))
        return None


NAME_LIKE = "name"


def spans(found: Sequence[Sighting]) -> list[tuple[int, int, int]]:
    """Return where the sightings stand, for tests and explanations."""
    return [(s.field, s.start, s.end) for s in found]
