"""How much each region counts in an article: kind of name × zone, with the square root on repeats of one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from streams.regions.meaning import DEMONYM
from streams.regions.roles import MAIN, METONYMY, MOST_MAIN, roles
from streams.regions.sighting import Sighting
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, DISTRICT, TOWN
from streams.regions.tally import Tally, tallies
from streams.text import Prepared
from tocsin.model import Level, Place, PlaceEvidence, Role
from tocsin.quick import quick

_KINDS = {COUNTRY: 1.0, CAPITAL: 0.9, ADMIN1: 0.6, CITY: 0.6, TOWN: 0.4, DISTRICT: 0.4}
_DEMONYM, _CONDITIONAL = 0.8, 0.4
_SHOWN = 5  #: pieces of evidence kept per region


_evidence, _ranked = quick(PlaceEvidence), quick(Place)


def rank(prepared: Prepared, found: Sequence[Sighting], language: str = "") -> tuple[Place, ...]:
    """Return the article's regions, strongest first: countries, each followed by its divisions."""
    resolved = []
    for sighting in found:
        sighting.weight = _kind(sighting) * sighting.zone
        if sighting.weight > 0:
            resolved.append(sighting)
    countries = tallies([(s.spot.country, s) for s in resolved if s.spot])
    places: list[Place] = []
    for code, role in roles(prepared, resolved, countries, language):
        total = sum([tally.score for tally in countries.values()])
        places.append(_place(prepared, code, countries[code], level=Level.COUNTRY, role=role, total=total))
        places += _divisions(prepared, countries[code], role, total)
    return tuple(places)


def _kind(sighting: Sighting) -> float:
    spot = sighting.spot
    if spot is None:
        return 0.0
    if sighting.conditional:
        return _CONDITIONAL * sighting.factor
    return (_DEMONYM if sighting.meaning.kind == DEMONYM else _KINDS[spot.kind]) * sighting.factor


def _divisions(prepared: Prepared, country: Tally, role: Role, total: float) -> list[Place]:
    found = tallies([(s.spot.admin1, s) for s in country.sightings if s.spot and s.spot.admin1])
    if not found:
        return []
    _dampen_seats(found)
    order = sorted(found, key=lambda code: (-found[code].score, code))
    top = found[order[0]].score
    places = []
    for position, code in enumerate(order):
        strong = found[code].score >= MAIN * top and position < MOST_MAIN
        part = role if strong or role is not Role.MAIN else Role.MENTION
        places.append(_place(prepared, code, found[code], level=Level.ADMIN1, role=part, total=total))
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
    shown = [s.evidence or evidence(prepared, s) for s in strongest[:_SHOWN]]
    return _ranked(
        region=code,
        level=level,
        role=role,
        score=round(tally.score / total, 4),
        evidence=tuple(shown),
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
    sighting.evidence = _evidence(
        span=prepared.fields[sighting.field].span(sighting.start, sighting.end),
        name=sighting.spot.name if sighting.spot else "",
        rule=f"{sighting.rule} {sighting.elsewhere}".rstrip(),
        weight=round(sighting.weight, 3),
    )
    return sighting.evidence
