"""What to say of a name nothing decides: the set of what it may be, never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from streams.regions.rank import evidence
from streams.regions.scene import Scene
from streams.regions.sighting import Sighting
from streams.text import Prepared
from tocsin.model import Level, Place, Role

_MOST = 5  #: candidates named


def ambiguous(prepared: Prepared, undecided: Sequence[Sighting], scene: Scene) -> tuple[Place, ...]:
    """Return one place per undecided name, with the regions it may be, the likeliest first."""
    places: list[Place] = []
    seen: set[int] = set()
    for sighting in undecided:
        if sighting.payload in seen or sighting.zone == 0:
            continue
        seen.add(sighting.payload)
        ordered = sorted(sighting.candidates, key=lambda spot: (-scene.favours(spot), spot.number))
        regions = tuple(dict.fromkeys(spot.region for spot in ordered))[:_MOST]
        level = Level.ADMIN1 if "-" in regions[0] else Level.COUNTRY
        places.append(
            Place(
                region=regions[0],
                level=level,
                role=Role.AMBIGUOUS,
                score=0.0,
                evidence=(evidence(prepared, sighting),),
                name=ordered[0].name,
                candidates=regions,
            )
        )
    return tuple(places)
