"""Who strikes whom in languages whose verbs end the sentence: "İsrail Lübnan'ı bombaladı", イスラエルがレバノン空爆.

The attacker stands first, bare or with the ending of a subject or an owner, the target next with the ending of an object,
and what is done to it behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pydantic

from streams.regions import shipped
from streams.regions.locatives import FIRST_GLUED, LAST_GLUED
from streams.regions.sighting import Sighting
from streams.text import Field, scan_of

_FAR = 6  #: words behind a target in which the verb stands
_SOLDIERS = 2  #: words between an attacker and its target ("savaş uçakları")
_Kind = Literal["actors", "targets", "owners", "strikes", "not"]


class _VerbsLast(pydantic.RootModel[dict[str, dict[_Kind, tuple[str, ...]]]]):
    """Words of strikes by language and kind."""


@dataclass(frozen=True, slots=True)
class VerbsLast:
    """How one language says it; all beginnings of words but the targets and owners of spaced scripts."""

    actors: tuple[str, ...]
    targets: tuple[str, ...]
    owners: tuple[str, ...]
    strikes: tuple[str, ...]
    refused: tuple[str, ...]


@lru_cache(maxsize=1)
def verbs_last() -> dict[str, VerbsLast]:
    """Return how each language says it."""
    spoken = shipped.read("verbslast.yaml", _VerbsLast).root
    return {language: _folded(words) for language, words in spoken.items()}


def _folded(words: dict[_Kind, tuple[str, ...]]) -> VerbsLast:
    of = {kind: tuple(sorted({scan_of(word) for word in told})) for kind, told in words.items()}
    return VerbsLast(of["actors"], of["targets"], of["owners"], of["strikes"], of["not"])


def strikes_next(field: Field, one: Sighting, other: Sighting, language: str) -> bool:
    """Tell whether a country strikes the one that is named next, by the endings and the verb of its language."""
    words = verbs_last().get(language)
    if words is None:
        return False
    between = field.scan[one.end - one.tail : other.start].split()
    if len(between) > 1 + _SOLDIERS or (between and not between[0].startswith(words.actors)):
        return False
    name_end = other.end - other.tail
    glued = FIRST_GLUED <= field.scan[name_end - 1] <= LAST_GLUED
    behind = field.scan[name_end:].split(" ", 1)[0] if glued else field.scan[name_end:]
    told = [behind] if glued else behind.split()[: _FAR + 1]
    return _is_struck(told, words, glued=glued)


def _is_struck(told: list[str], words: VerbsLast, *, glued: bool) -> bool:
    """Tell whether what stands behind a target, its ending first, says that it is struck."""
    if not told or not told[0] or any(_holds(word, words.refused, glued=glued) for word in told):
        return False
    first = told[0]
    if glued:
        marked = first.startswith((*words.targets, *words.strikes)) and not first.startswith(words.owners)
        return marked and _holds(first, words.strikes, glued=True)
    if first.startswith(words.strikes):
        return True  # "İsrail'in Beyrut saldırısı"
    return (
        first in words.targets
        and first not in words.owners
        and any(_holds(word, words.strikes, glued=False) for word in told[1:])
    )


def _holds(word: str, beginnings: tuple[str, ...], *, glued: bool) -> bool:
    return any(one in word for one in beginnings) if glued else word.startswith(beginnings)
