"""What a written form can mean in one language: a name and the letters glued behind it, judged once and remembered.

Nothing here depends on the article; what stands around a name is judged in `accept`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from streams.keys import FIRST_UNCASED
from streams.regions import traps
from streams.regions.gazetteer import Gazetteer
from streams.regions.meaning import DEMONYM, EXCLUSION, NAME, Meaning, Standing
from streams.regions.speech import Speech
from streams.regions.table import ADJECTIVE, ADMIN1, CAPITAL, COUNTRY, EXACT, STEM, Spot
from streams.text import scan_of
from tocsin import atlas

STANDING = {Standing.OFFICE: 0.3, Standing.ACTOR: 0.45}  #: what an organisation counts for its country
COMPOUND = 0.2  #: what a compound's first part counts ("Bosnienkrieg")
_REMEMBERED = 20_000  #: forms; an article has about twenty, and most are those of the article before
_LARGE = 100_000  #: people
_GREAT = 500_000  #: people of a city that a first name alone may mean
_AT_HOME = frozenset(
    {"AU", "CA", "GB", "IE", "NZ", "US"}
)  #: where the listed first names are at home, and towns after them
_LONG = 7  #: letters of a division's name that with an "s" is hardly another word
OWNER = "owner without an apostrophe"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form can mean, as far as the form itself tells."""

    meaning: Meaning
    spots: tuple[Spot, ...] = ()  #: the places it can mean; none if it is no name
    factor: float = 1.0
    rule: str = ""
    why: str = ""  #: why it is no name, whatever stands around it
    is_exclusion: bool = False
    is_name: bool = False
    needs_capital: bool = True
    is_ordinary: bool = False  #: the language also writes it as an ordinary word
    is_stop: bool = False  #: the same, by hand
    is_first_name: bool = False
    is_person_country: bool = False  #: a country that is also a first name
    has_country: bool = False
    has_capital: bool = False
    is_large: bool = False
    is_great: bool = False  #: as well known as a city must be that a first name alone may mean
    is_short: bool = False  #: at most four Latin letters
    is_local: bool = False  #: a city or division and nothing larger
    is_division: bool = False  #: first of all a division: its people are called after it ("a Texas man")
    is_sure: bool = False  #: a country by a hand-written name of the language
    is_slug: bool = False  #: with the "s" of an apostrophe that is not written ("irans capital")
    by_letters: bool = False  #: an abbreviation or an organisation: capitals tell, not what stands around it


@cache
def _own_names(language: str) -> frozenset[str]:
    """Return what countries are called in a language, folded."""
    world = atlas.shipped()
    names = (world.region(code).names.get(language) for code in world if "-" not in code)
    return frozenset(scan_of(name) for name in names if name)


def _may_own(spot: Spot, name: str) -> bool:
    """Tell whether a place may have something where no apostrophe is written: a state, a capital, a division of a long name."""
    return spot.kind in (COUNTRY, CAPITAL) or (
        spot.kind == ADMIN1 and len(name) >= _LONG and (" " not in name or spot.country in _AT_HOME)
    )


def _populous(spot: Spot) -> int:
    return spot.population


