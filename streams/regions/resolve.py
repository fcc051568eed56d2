"""Which place each name means: by what else the article shows.

Countries, people and unambiguous names first; then each ambiguous name takes
the candidate with the most in its favour; then the conditional tier (towns,
districts, risky spellings, ordinary words) that only counts where the country
is shown otherwise. A name nothing decides stays ambiguous: misidentifying is
worse than not identifying.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from streams.regions.apposed import apposed
from streams.regions.lonely import is_lonely, likely, together_in
from streams.regions.meaning import DEMONYM
from streams.regions.namesakes import reconsider
from streams.regions.scene import Scene
from streams.regions.sighting import Sighting
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, DISTRICT, TOWN, Spot
from streams.regions.zones import DATELINE, WEIGHTS, Zones
from streams.text import Prepared

_MINOR = 0.1  #: what a place counts as evidence that needs evidence itself
_NAMESAKE = 10  #: how many times more people a capital has than a town that only shares its name
_GREAT = 500_000  #: people of a city that its name means, whatever country the text shows
MARGIN = 0.6  #: how far (in powers of ten of population) the best must be ahead of the next country's
_TELLING = 0.2  #: the same, of the next division's: Springfield is as likely in Missouri as in Massachusetts


@dataclass(frozen=True, slots=True)
class Lost:
    """A candidate that another one beat, or a name nothing decided (for `Tagger.explain`)."""

    sighting: Sighting
    spot: Spot
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
            scene.place(sighting, sighting.spot, seat)
        else:
            later.append(sighting)
    conditional: list[Sighting] = []
    undecided: list[Sighting] = []
    for sighting in sorted(later, key=_openness):
        if id(sighting) in settled and sighting.spot is not None:
            scene.place(sighting, sighting.spot, 1.0)
        elif sighting.conditional or all(_is_minor(spot, sighting) for spot in sighting.candidates):
            conditional.append(sighting)
        elif not _choose(sighting, scene, lost):
            undecided.append(sighting)
    undecided = [sighting for sighting in undecided if not _choose(sighting, scene, lost)]
    reconsider(found, scene, settled)
    #: nothing but a people or an organisation says where: a small place behind a word of place is evidence
    alone = not any(
        sighting.spot is not None
        and sighting.meaning.kind != DEMONYM
        and sighting.meaning.standing is None
        and not sighting.away
        for sighting in found
    )
    together = together_in(prepared, conditional) if alone else frozenset()
    for sighting in conditional:
        _choose_conditional(sighting, scene, lost, alone=alone, together=together)
    return [sighting for sighting in undecided if not _choose(sighting, scene, lost)]


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


def _openness(sighting: Sighting) -> int:
    """Return how many questions a name leaves open: names in several countries are decided last."""
    first, *others = sighting.candidates
    if any(spot.country != first.country for spot in others):
        return 2
    return any(spot.admin1 != first.admin1 for spot in others)


def _is_minor(spot: Spot, sighting: Sighting) -> bool:
    """Tell whether a place is too small, or its name too short, to be evidence by itself."""
    if spot.kind in (TOWN, DISTRICT):
        return True
    if spot.kind == ADMIN1:
        return spot.population < 20_000
    return spot.kind == CITY and sighting.is_short and spot.population < 200_000


def _choose(sighting: Sighting, scene: Scene, lost: list[Lost] | None) -> bool:
    candidates: Sequence[Spot] = sighting.candidates
    if len(candidates) == 1:
        sighting.spot = candidates[0]
        scene.place(sighting, candidates[0], 0.5)
        return True
    candidates = _eligible(sighting, scene)
    scored = sorted(
        [(scene.favours(spot), -spot.number, spot) for spot in candidates], key=_strength, reverse=True
    )
    best_score, _, best = scored[0]
    rival = next((score for score, _, spot in scored if spot.country != best.country), None)
    if rival is not None and best_score - rival < MARGIN and not _only_shown(best, candidates, scene):
        return False
    spot = _division(best, scored) if sighting.division else _finest(best, scored)
    sighting.spot = spot if _tells_division(spot, best_score, scored) else replace(spot, admin1="")
    scene.place(sighting, sighting.spot, 0.5)
    if lost is not None:
        lost.extend(
            Lost(sighting, spot, f"{score:.1f} speaks for it, {best_score:.1f} for {best.name}")
            for score, _, spot in scored[1:]
        )
    return True


def _eligible(sighting: Sighting, scene: Scene) -> Sequence[Spot]:
    """Return the places a name may mean: a town beside a larger namesake only where something speaks for it.

    That is another name in its division ("Perth" beside "Dundee"), or the newsroom's
    country, unless the namesake is ten times larger ("Boston" in a British newspaper).
    """
    larger = [spot for spot in sighting.candidates if spot.kind not in (TOWN, DISTRICT)]
    if not larger or len(larger) == len(sighting.candidates):
        return sighting.candidates
    most = max(spot.population for spot in larger)
    bare = not sighting.located and sighting.zone < WEIGHTS[DATELINE]
    if bare and most < _GREAT and (inland := _inland(sighting.candidates, scene)):
        return inland
    return larger + [
        spot
        for spot in sighting.candidates
        if spot.kind in (TOWN, DISTRICT)
        and (
            spot.admin1 in scene.divisions
            or (spot.country == scene.home and _NAMESAKE * spot.population >= most)
        )
    ]


def _inland(candidates: Sequence[Spot], scene: Scene) -> Sequence[Spot]:
    """Return the namesakes in the one country whose divisions the text names, none if any other one's place may be meant.

    "Michigan: Oxford school shooting" is not about England, though no list knows the Oxford in Michigan.
    """
    shown = {division[:2] for division in scene.divisions}
    if len(shown) != 1:
        return ()
    inland = [
        spot if spot.admin1 in scene.divisions else replace(spot, admin1="")
        for spot in candidates
        if spot.country in shown
    ]
    others = [spot.country for spot in candidates if spot.country not in shown]
    return () if any(country in scene.seen or country == scene.home for country in others) else inland


def _tells_division(best: Spot, score: float, scored: Sequence[tuple[float, int, Spot]]) -> bool:
    """Tell whether a place is likelier than its namesakes in other divisions of the country."""
    return not any(
        score - other < _TELLING
        for other, _, spot in scored
        if spot.country == best.country and spot.admin1 != best.admin1 and spot.kind == best.kind
    )


def _strength(scored: tuple[float, int, Spot]) -> tuple[float, int]:
    return scored[:2]


def _only_shown(best: Spot, candidates: Sequence[Spot], scene: Scene) -> bool:
    """Tell whether the best candidate is the only one whose country the article shows."""
    return best.country in scene.seen and not any(
        spot.country in scene.seen or spot.country == scene.home
        for spot in candidates
        if spot.country != best.country
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
    sighting: Sighting, scene: Scene, lost: list[Lost] | None, *, alone: bool, together: frozenset[str]
) -> None:
    fitting = [s for s in sighting.candidates if s.country in scene.seen or s.country == scene.home]
    if not fitting and not sighting.conditional:
        fitting = [spot for spot in sighting.candidates if spot.admin1 in together]
    if not fitting and alone and is_lonely(sighting, scene):
        fitting = list(likely(sighting, scene))
    if not fitting:
        if lost is not None:
            lost.extend(
                Lost(sighting, spot, "no other evidence for its country") for spot in sighting.candidates
            )
        return
    best = max(fitting, key=scene.prefers)
    sighting.spot = best if scene.is_sole(best, fitting) else replace(best, admin1="")
    sighting.conditional = True
    scene.place(sighting, sighting.spot, _MINOR)
