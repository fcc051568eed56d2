"""The names that languages' own lists add to the compiled ones: countries, peoples, cities, organisations, traps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from streams.keys import ANY_TAIL
from streams.regions import slavic, traps
from streams.regions.called import called
from streams.regions.languages import LanguageData
from streams.regions.meaning import DEMONYM, EXCLUSION, NAME, Extra, Meaning, Standing
from streams.regions.respelt import in_traditional
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, EXACT, STEM, Spot, Table
from streams.text import scan_of, scans_of

TAIL, HEAD = 5, 5  #: letters that may follow a name within its word, and precede it where a script glues
_LISTED = 50_000  #: people that a town counts for which a language's own list names
_DIRECTIONS = {
    "de": ("nord", "süd", "ost", "west", "zentral", "nordost", "nordwest", "südost", "südwest"),
    "nl": ("noord", "zuid", "oost", "west"),
    "sv": ("nord", "syd", "öst", "väst"),
}
_LATIN = re.compile(r"[a-zß-ɏ]")


class Listed:
    """Turns the languages' lists into patterns with meanings."""

    def __init__(self, names: Table) -> None:
        self.table = names
        self.made: dict[tuple[str, str], Spot] = {}
        self._met: dict[tuple[object, ...], Meaning] = {}
        self._parts: dict[Meaning, Meaning] = {}
        self._called = called(names.countries, {*_DIRECTIONS, *slavic.LANGUAGES})
        #: what English names can mean: thirty languages name the same cities
        self._spots: dict[str, list[Spot]] = {}

    def all(self, languages: Mapping[str, LanguageData]) -> Iterator[Extra]:
        """Yield what every language adds; Chinese in traditional spellings, too."""
        yield from in_traditional(self._listed(languages))

    def _listed(self, languages: Mapping[str, LanguageData]) -> Iterator[Extra]:
        for code in sorted(languages):
            data = languages[code]
            yield from self._demonyms(data)
            yield from self._pairs(data)
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
                yield Extra(phrase, Meaning(EXCLUSION, ()), frozenset({language}), TAIL, _head(phrase))

    def _homonyms(self) -> Iterator[Extra]:
        for code, spoken in traps.homonyms().items():
            if (spot := self.country(code)) is not None:
                for language, words in spoken.items():
                    for word in words:
                        meaning = Meaning(NAME, ((spot, EXACT),), rival=True)
                        yield Extra(word, meaning, frozenset({language}), TAIL, _head(word))

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
                    yield Extra(word, meaning, only, TAIL, _head(word))

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
                        yield Extra(direction + name.lower(), meaning, frozenset({language}), TAIL)

    def _slavic(self, language: str) -> Iterator[Extra]:
        for code, number in self.table.countries.items():
            name = self._called[language].get(code)
            for stem in slavic.stems(name) if name else ():
                meaning = Meaning(NAME, ((self.table.spot(number), STEM),))
                yield Extra(stem, meaning, slavic.readers(language), TAIL)

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
            head = max(map(len, data.prefixes), default=0) if _LATIN.match(word) else HEAD
            yield Extra(
                word, self._meaning(DEMONYM, spots, EXACT), only, TAIL,
                head if _LATIN.match(word) is None or data.prefixes else 0,
            )  # fmt: skip

    def _pairs(self, data: LanguageData) -> Iterator[Extra]:
        """Yield the words for two countries at once: 印巴, 俄乌."""
        for codes, words in data.pairs.items():
            spots = [spot for code in codes.split() if (spot := self.country(code)) is not None]
            meaning = Meaning(DEMONYM, tuple((spot, EXACT) for spot in spots), both=True)
            for word in words:
                yield Extra(word, meaning, frozenset({data.language, *data.also}), TAIL, _head(word))

    def _named(self, data: LanguageData) -> Iterator[Extra]:
        names: dict[str, list[Spot]] = {}
        for group in (data.countries, data.areas):
            for code, words in group.items():
                if (spot := self.country(code)) is not None:
                    for word in words:
                        names.setdefault(word, []).append(spot)
        known = {word for words in data.countries.values() for word in words}
        for part in (False, True):
            of = {w: self._joined(w, spots) for w, spots in names.items() if part is (w not in known)}
            yield from map(self._as_part, self._spelt(of, data)) if part else self._spelt(of, data)

    def _as_part(self, name: Extra) -> Extra:
        """Return a name as one that only a part of a country has."""
        part = self._parts.get(name.meaning)
        if part is None:
            part = self._parts[name.meaning] = replace(name.meaning, part=True)
        return name._replace(meaning=part)

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
        head = HEAD if key[:1] > "\u0590" else 0
        meaning = self._meaning(NAME, spots, EXACT, acronym=acronym, small=word[:1].islower())
        long = len(key) >= 5 and key[0] < "\u0250" and any(spot.kind == COUNTRY for spot in spots)
        for form in (key, *others):
            yield Extra(form, meaning, only, TAIL if not long else ANY_TAIL, head, folded=True)
        for drop in drops:
            if key.endswith(drop) and len(key) - len(drop) >= 4:
                stem = self._meaning(NAME, spots, STEM)
                yield Extra(key[: -len(drop)], stem, only, TAIL, head)

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
    return HEAD if scan_of(text)[:1] > "\u0590" else 0
