"""How much each region counts in an article, and what it does there.

Score = kind of name × zone, with the square root on repeats of one name.
``main`` is the top, and whatever has two fifths of it and is a scene of what
happens (at most three); ``involved`` are others with more than a quarter: actors
and neighbours; the rest is mentioned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from streams.regions.gazetteer import DEMONYM, Standing
from streams.regions.parties import joined
from streams.regions.sighting import Sighting
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, DISTRICT, TOWN
from streams.text import Prepared
from tocsin.model import Level, Place, PlaceEvidence, Role

_KINDS = {COUNTRY: 1.0, CAPITAL: 0.9, ADMIN1: 0.6, CITY: 0.6, TOWN: 0.4, DISTRICT: 0.4}
_DEMONYM, _CONDITIONAL = 0.8, 0.4
METONYMY = 0.5  #: a capital stands for a government where its people and other places never appear
MAIN, INVOLVED, MOST_MAIN = 0.4, 0.27, 3
PARTY = 0.5  #: a country named as a party, where no scene is shown
_NEVER = 1.1  #: no country has this share
_TERRITORIES = frozenset({"PS", "EH"})
SCENE = 0.5  #: what a scene needs of the strongest country to come before it
_LEAD = 1.5  #: zones above it are titles and datelines
_SHOWN = 5  #: pieces of evidence kept per region


@dataclass(slots=True)
class Tally:
    """What speaks for one region."""

    score: float = 0.0
    sightings: list[Sighting] = field(default_factory=list)
    elsewhere: bool = False  #: another country is shown by a place in it

    @property
    def placed(self) -> bool:
        """Whether a place inside the region is named, or the region as a place ("in northern Iraq")."""
        return any(
            sighting.located or (sighting.spot is not None and sighting.spot.kind not in (COUNTRY, CAPITAL))
            for sighting in self.sightings
        )

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


def rank(prepared: Prepared, found: Sequence[Sighting]) -> tuple[Place, ...]:
    """Return the article's regions, strongest first: countries, each followed by its divisions."""
    for sighting in found:
        sighting.weight = _kind(sighting) * sighting.zone
    resolved = [s for s in found if s.spot is not None and s.weight > 0]
    countries = _tallies([(s.spot.country, s) for s in resolved if s.spot])
    _dampen_governments(countries)
    if not countries:
        return ()
    _note_elsewhere(countries)
    order = _order(countries)
    scores = [tally.score for tally in countries.values()]
    total, top = sum(scores), max(scores)
    shown = _is_scene(countries[order[0]])
    pairs = joined(prepared, resolved)
    places: list[Place] = []
    for position, code in enumerate(order):
        tally = countries[code]
        share = tally.score / top
        party = share >= MAIN and frozenset((code, order[0])) in pairs
        role = Role.MAIN if party and position < MOST_MAIN else _role(share, position, tally, shown=shown)
        places.append(_place(prepared, code, tally, level=Level.COUNTRY, role=role, total=total))
        places += _divisions(prepared, tally, role, total)
    return tuple(places)


def _kind(sighting: Sighting) -> float:
    spot = sighting.spot
    if spot is None:
        return 0.0
    if sighting.conditional:
        return _CONDITIONAL * sighting.factor
    return (_DEMONYM if sighting.meaning.kind == DEMONYM else _KINDS[spot.kind]) * sighting.factor


def _tallies(found: Iterable[tuple[str, Sighting]]) -> dict[str, Tally]:
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


def _dampen_governments(countries: Mapping[str, Tally]) -> None:
    """Halve a country of which only the capital appears, where another country appears as more than that."""
    if len(countries) < 2:
        return
    only = {code for code, tally in countries.items() if all(_is_seat(s) for s in tally.sightings)}
    if len(only) < len(countries):
        for code in only:
            countries[code].score *= METONYMY


def _note_elsewhere(countries: Mapping[str, Tally]) -> None:
    """Note which countries have another beside them that is shown by a place in it."""
    if len(countries) < 2:
        return
    placed = {code for code, tally in countries.items() if tally.placed}
    for code, tally in countries.items():
        tally.elsewhere = bool(placed - {code})


def _is_seat(sighting: Sighting) -> bool:
    return (
        sighting.spot is not None
        and sighting.spot.kind == CAPITAL
        and not sighting.located
        and sighting.zone < 3.0
    )


def _order(countries: Mapping[str, Tally]) -> list[str]:
    """Return the countries, strongest first; what happens somewhere is about that place, not about who acts there."""
    if len(countries) == 1:
        return list(countries)
    order = sorted(countries, key=lambda code: (-countries[code].score, countries[code].first, code))
    strongest = countries[order[0]]
    if not _is_scene(strongest):
        for code in order[1:]:
            if countries[code].score >= SCENE * strongest.score and _is_scene(countries[code]):
                order.remove(code)
                return [code, *order]
    return order


