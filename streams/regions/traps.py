"""Lists of words that are traps for a place finder, each its own reviewable file in ``data/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import pydantic

from streams.text import scan_of
from tocsin.strict import parse

Words = frozenset[str]


class _ByLanguage(pydantic.RootModel[dict[str, tuple[str, ...]]]):
    """Words by language."""


class _Abbreviations(pydantic.RootModel[dict[str, dict[str, tuple[str, ...]]]]):
    """Abbreviations by language and region."""


_Kind = Literal["scene", "other", "behind", "tail", "frame", "from", "border", "with", "abroad", "speaks"]


class _Locatives(pydantic.RootModel[dict[str, dict[_Kind, tuple[str, ...]]]]):
    """Words beside places by language."""


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
    division_words: tuple[str, ...]
    articles: tuple[str, ...]
    joining: tuple[str, ...]
    foreign_countries: tuple[str, ...]


def _text(name: str) -> str:
    return files("streams.regions").joinpath(f"data/{name}").read_text("utf-8")


@lru_cache(maxsize=1)
def ordinary() -> dict[str, Words]:
    """Return place names that are ordinary words of a language (counted: `ordinary.yaml`, `frequent.yaml`)."""
    counted, frequent = _by_language("ordinary.yaml"), _by_language("frequent.yaml")
    return {
        language: counted.get(language, frozenset()) | frequent.get(language, frozenset())
        for language in (*counted, *frequent)
    }


@dataclass(frozen=True, slots=True)
class Beside:
    """Words of one language that stand beside a place."""

    scenes: Words = frozenset()  #: before the place where something happens
    locatives: Words = frozenset()  #: before any place
    behind: Words = frozenset()  #: behind a scene ("Morak town")
    tails: Words = frozenset()  #: endings of a scene
    frames: Mapping[str, Words] = field(
        default_factory=dict
    )  #: "on" before a scene behind "attack", "raid" …
    origins: Words = frozenset()  #: before where somebody or something comes from
    borders: Words = frozenset()  #: words for a border
    beyond: Words = frozenset()  #: between a border and what lies beyond it ("with")
    abroad: Words = frozenset()  #: behind a country that has something elsewhere ("US base")
    speaks: Words = frozenset()  #: behind a capital that stands for its government ("Kigali denies")


@lru_cache(maxsize=1)
def locatives() -> dict[str, Beside]:
    """Return words beside a place, by language."""
    document = parse(_text("locatives.yaml"), _Locatives, file="locatives.yaml")
    assert document.value is not None, document.problems
    return {language: _beside(words) for language, words in document.value.root.items()}


def _beside(words: Mapping[_Kind, tuple[str, ...]]) -> Beside:
    folded = {kind: frozenset(scan_of(word) for word in told) for kind, told in words.items()}
    scenes = folded.get("scene", frozenset())
    return Beside(
        scenes,
        scenes | folded.get("other", frozenset()),
        folded.get("behind", frozenset()),
        folded.get("tail", frozenset()),
        _frames(folded.get("frame", frozenset())),
        folded.get("from", frozenset()),
        folded.get("border", frozenset()),
        folded.get("with", frozenset()),
        folded.get("abroad", frozenset()),
        folded.get("speaks", frozenset()),
    )


def _frames(phrases: Words) -> Mapping[str, Words]:
    """Return what stands before each second word of the frames, by that word."""
    frames: dict[str, set[str]] = {}
    for phrase in phrases:
        first, second = phrase.split()
        frames.setdefault(second, set()).add(first)
    return {second: frozenset(first) for second, first in frames.items()}


@lru_cache(maxsize=1)
def _never() -> _Never:
    document = parse(_text("never.yaml"), _Never, file="never.yaml")
    assert document.value is not None, document.problems
    return document.value


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
def abbreviations() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return abbreviated divisions by language and region; they count only after a comma."""
    document = parse(_text("abbreviations.yaml"), _Abbreviations, file="abbreviations.yaml")
    assert document.value is not None, document.problems
    return document.value.root


@lru_cache(maxsize=1)
def organisations() -> dict[str, Organisations]:
    """Return organisations that stand for their country, by language."""
    document = parse(_text("organisations.yaml"), _Organisations, file="organisations.yaml")
    assert document.value is not None, document.problems
    return document.value.root


@lru_cache(maxsize=1)
def exclusions() -> dict[str, tuple[str, ...]]:
    """Return phrases that hold a place's name and are no place, by language."""
    document = parse(_text("exclusions.yaml"), _ByLanguage, file="exclusions.yaml")
    assert document.value is not None, document.problems
    return document.value.root


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
    document = parse(_text("homonyms.yaml"), _Abbreviations, file="homonyms.yaml")
    assert document.value is not None, document.problems
    return document.value.root


@lru_cache(maxsize=1)
def firms() -> Words:
    """Return words that make a firm's name of the word before them."""
    document = parse(_text("firms.yaml"), _Firms, file="firms.yaml")
    assert document.value is not None, document.problems
    return frozenset(scan_of(word) for word in document.value.words)


@lru_cache(maxsize=1)
def exchanges() -> dict[str, str]:
    """Return the countries of stock exchanges by the suffix of their shares' codes."""
    document = parse(_text("exchanges.yaml"), _Exchanges, file="exchanges.yaml")
    assert document.value is not None, document.problems
    return document.value.suffixes


def _by_language(name: str) -> dict[str, Words]:
    document = parse(_text(name), _ByLanguage, file=name)
    assert document.value is not None, document.problems
    return {
        language: frozenset(scan_of(word) for word in words)
        for language, words in document.value.root.items()
    }
