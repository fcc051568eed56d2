"""What a found name can mean: places and how it means them, a people, an organisation, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from streams.regions.table import Spot

NAME, DEMONYM, EXCLUSION = "name", "demonym", "exclusion"


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
    part: bool = False  #: the own name of a part of a country that is none of its divisions: Darfur, Donbas
    both: bool = False  #: one word for several countries at once: each of them is named


class Extra(NamedTuple):
    """A name beside the compiled ones; a tuple, because forty thousand of them are made when a tagger is built."""

    text: str
    meaning: Meaning
    languages: frozenset[str] | None
    tail: int
    head: int = 0
    folded: bool = False  #: the text is as `scan_of` returns it
