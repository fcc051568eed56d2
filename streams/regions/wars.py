"""Wars that one country wages on another's soil: where both are named, it happens in the other one.

"Ukraine: 40 dead, Russia denies", a headline cut down to its key words ("ukraine dnipro russia strike"): no word says
who strikes whom, but the world knows where that war is. A place in the first country says otherwise ("Belgorod"), and so
does the other one that strikes back: "Ukrainian drones hit Russian refinery".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import pydantic

from streams.regions import shipped
from streams.regions.meaning import DEMONYM
from streams.regions.sighting import Sighting
from streams.regions.table import CAPITAL, COUNTRY

WAGES = "that wages war in the other"


class _Wars(pydantic.RootModel[dict[str, tuple[str, ...]]]):
    """Countries by the country that wages war in them."""


@lru_cache(maxsize=1)
def wars() -> Mapping[str, frozenset[str]]:
    """Return the countries in which each country wages war."""
    return {country: frozenset(others) for country, others in shipped.read("wars.yaml", _Wars).root.items()}


def note_wars(title: Sequence[Sighting], text: Sequence[Sighting]) -> None:
    """Note of a title's sightings which of them wage war in a country that the title names, too, or the text by a place in it."""
    if wars().keys().isdisjoint([s.spot.country for s in title if s.spot is not None]):
        return
    named = {s.spot.country for s in (*title, *filter(_is_placed, text)) if s.spot is not None}
    for country, others in _waged(named):
        own = [s for s in title if s.spot is not None and s.spot.country == country]
        theirs = [s for s in title if s.spot is not None and s.spot.country in others]
        forces = all(map(_is_force, own))
        back = any(map(_strikes, theirs)) and not forces
        shown = any(map(_is_land, theirs)) or (forces and not all(map(_is_away, theirs))) or not theirs
        elsewhere = [s for s in text if s.spot is not None and s.spot.country == country and _is_placed(s)]
        if own and shown and not back and not elsewhere and all(map(_is_state, own)):
            for sighting in theirs:
                sighting.elsewhere = ""
            for sighting in own:
                sighting.elsewhere = sighting.elsewhere or WAGES


def _is_placed(sighting: Sighting) -> bool:
    """Tell whether a place in a country is named, or the country as a place."""
    return (
        sighting.spot is not None
        and not sighting.away
        and not _is_state(sighting)
        and sighting.spot.kind != CAPITAL
    )


def wages_war(found: Sequence[Sighting]) -> bool:
    """Tell whether an article names a country that wages war on another's soil, no place in it, and no other country."""
    return all(s.spot is not None and s.spot.country in wars() and _is_state(s) for s in found)


def _waged(named: set[str]) -> Iterable[tuple[str, frozenset[str]]]:
    """Yield the wars of which both countries are named."""
    for country in named & wars().keys():
        if not named.isdisjoint(wars()[country]):
            yield country, wars()[country]


def _is_state(sighting: Sighting) -> bool:
    """Tell whether a country or its people is named, and no place in it."""
    return sighting.spot is not None and sighting.spot.kind == COUNTRY and not sighting.located


def _strikes(sighting: Sighting) -> bool:
    return bool(sighting.elsewhere)


def _is_away(sighting: Sighting) -> bool:
    return sighting.away


def _is_force(sighting: Sighting) -> bool:
    """Tell whether a people's soldiers are named: they may be struck anywhere ("Russian troops killed in Ukrainian attack")."""
    return sighting.meaning.kind == DEMONYM and not sighting.origin


def _is_land(sighting: Sighting) -> bool:
    """Tell whether the land is named, not only its people abroad ("a Somali in the US") or an office of it."""
    return (
        sighting.meaning.standing is None
        and not sighting.away
        and (sighting.meaning.kind != DEMONYM or not sighting.origin)
    )
