"""Capitals' names that mean a namesake: local news of Moscow, Idaho, never say that it is not the one in Russia."""

from __future__ import annotations

from collections.abc import Container, Sequence

from streams.regions.scene import Scene
from streams.regions.sighting import Sighting
from streams.regions.table import CAPITAL, Spot
from streams.regions.zones import WEIGHTS
from streams.text import LEAD, TITLE


def reconsider(found: Sequence[Sighting], scene: Scene, settled: Container[int]) -> None:
    """Take a capital's name for a namesake where all else in the text lies around that one: "Moscow" beside Idaho's places.

    The text must be about it, so name it in its title or lead. A dateline means
    the capital, and so does a newspaper of a third country.
    """
    meant: dict[int, Spot | None] = {}
    for sighting in found:
        spot = sighting.spot
        if spot is None or spot.kind != CAPITAL or len(sighting.candidates) < 2 or id(sighting) in settled:
            continue
        if sighting.payload not in meant:
            meant[sighting.payload] = _namesake(sighting, spot, found, scene)
        sighting.spot = meant[sighting.payload] or spot


def _namesake(sighting: Sighting, capital: Spot, found: Sequence[Sighting], scene: Scene) -> Spot | None:
    """Return the namesake of a capital that the text is about, none if it is the capital itself."""
    if not WEIGHTS[LEAD] <= sighting.zone <= WEIGHTS[TITLE]:
        return None
    around = [
        spot for spot in sighting.candidates if spot.country != capital.country and scene.is_around(spot)
    ]
    if not around or _speaks(found, capital.country, sighting.payload):
        return None
    return max(around, key=_populous)


def _speaks(found: Sequence[Sighting], country: str, payload: int) -> bool:
    """Tell whether any other name in the text stands for a country."""
    return any(s.spot is not None and s.spot.country == country and s.payload != payload for s in found)


def _populous(spot: Spot) -> tuple[int, int]:
    return spot.population, -spot.number
