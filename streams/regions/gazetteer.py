"""Everything that can be found: compiled names, the languages' own words, what operators add; as patterns.

A payload is the number of a name, and of its pattern: first those of the
compiled table, then the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from streams.keys import ANY_TAIL, Pattern, made
from streams.regions import slavic, speech, traps
from streams.regions.languages import LanguageData
from streams.regions.speech import Speech
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, EXACT, STEM, Spot, Table
from streams.text import scan_of, scans_of
from tocsin import atlas

NAME, DEMONYM, EXCLUSION = "name", "demonym", "exclusion"
_TAIL, _HEAD = 5, 5
#: Letters a name needs to take endings; in Latin script one more: "Of", "Sa", "To" never do.
_INFLECTED = (2, 3)
_LISTED = 50_000  #: people that a town counts for which a language's own list names
_LATIN_ENDS = "\u0250"
_DIRECTIONS = {
    "de": ("nord", "süd", "ost", "west", "zentral", "nordost", "nordwest", "südost", "südwest"),
    "nl": ("noord", "zuid", "oost", "west"),
    "sv": ("nord", "syd", "öst", "väst"),
}
_LATIN = re.compile(r"[a-zß-ɏ]")


class Standing(StrEnum):
    """How an organisation shows a country, where no place does."""

    OFFICE = "office"  #: a government or its head: speaks, and what it speaks of may lie anywhere
    ACTOR = "armed group"  #: acts at home, and sometimes elsewhere


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a found name can mean."""

    kind: str  #: name, demonym or exclusion
    candidates: tuple[tuple[Spot, str], ...]  #: places, and how the name means each
    acronym: bool = False  #: must be written in capitals
    conditional: bool = False  #: counts only with other evidence for the country
    after_comma: bool = False  #: an abbreviation that stands behind a town
    standing: Standing | None = None  #: an organisation that stands for its country
    small: bool = False  #: may begin with a small letter ("région d'Och")
    rival: bool = False  #: what the name of a country means besides


@dataclass(frozen=True, slots=True)
class Extra:
    """A name beside the compiled ones."""

    text: str
    meaning: Meaning
    languages: frozenset[str] | None
    tail: int
    head: int = 0
    folded: bool = False  #: the text is as `scan_of` returns it


class Gazetteer:
    """The names to look for and what they mean; also the rules of each language."""

    def __init__(
        self, names: Table, languages: Mapping[str, LanguageData], operator: Sequence[Extra] = ()
    ) -> None:
        self.table = names
        self.speeches = speech.speeches(languages)
        self._extras = [*operator, *_Collector(names).all(languages)]
        self._meanings = [extra.meaning for extra in self._extras]
        self._told = bytearray()  #: what each of the table's names means, a line each

    def __len__(self) -> int:
        return self.table.name_count + len(self._meanings)

    def patterns(self) -> Iterator[Pattern]:
        """Yield what the matcher must find, in the order of the payloads; made as they pass: kept they take 40 MB."""
        yield from _named(self.table, self._told)
        for extra in self._extras:
            yield Pattern(extra.text, extra.languages, extra.tail, extra.head, extra.folded)

    def release(self) -> None:
        """Forget what names look like, once the matcher has its patterns: what they mean is all that is asked for."""
        self._extras.clear()
        self.table.forget_names(bytes(self._told))
        self._told.clear()

    def speech(self, language: str) -> Speech:
        """Return the rules of a language."""
        known = self.speeches.get(language)
        return known or speech.unknown(language, self.speeches.get("en"))

    def meaning(self, payload: int) -> Meaning:
        """Return what the name with this number can mean."""
        first = self.table.name_count
        if payload >= first:
            return self._meanings[payload - first]
        return Meaning(NAME, self.table.meanings(payload))

    def exchange(self, country: str) -> Meaning:
        """Return what the code of a share means that is traded in a country."""
        spot = self.table.spot(self.table.countries[country])
        return Meaning(NAME, ((spot, EXACT),), standing=Standing.OFFICE)


def _named(names: Table, meant: bytearray) -> Iterator[Pattern]:
    """Yield the patterns of the table, in the order of its lines; note what each name means."""
    #: how a line begins to tell what a name means that means a country
    countries = frozenset(f"{number}{how}" for number in range(len(names.countries)) for how in ("", *"asj"))
    for line in names.names:
        key, told, *spoken = line.split("\t")
        meant += f"{told}\n".encode()
        head = 0
        if key < _LATIN_ENDS:
            tail = _TAIL if len(key) >= _INFLECTED[True] else 0
            if len(key) >= 5 and told.split(",", 1)[0] in countries:
                tail = ANY_TAIL
        else:
            tail = _TAIL if len(key) >= _INFLECTED[False] else 0
            head = _HEAD if key > "\u0590" else 0
        languages = frozenset(spoken[0].split(",")) if spoken else None
        yield made((key, languages, tail, head, True, True))


