"""Which place each name means: by what else the article shows.

Countries, people and unambiguous names first; then each ambiguous name takes
the candidate with the most in its favour; then the conditional tier (towns,
districts, risky spellings, ordinary words) that only counts where the country
is shown otherwise. A name nothing decides stays ambiguous: misidentifying is
worse than not identifying.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log10

from streams.regions.apposed import apposed
from streams.regions.gazetteer import DEMONYM
from streams.regions.sighting import Sighting
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, DISTRICT, TOWN, Spot
from streams.regions.zones import Zones
from streams.text import Prepared

_COUNTRY, _CAPITAL, _ADMIN1 = 2.0, 1.5, 0.3  #: what a kind of place is ahead of a city as large
_GREAT = 0.8  #: a city so large that its name alone means it
_SEEN, _NEIGHBOUR, _HOME = 2.5, 1.0, 1.2
_LONG = 7  #: letters of a division's name that hardly is anything else
_NAMESAKE = 10  #: how many times more people a capital has than a town that only shares its name
MARGIN = 0.6  #: how far (in powers of ten of population) the best must be ahead of the next country's


@dataclass(slots=True)
class Scene:
    """What the article shows so far: countries, and how strongly."""

    borders: Mapping[str, frozenset[str]]
    home: str | None  #: the newsroom's country
    seen: dict[str, float] = field(default_factory=dict)
    most: float = 0.0  #: the strongest country's

    def add(self, country: str, weight: float) -> None:
        """Count evidence for a country."""
        if weight > 0:
            total = self.seen[country] = self.seen.get(country, 0.0) + weight
            self.most = max(self.most, total)

    def favours(self, spot: Spot) -> float:
        """Return how much speaks for a place: its size and kind, and what else the article shows."""
        score = log10(spot.population + 10)
        if spot.kind == COUNTRY:
            score += _COUNTRY
        elif spot.kind == CAPITAL:
            score += _CAPITAL
        elif spot.kind == ADMIN1:
            score += _ADMIN1
        elif spot.population >= 500_000:
            score += _GREAT
        return score + self.evidence(spot)

    def evidence(self, spot: Spot) -> float:
        """Return how much of the article's other names speaks for a place."""
        score = 0.0
        seen = self.seen.get(spot.country)
        if seen is not None:
            score += _SEEN * (0.4 + 0.6 * seen / self.most)
        elif any(country in self.seen for country in self.borders.get(spot.country, ())):
            score += _NEIGHBOUR
        if spot.country == self.home:
            score += _HOME
        return score


@dataclass(frozen=True, slots=True)
class Lost:
    """A candidate that another one beat, or a name nothing decided (for `Tagger.explain`)."""

    sighting: Sighting
    spot: Spot
    score: float
    why: str


def resolve(
    prepared: Prepared, found: Sequence[Sighting], scene: Scene, zones: Zones, lost: list[Lost] | None = None
) -> list[Sighting]:
    """Give each sighting its place, in order; return those left ambiguous."""
    for sighting in found:
        sighting.zone = zones.weight(sighting)
    settled = apposed(prepared, found)
    later: list[Sighting] = []
    for sighting in found:
        if id(sighting) not in settled and _is_plain(sighting):
            sighting.spot = sighting.candidates[0]
            seat = 0.3 if sighting.spot.kind == CAPITAL and not sighting.located else 1.0
            scene.add(sighting.spot.country, seat * sighting.zone * sighting.factor)
        else:
            later.append(sighting)
    conditional: list[Sighting] = []
    undecided: list[Sighting] = []
    for sighting in sorted(later, key=_is_open):
        if id(sighting) in settled and sighting.spot is not None:
            scene.add(sighting.spot.country, sighting.zone * sighting.factor)
        elif sighting.conditional or all(_is_minor(spot, sighting) for spot in sighting.candidates):
            conditional.append(sighting)
        elif not _choose(sighting, scene, lost):
            undecided.append(sighting)
    undecided = [sighting for sighting in undecided if not _choose(sighting, scene, lost)]
    #: nothing but a people or an organisation says where: a small place behind a word of place is evidence
    alone = not any(
        sighting.spot is not None
        and sighting.meaning.kind != DEMONYM
        and sighting.meaning.standing is None
        and not sighting.away
        for sighting in found
    )
    for sighting in conditional:
        _choose_conditional(sighting, scene, lost, alone=alone)
    return undecided


def _is_plain(sighting: Sighting) -> bool:
    """Tell whether a name can mean only one country, and is strong enough to be evidence."""
    first, *others = sighting.candidates
    if sighting.conditional or (others and any(_rivals(first, spot) for spot in others)):
        return False
    return first.kind in (COUNTRY, CAPITAL) or sighting.meaning.kind == DEMONYM