class Reader:
    """Reads forms as one language writes them."""

    def __init__(self, gazetteer: Gazetteer, speech: Speech) -> None:
        self.speech = speech
        self.known: dict[tuple[int, str], Reading] = {}  #: by name and letters after it
        self._gazetteer = gazetteer
        self._compiled = gazetteer.table.name_count

    def exchange(self, country: str) -> Meaning:
        """Return what the code of a share means that is traded in a country."""
        return self._gazetteer.exchange(country)

    def read(self, payload: int, name: str, tail: str) -> Reading:
        """Return what a name with these letters after it can mean; ``name`` is how it stands in the scan text."""
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        reading = self.known[payload, tail] = self._read(payload, name, tail)
        return reading

    def _read(self, payload: int, name: str, tail: str) -> Reading:
        meaning, speech = self._gazetteer.meaning(payload), self.speech
        needs_capital = name[0] < FIRST_UNCASED and (
            (meaning.kind == NAME and not meaning.small)
            or (meaning.kind == DEMONYM and speech.capital_demonyms)
        )
        form = self._form(meaning, name, tail)
        is_exclusion = meaning.kind == EXCLUSION
        if form is None:
            why = f"“{tail}” is no ending here" if tail else "only a stem"
            return Reading(meaning, why=why, is_exclusion=is_exclusion, needs_capital=needs_capital)
        spots, factor, rule = form
        if meaning.standing is not None:
            factor, rule = STANDING[meaning.standing], str(meaning.standing)
        word = name + tail
        kinds = {spot.kind for spot in spots}
        own = name if rule == OWNER else word
        never = not is_exclusion and (
            not traps.never().isdisjoint((own, word)) or self._is_foreign(payload, own)
        )
        return Reading(
            meaning,
            spots,
            factor,
            rule,
            "never a place" if never else "",
            is_exclusion=is_exclusion,
            is_name=meaning.kind == NAME,
            needs_capital=needs_capital,
            is_slug=rule == OWNER,
            by_letters=meaning.acronym or meaning.standing is not None,
            is_ordinary=word in speech.stop or (word in speech.ordinary and not kinds & {COUNTRY, CAPITAL}),
            is_stop=word in speech.stop,
            is_first_name=name in speech.first_names,
            is_person_country=name in traps.person_countries(),
            is_great=any(spot.country in _AT_HOME or spot.population >= _GREAT for spot in spots),
            has_country=COUNTRY in kinds,
            has_capital=CAPITAL in kinds,
            is_large=any(spot.population >= _LARGE for spot in spots),
            is_short=len(word) <= 4 and "a" <= word[0] <= "z",
            is_local=meaning.kind == NAME and not meaning.after_comma and not kinds & {COUNTRY, CAPITAL},
            is_division=meaning.kind == NAME and max(spots, key=_populous).kind == ADMIN1,
            is_sure=payload >= self._compiled and COUNTRY in kinds and meaning.standing is None,
        )

    def _is_foreign(self, payload: int, word: str) -> bool:
        """Tell whether a country has this name only in some other language."""
        foreign = payload < self._compiled and word in traps.foreign_countries()
        return foreign and word not in _own_names(self.speech.language)

    def _form(self, meaning: Meaning, name: str, tail: str) -> tuple[tuple[Spot, ...], float, str] | None:
        """Return the places a name means with these letters after it, its factor and the rule."""
        if meaning.kind != NAME:
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
        return self._compound(meaning, tail) or self._owner(meaning, name, tail)

    def _compound(self, meaning: Meaning, tail: str) -> tuple[tuple[Spot, ...], float, str] | None:
        """Return the countries that the first part of a compound means ("Bosnienkrieg")."""
        if not self.speech.compounds or len(tail) < 3:
            return None
        spots = tuple(spot for spot, how in meaning.candidates if how == EXACT and spot.kind == COUNTRY)
        return (spots, COMPOUND, "compound") if spots else None

    def _owner(self, meaning: Meaning, name: str, tail: str) -> tuple[tuple[Spot, ...], float, str] | None:
        """Return the places that may have something where an address leaves out the apostrophe ("irans capital")."""
        if tail != "s" or self.speech.language != "en" or meaning.acronym:
            return None
        spots = tuple(spot for spot, how in meaning.candidates if how == EXACT and _may_own(spot, name))
        return (spots, 1.0, OWNER) if spots else None

    def _demonym(self, meaning: Meaning, tail: str) -> tuple[tuple[Spot, ...], float, str] | None:
        spots = tuple(spot for spot, _ in meaning.candidates)
        if not tail or self.speech.may_end(tail, demonym=True):
            return spots, 1.0, "people or adjective" if meaning.kind == DEMONYM else "exclusion"
        return None