def _called(countries: Iterable[str], languages: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return what countries are called in some languages, by language and country."""
    world = atlas.shipped()
    called: dict[str, dict[str, str]] = {language: {} for language in languages}
    for code in countries:
        told = dict(world.region(code).names)
        for language in called.keys() & told.keys():
            called[language][code] = told[language]
    return called


class _Collector:
    """Turns the languages' lists into patterns with meanings."""

    def __init__(self, names: Table) -> None:
        self.table = names
        self.made: dict[tuple[str, str], Spot] = {}
        self._met: dict[tuple[object, ...], Meaning] = {}
        self._called = _called(names.countries, {*_DIRECTIONS, *slavic.LANGUAGES})
        self._spots: dict[
            str, list[Spot]
        ] = {}  #: what English names can mean: thirty languages name the same cities

    def all(self, languages: Mapping[str, LanguageData]) -> Iterator[Extra]:
        """Yield what every language adds."""
        for code in sorted(languages):
            data = languages[code]
            yield from self._demonyms(data)
            yield from self._named(data)
            yield from self._cities(data)
        yield from self._directed()
        for language in slavic.LANGUAGES:
            yield from self._slavic(language)
        for language, regions in traps.abbreviations().items():
            yield from self._abbreviations(language, regions)
        yield from self._homonyms()
        for language, organisations in traps.organisations().items():
            for standing, words in (
                (Standing.OFFICE, organisations.offices),
                (Standing.ACTOR, organisations.actors),
            ):
                yield from self._organisations(language, standing, words)
        for language, phrases in traps.exclusions().items():
            for phrase in phrases:
                yield Extra(phrase, Meaning(EXCLUSION, ()), frozenset({language}), _TAIL, _head(phrase))

    def _homonyms(self) -> Iterator[Extra]:
        for code, spoken in traps.homonyms().items():
            if (spot := self.country(code)) is not None:
                for language, words in spoken.items():
                    for word in words:
                        meaning = Meaning(NAME, ((spot, EXACT),), rival=True)
                        yield Extra(word, meaning, frozenset({language}), _TAIL, _head(word))

    def _organisations(
        self, language: str, standing: Standing, regions: dict[str, tuple[str, ...]]
    ) -> Iterator[Extra]:
        only = None if language == "any" else frozenset({language})
        for code, words in regions.items():
            if (spot := self.country(code)) is not None:
                for word in words:
                    meaning = Meaning(
                        NAME,
                        ((spot, EXACT),),
                        acronym=word.isupper() and len(word) <= 6,
                        standing=standing,
                        small=word[:1].islower(),
                    )
                    yield Extra(word, meaning, only, _TAIL, _head(word))

    def _meaning(
        self, kind: str, spots: Sequence[Spot], how: str, *, acronym: bool = False, small: bool = False
    ) -> Meaning:
        """Return what a name means; names of the same places in thirty languages share it."""
        key = (kind, how, acronym, small, *[spot.number for spot in spots])
        known = self._met.get(key)
        if known is None:
            candidates = tuple((spot, how) for spot in spots)
            known = self._met[key] = Meaning(kind, candidates, acronym=acronym, small=small)
        return known

    def _directed(self) -> Iterator[Extra]:
        """Yield "Nordsyrien", "Ostkongo": a direction and a country as one word, in languages that write so."""
        for language, directions in _DIRECTIONS.items():
            for code, number in self.table.countries.items():
                name = self._called[language].get(code)
                if name and " " not in name:
                    meaning = Meaning(NAME, ((self.table.spot(number), EXACT),))
                    for direction in directions:
                        yield Extra(direction + name.lower(), meaning, frozenset({language}), _TAIL)

    def _slavic(self, language: str) -> Iterator[Extra]:
        for code, number in self.table.countries.items():
            name = self._called[language].get(code)
            for stem in slavic.stems(name) if name else ():
                meaning = Meaning(NAME, ((self.table.spot(number), STEM),))
                yield Extra(stem, meaning, frozenset({language}), _TAIL)

    def _abbreviations(self, language: str, regions: dict[str, tuple[str, ...]]) -> Iterator[Extra]:
        for code, words in regions.items():
            if (spot := self.country(code)) is not None:
                for word in words:
                    meaning = Meaning(NAME, ((spot, EXACT),), acronym=word.isupper(), after_comma=True)
                    yield Extra(word, meaning, None if "." in word else frozenset({language}), 0)

    def country(self, code: str) -> Spot | None:
        """Return a region's place by its code."""
        number = self.table.divisions.get(code) if "-" in code else self.table.countries.get(code)
        return None if number is None else self.table.spot(number)

    def _demonyms(self, data: LanguageData) -> Iterator[Extra]:
        stems: dict[str, list[Spot]] = {}
        for code, words in data.demonyms.items():
            for word in words:
                if (spot := self.country(code)) is not None:
                    stems.setdefault(word, []).append(spot)
        only = frozenset({data.language, *data.also})
        for word, spots in stems.items():
            head = max(map(len, data.prefixes), default=0) if _LATIN.match(word) else _HEAD
            yield Extra(
                word, self._meaning(DEMONYM, spots, EXACT), only, _TAIL,
                head if _LATIN.match(word) is None or data.prefixes else 0,
            )  # fmt: skip

    def _named(self, data: LanguageData) -> Iterator[Extra]:
        names: dict[str, list[Spot]] = {}
        for group in (data.countries, data.areas):
            for code, words in group.items():
                if (spot := self.country(code)) is not None:
                    for word in words:
                        names.setdefault(word, []).append(spot)
        yield from self._spelt({word: self._joined(word, spots) for word, spots in names.items()}, data)

    def _joined(self, word: str, spots: Sequence[Spot]) -> Sequence[Spot]:
        """Return one place for a name of both a country and one of its divisions: Scotland is as much as a country."""
        if (
            len(spots) != 2
            or [spot.kind for spot in spots] != [COUNTRY, ADMIN1]
            or spots[0].country != spots[1].country
        ):
            return spots
        country, division = spots
        key = (division.admin1, word)
        if key not in self.made:
            self.made[key] = replace(country, number=-1 - len(self.made), admin1=division.admin1, name=word)
        return [self.made[key]]

    def _spelt(self, names: Mapping[str, Sequence[Spot]], data: LanguageData) -> Iterator[Extra]:
        """Yield the forms of names in one language."""
        only = frozenset({data.language, *data.also})
        drops = [scan_of(drop) for drop in data.drops]
        for word, spots in names.items():
            yield from self._forms(word, spots, only, drops)

    def _forms(
        self, word: str, spots: Sequence[Spot], only: frozenset[str], drops: Sequence[str]
    ) -> Iterator[Extra]:
        letters = [letter for letter in word if letter.isalpha()]
        acronym = len(letters) <= 5 and all(letter.isupper() for letter in letters)
        key, *others = scans_of(word)
        head = _HEAD if key[:1] > "\u0590" else 0
        meaning = self._meaning(NAME, spots, EXACT, acronym=acronym, small=word[:1].islower())
        long = len(key) >= 5 and key[0] < "\u0250" and any(spot.kind == COUNTRY for spot in spots)
        for form in (key, *others):
            yield Extra(form, meaning, only, _TAIL if not long else ANY_TAIL, head, folded=True)
        for drop in drops:
            if key.endswith(drop) and len(key) - len(drop) >= 4:
                stem = self._meaning(NAME, spots, STEM)
                yield Extra(key[: -len(drop)], stem, only, _TAIL, head)

    def _cities(self, data: LanguageData) -> Iterator[Extra]:
        names: dict[str, list[Spot]] = {}
        for code, pairs in data.cities.items():
            for local, english in pairs:
                if (spot := self._city(code, english)) is not None:
                    names.setdefault(local, []).append(spot)
        yield from self._spelt(names, data)

    def _city(self, code: str, english: str) -> Spot | None:
        if self.country(code) is None:
            return None
        if english not in self._spots:
            known = self.table.find(scan_of(english))
            self._spots[english] = [s for s, _ in self.table.meanings(known)] if known is not None else []
        fitting = [
            spot
            for spot in self._spots[english]
            if spot.country == code[:2] and ("-" not in code or spot.admin1 in {code, ""})
        ]
        cities = [spot for spot in fitting if spot.kind not in {ADMIN1, COUNTRY}]
        best = max(cities, key=lambda spot: (spot.kind == CAPITAL, spot.population), default=None)
        if best is not None and best.kind in (CAPITAL, CITY):
            return best
        made = self.made.get((code, english))
        if made is None:  # a town that a language's list names is known there as a city is
            admin1 = best.admin1 if best is not None else code if "-" in code else ""
            made = self.made[code, english] = Spot(
                -1 - len(self.made),
                CITY,
                code[:2],
                admin1,
                _LISTED,
                best.name if best is not None else english,
            )
        return made


def _head(text: str) -> int:
    """Return how many letters may be glued before a name of its script."""
    return _HEAD if scan_of(text)[:1] > "\u0590" else 0
