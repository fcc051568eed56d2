"""Words by which a headline says that one country strikes another (``data/strikes.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pydantic

from streams.regions import shipped
from streams.text import scan_of

Words = frozenset[str]
_Strike = Literal[
    "verbs", "verbs_before", "carries", "carries_before", "onto", "weapons", "weapons_before",
    "soldiers", "attacks", "owned", "accuses", "tellers", "auxiliaries",
]  # fmt: skip


class _Strikes(pydantic.RootModel[dict[_Strike, dict[str, tuple[str, ...]]]]):
    """Words of strikes by kind and language."""


@dataclass(frozen=True, slots=True)
class Strikes:
    """Words by which one country strikes another."""

    verbs: Words  #: behind the attacker's name
    verbs_before: Words
    carries: Words  #: so do these, with a weapon behind them and a word of ``onto`` before the target
    carries_before: Words
    onto: Words
    weapons: tuple[str, ...]  #: beginnings of words
    weapons_before: tuple[str, ...]  #: the same, where an adjective stands behind its noun
    soldiers: tuple[str, ...]  #: the same, between a people and its weapons ("Israeli army raid")
    #: beginnings of nouns for an attack, before the attacker ("attack by Israel on")
    attacks: tuple[str, ...]
    #: weapons before the genitive of a name: whose they are ("удары Украины", but "обстрел Украины" hits it)
    owned: tuple[str, ...]
    accuses: Words  #: between who was struck and whom it accuses
    tellers: Words  #: words for who tells, behind one of ``onto`` ("at *it*")
    auxiliaries: Words


@lru_cache(maxsize=1)
def strikes() -> Strikes:
    """Return the words by which one country strikes another, of all languages."""
    of = {
        kind: frozenset(scan_of(word) for words in told.values() for word in words)
        for kind, told in shipped.read("strikes.yaml", _Strikes).root.items()
    }
    nouns = of["attacks"] | of["weapons"] | of["weapons_before"]
    return Strikes(
        verbs=of["verbs"], verbs_before=of["verbs_before"], carries=of["carries"], carries_before=of["carries_before"],
        onto=of["onto"], weapons=tuple(sorted(of["weapons"])), weapons_before=tuple(sorted(of["weapons_before"])),
        soldiers=tuple(sorted(of["soldiers"])), attacks=tuple(sorted(nouns)), owned=tuple(sorted(of["owned"])),
        accuses=of["accuses"], tellers=of["tellers"], auxiliaries=of["auxiliaries"],
    )  # fmt: skip