def _role(share: float, position: int, tally: Tally, *, shown: bool) -> Role:
    """Return what a country does in the article; ``shown``: the strongest shows where it happens."""
    needed = MAIN if _is_scene(tally) else _NEVER if shown else _needed(tally)
    if position == 0 or (position < MOST_MAIN and share >= needed):
        return Role.MAIN
    if shown and all(sighting.origin and sighting.zone <= _LEAD for sighting in tally.sightings):
        return Role.MENTION
    return Role.INVOLVED if share > INVOLVED and not _is_aside(tally) else Role.MENTION


def _needed(tally: Tally) -> float:
    """Return the share that makes a country main of which no scene is shown: a party by name, not by its people."""
    named = any(
        s.spot is not None
        and s.spot.kind == COUNTRY
        and s.meaning.kind != DEMONYM
        and s.meaning.standing is None
        for s in tally.sightings
    )
    return PARTY if named else _NEVER


def _is_aside(tally: Tally) -> bool:
    """Tell whether a country appears only as a government (its capital, its offices), or inside a compound."""
    return all(
        _is_seat(sighting) or sighting.rule == "compound" or sighting.meaning.standing is Standing.OFFICE
        for sighting in tally.sightings
    )


def _is_scene(tally: Tally) -> bool:
    """Tell whether something happens there, or a headline says so.

    A country that appears only as a state, its people or its capital acts in
    what happens elsewhere: it is involved. So does one whose people alone stand
    in a headline that shows another place: "Turkish jets bomb northern Iraq".
    """
    return tally.placed or any(
        (
            sighting.zone > _LEAD
            and sighting.meaning.standing is None
            and not sighting.side
            and not (tally.elsewhere and sighting.meaning.kind == DEMONYM)
        )
        or _is_territory(sighting)
        for sighting in tally.sightings
    )


def _is_territory(sighting: Sighting) -> bool:
    """Tell whether land is named and no state that could act: Gaza, the West Bank, Western Sahara."""
    return (
        sighting.spot is not None
        and sighting.spot.kind == COUNTRY
        and sighting.spot.country in _TERRITORIES
        and sighting.meaning.kind != DEMONYM
        and sighting.meaning.standing is None
    )


def _divisions(prepared: Prepared, country: Tally, role: Role, total: float) -> list[Place]:
    tallies = _tallies([(s.spot.admin1, s) for s in country.sightings if s.spot and s.spot.admin1])
    if not tallies:
        return []
    _dampen_seats(tallies)
    order = sorted(tallies, key=lambda code: (-tallies[code].score, code))
    top = tallies[order[0]].score
    places = []
    for position, code in enumerate(order):
        strong = tallies[code].score >= MAIN * top and position < MOST_MAIN
        part = role if strong or role is not Role.MAIN else Role.MENTION
        places.append(_place(prepared, code, tallies[code], level=Level.ADMIN1, role=part, total=total))
    return places


def _dampen_seats(divisions: Mapping[str, Tally]) -> None:
    """Halve a division of which only the country's capital appears, where others appear too."""
    if len(divisions) < 2:
        return
    seats = [
        tally
        for tally in divisions.values()
        if all(s.spot.kind == CAPITAL for s in tally.sightings if s.spot)
    ]
    if len(seats) < len(divisions):
        for tally in seats:
            tally.score *= METONYMY


def _place(prepared: Prepared, code: str, tally: Tally, *, level: Level, role: Role, total: float) -> Place:
    strongest = tally.sightings
    if len(strongest) > 1:
        strongest = sorted(strongest, key=_strength)
    return Place(
        region=code,
        level=level,
        role=role,
        score=round(tally.score / total, 4),
        evidence=tuple([s.evidence or evidence(prepared, s) for s in strongest[:_SHOWN]]),
        name=_city(strongest) if level is Level.ADMIN1 else None,
    )


def _city(strongest: Iterable[Sighting]) -> str | None:
    """Return the name of the strongest city."""
    for sighting in strongest:
        if sighting.spot and sighting.spot.kind in (CAPITAL, CITY, TOWN):
            return sighting.spot.name
    return None


def _strength(sighting: Sighting) -> tuple[float, int, int]:
    return -sighting.weight, sighting.field, sighting.start


def evidence(prepared: Prepared, sighting: Sighting) -> PlaceEvidence:
    """Return a sighting as evidence in the original text."""
    sighting.evidence = PlaceEvidence(
        span=prepared.fields[sighting.field].span(sighting.start, sighting.end),
        name=sighting.spot.name if sighting.spot else "",
        rule=sighting.rule,
        weight=round(sighting.weight, 3),
    )
    return sighting.evidence
