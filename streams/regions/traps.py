"""Lists of words that are traps for a place finder, each its own reviewable file in ``data/``."""

from __future__ import annotations

from functools import lru_cache

import pydantic

from streams.regions import shipped
from streams.text import scan_of

Words = frozenset[str]


class _ByLanguage(pydantic.RootModel[dict[str, tuple[str, ...]]]):
    """Words by language."""


class _Abbreviations(pydantic.RootModel[dict[str, dict[str, tuple[str, ...]]]]):
    """Abbreviations by language and region."""


class Organisations(pydantic.BaseModel):
    """Names by country: of governments and their agencies, and of armed groups."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    offices: dict[str, tuple[str, ...]] = {}
    actors: dict[str, tuple[str, ...]] = {}


class _Organisations(pydantic.RootModel[dict[str, Organisations]]):
    """Organisations by language; "any" holds in all."""


class _Firms(pydantic.BaseModel):
    words: tuple[str, ...]


class _Exchanges(pydantic.BaseModel):
    suffixes: dict[str, str]


class _Never(pydantic.BaseModel):
    words: tuple[str, ...]
    directions: tuple[str, ...]
    compass: tuple[str, ...]
    person_countries: tuple[str, ...]
    counties: tuple[str, ...]
    division_words: tuple[str, ...]
    articles: tuple[str, ...]
    joining: tuple[str, ...]
    foreign_countries: tuple[str, ...]


@lru_cache(maxsize=1)
def ordinary() -> dict[str, Words]:
    """Return place names that are ordinary words of a language (counted: `ordinary.yaml`, `frequent.yaml`)."""
    counted, frequent = _by_language("ordinary.yaml"), _by_language("frequent.yaml")
    return {
        language: counted.get(language, frozenset()) | frequent.get(language, frozenset())
        for language in (*counted, *frequent)
    }


@lru_cache(maxsize=1)
def _never() -> _Never:
    return shipped.read("never.yaml", _Never)


@lru_cache(maxsize=1)
def never() -> Words:
    """Return words that are no place in any language."""
    return frozenset(scan_of(word) for word in _never().words)


@lru_cache(maxsize=1)
def directions() -> Words:
    """Return words that may stand between a word of place and the place."""
    return frozenset(scan_of(word) for word in _never().directions)


@lru_cache(maxsize=1)
def parts() -> Words:
    """Return directions and parts of a country that may stand between a word of place and its name."""
    return directions() | frozenset(scan_of(word) for word in _never().compass)


@lru_cache(maxsize=1)
def division_words() -> Words:
    """Return words for a kind of division."""
    return frozenset(scan_of(word) for word in _never().division_words)


@lru_cache(maxsize=1)
def foreign_countries() -> Words:
    """Return names that are a country's only in the language that calls it so."""
    return frozenset(scan_of(word) for word in _never().foreign_countries)


@lru_cache(maxsize=1)
def articles() -> Words:
    """Return articles that never stand before a town."""
    return frozenset(scan_of(word) for word in _never().articles)


@lru_cache(maxsize=1)
def joining() -> Words:
    """Return words like "and" in all languages."""
    return frozenset(scan_of(word) for word in _never().joining)


@lru_cache(maxsize=1)
def person_countries() -> Words:
    """Return names of countries that are also first names of persons."""
    return frozenset(scan_of(word) for word in _never().person_countries)


@lru_cache(maxsize=1)
def counties() -> Words:
    """Return the countries whose divisions English calls counties."""
    return frozenset(_never().counties)


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return abbreviated divisions by language and region; they count only after a comma."""
    return shipped.read("abbreviations.yaml", _Abbreviations).root


@lru_cache(maxsize=1)
def organisations() -> dict[str, Organisations]:
    """Return organisations that stand for their country, by language."""
    return shipped.read("organisations.yaml", _Organisations).root


@lru_cache(maxsize=1)
def exclusions() -> dict[str, tuple[str, ...]]:
    """Return phrases that hold a place's name and are no place, by language."""
    return shipped.read("exclusions.yaml", _ByLanguage).root


@lru_cache(maxsize=1)
def forces() -> dict[str, tuple[str, ...]]:
    """Return how the words begin beside which a people stands for its state, by language."""
    return {language: tuple(sorted(words)) for language, words in _by_language("forces.yaml").items()}


@lru_cache(maxsize=1)
def sides() -> dict[str, Words]:
    """Return the words beside a people's name that say on whose side somebody is, by language."""
    return _by_language("sides.yaml")


@lru_cache(maxsize=1)
def homonyms() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what names of countries mean besides, by region and language."""
    return shipped.read("homonyms.yaml", _Abbreviations).root


@lru_cache(maxsize=1)
def firms() -> Words:
    """Return words that make a firm's name of the word before them."""
    return frozenset(scan_of(word) for word in shipped.read("firms.yaml", _Firms).words)


@lru_cache(maxsize=1)
def exchanges() -> dict[str, str]:
    """Return the countries of stock exchanges by the suffix of their shares' codes."""
    return shipped.read("exchanges.yaml", _Exchanges).suffixes


def _by_language(name: str) -> dict[str, Words]:
    return {
        language: frozenset(scan_of(word) for word in words)
        for language, words in shipped.read(name, _ByLanguage).root.items()
    }