def _rivals(first: Spot, other: Spot) -> bool:
    """Tell whether a name may mean another country's place as well; a capital's namesake much smaller than it is none."""
    if other.country == first.country:
        return False
    namesake = other.kind in (CITY, TOWN, DISTRICT) and _NAMESAKE * other.population < first.population
    return first.kind != CAPITAL or not namesake


def _is_open(sighting: Sighting) -> bool:
    """Tell whether a name can mean places in several countries; such names are decided last."""
    first = sighting.candidates[0].country
    return any(spot.country != first for spot in sighting.candidates)


def _is_minor(spot: Spot, sighting: Sighting) -> bool:
    """Tell whether a place is too small, or its name too short, to be evidence by itself."""
    if spot.kind in (TOWN, DISTRICT):
        return True
    if spot.kind == ADMIN1:
        return spot.population < 20_000
    return spot.kind == CITY and sighting.is_short and spot.population < 200_000


def _is_lonely(sighting: Sighting, scene: Scene) -> bool:
    """Tell whether a small place may be evidence where nothing else is: "clash in Basilan", and one country has it.

    The long name of a division needs no word of place before it ("Northern Samar
    residents"); a short name needs the people of a neighbour ("in Azaz near the Turkish border").
    """
    if sighting.conditional or len({spot.country for spot in sighting.candidates}) > 1:
        return False
    if sighting.is_short and scene.evidence(sighting.candidates[0]) < _NEIGHBOUR:
        return False
    division = any(spot.kind == ADMIN1 for spot in sighting.candidates)
    return sighting.located or (division and sighting.end - sighting.start >= _LONG)


def _choose(sighting: Sighting, scene: Scene, lost: list[Lost] | None) -> bool:
    candidates = [
        spot for spot in sighting.candidates if spot.kind not in (TOWN, DISTRICT)
    ] or sighting.candidates
    scored = sorted(
        [(scene.favours(spot), -spot.number, spot) for spot in candidates], key=_strength, reverse=True
    )
    best_score, _, best = scored[0]
    rival = next((score for score, _, spot in scored if spot.country != best.country), None)
    if rival is not None and best_score - rival < MARGIN and not _only_shown(best, candidates, scene):
        return False
    sighting.spot = _division(best, scored) if sighting.division else _finest(best, scored)
    scene.add(best.country, 0.5 * sighting.zone * sighting.factor)
    if lost is not None:
        lost.extend(
            Lost(sighting, spot, score, f"{best_score:.1f} for {best.name}") for score, _, spot in scored[1:]
        )
    return True


def _strength(scored: tuple[float, int, Spot]) -> tuple[float, int]:
    return scored[:2]


def _only_shown(best: Spot, candidates: Sequence[Spot], scene: Scene) -> bool:
    """Tell whether the best candidate is the only one whose country the article shows."""
    return best.country in scene.seen and not any(
        spot.country in scene.seen for spot in candidates if spot.country != best.country
    )


def _division(best: Spot, scored: Sequence[tuple[float, int, Spot]]) -> Spot:
    """Return the division of a name that says so; of two the one around the city, not the city's own."""
    same = [spot for _, _, spot in scored if spot.country == best.country]
    cities = {spot.admin1 for spot in same if spot.kind != ADMIN1}
    divisions = [spot for spot in same if spot.kind == ADMIN1]
    return next(
        (spot for spot in divisions if spot.admin1 not in cities), divisions[0] if divisions else best
    )


def _finest(best: Spot, scored: Sequence[tuple[float, int, Spot]]) -> Spot:
    """Return the city rather than the division of the same name: it says more, and lies in it."""
    if best.kind != ADMIN1:
        return best
    same = [spot for _, _, spot in scored if spot.country == best.country and spot.kind in (CAPITAL, "P")]
    return next((spot for spot in same if spot.population >= 50_000), best)


def _choose_conditional(
    sighting: Sighting, scene: Scene, lost: list[Lost] | None, *, alone: bool = False
) -> None:
    fitting = [s for s in sighting.candidates if s.country in scene.seen or s.country == scene.home]
    if not fitting and alone and _is_lonely(sighting, scene):
        fitting = list(sighting.candidates)
    if not fitting:
        if lost is not None:
            lost.extend(
                Lost(sighting, spot, 0.0, "no other evidence for its country") for spot in sighting.candidates
            )
        return
    sighting.spot = max(fitting, key=lambda s: (scene.seen.get(s.country, 0.0), s.population, -s.number))
    sighting.conditional = True
