"""What speaks for each region: the sightings of its names, with the square root on repeats of one name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from streams.regions.sighting import Sighting


@dataclass(slots=True)
class Tally:
    """What speaks for one region."""

    score: float = 0.0
    sightings: list[Sighting] = field(default_factory=list)
    placed: bool = False  #: a place inside the region is named, or the region as a place ("in northern Iraq")
    scene: bool = False  #: something happens there (`_is_scene`)

    @property
    def first(self) -> tuple[int, int]:
        """Where the region is named first."""
        return min([(sighting.field, sighting.start) for sighting in self.sightings])

    def add(self, same: Sequence[Sighting]) -> None:
        """Count the sightings of one name."""
        if len(same) == 1:
            self.score += same[0].weight
        else:
            self.score += sum([sighting.weight for sighting in same]) / sqrt(len(same))
        self.sightings += same


def tallies(found: Iterable[tuple[str, Sighting]]) -> dict[str, Tally]:
    """Return what speaks for each region; each sighting comes with its region."""
    names: dict[tuple[str, int], list[Sighting]] = {}
    for region, sighting in found:
        names.setdefault((region, sighting.payload), []).append(sighting)
    tallies: dict[str, Tally] = {}
    for (region, _), same in names.items():
        tally = tallies.get(region)
        if tally is None:
            tally = tallies[region] = Tally()
        tally.add(same)
    return tallies
