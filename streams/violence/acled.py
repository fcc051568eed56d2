"""ACLED's six event types, as our categories tell them (ACLED Codebook, 2023)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from streams.violence.lexicon import Category
from tocsin.model import Verdict


class EventType(StrEnum):
    """The types of ACLED, under which it lists its 25 sub-types."""

    BATTLES = "Battles"
    EXPLOSIONS = "Explosions/Remote violence"
    CIVILIANS = "Violence against civilians"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    STRATEGIC = "Strategic developments"


#: Excessive force against protesters is a sub-type of protests there; displacement has no type of its own.
TYPES: Mapping[str, EventType] = {
    Category.MASS_ATROCITY: EventType.CIVILIANS,
    Category.ATTACK: EventType.CIVILIANS,
    Category.ABDUCTION: EventType.CIVILIANS,
    Category.SEXUAL_VIOLENCE: EventType.CIVILIANS,
    Category.EXPLOSION: EventType.EXPLOSIONS,
    Category.CLASH: EventType.BATTLES,
    Category.RIOT: EventType.RIOTS,
    Category.FORCE: EventType.PROTESTS,
    Category.PROTEST: EventType.PROTESTS,
    Category.STRATEGIC: EventType.STRATEGIC,
    Category.DISPLACEMENT: EventType.STRATEGIC,
}


def event_type(verdict: Verdict) -> EventType | None:
    """Return the type of an article's strongest category; nothing if it has none of ours."""
    return next((TYPES[scored.category] for scored in verdict.categories if scored.category in TYPES), None)
