"""When a small place that needs evidence for its country is evidence itself: nothing else says where, and it hardly is chance."""

from __future__ import annotations

from collections.abc import Sequence

from streams.regions.scene import NEIGHBOUR, Scene
from streams.regions.sighting import Sighting
from streams.regions.table import ADMIN1, Spot
from streams.text import Prepared

_LONG = 7  #: letters of a division's name that hardly is anything else


def is_lonely(sighting: Sighting, scene: Scene) -> bool:
    """Tell whether a small place may be evidence where nothing else is: "clash in Basilan", and one country has it.

    The long name of a division needs no word of place before it ("Northern Samar
    residents"); a short name needs the people of a neighbour ("in Azaz near the Turkish border").
    """
    places = likely(sighting, scene)
    if sighting.conditional or len({spot.country for spot in places}) > 1:
        return False
    at_home = places[0].country in scene.tongue
    if sighting.is_short and not at_home and scene.evidence(places[0]) < NEIGHBOUR:
        return False
    division = any(spot.kind == ADMIN1 for spot in places)
    return sighting.located or (division and sighting.end - sighting.start >= _LONG)


def likely(sighting: Sighting, scene: Scene) -> Sequence[Spot]:
    """Return the places a name may mean where the text's language is that of the news, all if there is none."""
    return [spot for spot in sighting.candidates if spot.country in scene.tongue] or sighting.candidates


def together_in(prepared: Prepared, small: Sequence[Sighting]) -> frozenset[str]:
    """Return the divisions in which two small places are named: that hardly is by chance ("Angol-Collipulli").

    Two words side by side are rather somebody's name.
    """
    shown: dict[str, Sighting] = {}
    found = set()
    for sighting in small:
        if not (sighting.conditional or sighting.is_short):
            codes = {spot.admin1 for spot in sighting.candidates}
            code = codes.pop() if len(codes) == 1 else ""
            other = shown.setdefault(code, sighting)
            if code and other.payload != sighting.payload and not _adjoin(prepared, other, sighting):
                found.add(code)
    return frozenset(found)


def _adjoin(prepared: Prepared, one: Sighting, other: Sighting) -> bool:
    """Tell whether one name follows another with nothing but a space between them."""
    field = prepared.fields[one.field]
    return one.field == other.field and field.written(one.end, other.start).isspace()
