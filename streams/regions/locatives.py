"""Words that stand beside a place and say what it is in its sentence (``data/locatives.yaml``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import pydantic

from streams.regions import shipped
from streams.text import scan_of

Words = frozenset[str]
FIRST_GLUED, LAST_GLUED = "\u3040", "\u9fff"  #: scripts that put no space between a word and the next
_Kind = Literal[
    "scene", "other", "behind", "tail", "frame", "from", "border", "with", "abroad", "speaks",
    "seat", "people", "traveller", "office", "victim", "react",
]  # fmt: skip


class _Locatives(pydantic.RootModel[dict[str, dict[_Kind, tuple[str, ...]]]]):
    """Words beside places by language."""


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
    seats: Words = frozenset()  #: beside a division whose institution it is ("University of Idaho")
    speaks: Words = frozenset()  #: behind a capital that stands for its government ("Kigali denies")
    # Of these the beginnings, each followed by any ending:
    people: tuple[str, ...] = ()  #: beside a country whose people they are, wherever ("citizens")
    travellers: tuple[str, ...] = ()  #: the same, of those who are abroad ("tourists")
    offices: tuple[str, ...] = ()  #: the same, of what states have abroad ("embassy")
    victims: tuple[str, ...] = ()  #: behind several of a people to whom it was done ("Americans kidnapped")
    reacts: tuple[str, ...] = ()  #: behind a country that speaks of another one ("condemns")
    glued_before: tuple[str, ...] = ()  #: ``scenes`` of a script without spaces
    glued_behind: tuple[str, ...] = ()  #: ``behind`` of a script without spaces


@lru_cache(maxsize=1)
def locatives() -> dict[str, Beside]:
    """Return words beside a place, by language."""
    spoken = shipped.read("locatives.yaml", _Locatives).root
    return {language: _beside(words) for language, words in spoken.items()}


def _beside(words: Mapping[_Kind, tuple[str, ...]]) -> Beside:
    of: defaultdict[_Kind, Words] = defaultdict(frozenset)
    of.update({kind: frozenset(map(scan_of, told)) for kind, told in words.items()})
    return Beside(
        scenes=of["scene"], locatives=of["scene"] | of["other"], behind=of["behind"], tails=of["tail"], frames=_frames(of["frame"]),
        origins=of["from"], borders=of["border"], beyond=of["with"], abroad=of["abroad"], seats=of["seat"], speaks=of["speaks"],
        people=tuple(sorted(of["people"])), travellers=tuple(sorted(of["traveller"])), offices=tuple(sorted(of["office"])),
        victims=tuple(sorted(of["victim"])), reacts=tuple(sorted(of["react"])),
        glued_before=_glued(of["scene"]), glued_behind=_glued(of["behind"]),
    )  # fmt: skip


def _glued(words: Words) -> tuple[str, ...]:
    """Return the words of scripts that put no space between a word and a name: Chinese and Japanese."""
    return tuple(sorted(word for word in words if FIRST_GLUED <= word[0] <= LAST_GLUED))


def _frames(phrases: Words) -> Mapping[str, Words]:
    """Return what stands before each second word of the frames, by that word."""
    frames: dict[str, set[str]] = {}
    for phrase in phrases:
        first, second = phrase.split()
        frames.setdefault(second, set()).add(first)
    return {second: frozenset(first) for second, first in frames.items()}
