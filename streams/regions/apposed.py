"""Names that the text itself explains by what stands behind a comma: "Irvine, Calif.", "Reading, England".

Writers explain a name where they first use it, and then use it bare: what the
first one means, the others mean (one sense per discourse; Gale, Church and
Yarowsky, 1992). Without that "Cairo levee holds" would be a headline about Egypt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from streams.regions import traps
from streams.regions.beside import word_behind
from streams.regions.meaning import NAME
from streams.regions.sighting import Sighting
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, DISTRICT, TOWN, Spot
from streams.text import TITLE, Field, Prepared

_KNOWN = 100_000  #: people of a city that towns elsewhere are named after


def apposed(prepared: Prepared, found: Sequence[Sighting]) -> set[int]:
    """Decide the names that the text explains; return the ids of their sightings."""
    settled: set[int] = set()
    for one, other in pairwise(found):
        if one.field != other.field or not _are_joined(prepared.fields[one.field], one, other):
            continue
        field = prepared.fields[one.field]
        spot = _inside(one, other) or _namesake(field, one, other, found)
        if spot is None and one.located and not _is_listed(field, one, other):
            spot = _abroad(one, other) or _in_division(one, other)
        if spot is not None:
            _settle(one, spot, settled)
    if settled:
        _carry(prepared, found, settled)
    return settled


def _settle(sighting: Sighting, spot: Spot, settled: set[int]) -> None:
    sighting.spot = spot
    sighting.conditional = False
    settled.add(id(sighting))


def _carry(prepared: Prepared, found: Sequence[Sighting], settled: set[int]) -> None:
    """Give a name explained at its first use in the text the same meaning everywhere."""
    meant: dict[int, Spot | None] = {}
    for sighting in found:
        if prepared.fields[sighting.field].name != TITLE:
            meant.setdefault(sighting.payload, sighting.spot if id(sighting) in settled else None)
    for sighting in found:
        spot = meant.get(sighting.payload)
        if spot is not None and id(sighting) not in settled:
            _settle(sighting, spot, settled)


def _are_joined(field: Field, one: Sighting, other: Sighting) -> bool:
    if field.small and any(spot.kind == COUNTRY for spot in one.candidates):
        return False  # "mexico texas border"
    if _joined(field, one.end, other.start):
        return True
    if not one.division:
        return False
    kind = 1 + len(word_behind(field.scan, one.end).rstrip(","))  #: "Sucre state, Venezuela"
    return _joined(field, one.end + kind, other.start)


def _joined(field: Field, end: int, start: int) -> bool:
    """Tell whether a comma, and at most one word of direction, stands between two names; a title made from an address has no comma."""
    if field.small:
        return start - end == 1
    if not 2 <= start - end <= 16 or not field.plain.startswith(", ", end):
        return False
    return start - end == 2 or field.plain[end + 2 : start].strip().lower() in traps.directions()


def _inside(one: Sighting, other: Sighting) -> Spot | None:
    """Return the place of the first name that lies in a place of the second."""
    inside = [spot for spot in one.candidates if any(_lies_in(spot, outer) for outer in other.candidates)]
    if not inside:
        return None
    fitting = [spot for spot in inside if (spot.kind == ADMIN1) == one.division] or inside
    return max(fitting, key=lambda spot: spot.population)


def _lies_in(spot: Spot, outer: Spot) -> bool:
    if spot.number == outer.number or spot.country != outer.country:
        return False
    return outer.admin1 == spot.admin1 if outer.kind == ADMIN1 else outer.kind == COUNTRY


def _namesake(field: Field, one: Sighting, other: Sighting, found: Sequence[Sighting]) -> Spot | None:
    """Return the division of a small town that bears a name known abroad ("Peru, Ind.", "Cairo, Illinois, ").

    No list knows all such towns; their division is known. A division's full name
    counts only between commas ("Mexico, Texas and Arizona" is a list), and only
    where nothing else in the text speaks for the place that is known.
    """
    divisions = [spot for spot in other.candidates if spot.kind == ADMIN1]
    known = [spot for spot in one.candidates if _is_known(spot)]
    if one.meaning.kind != NAME or not divisions or len(divisions) != len(other.candidates):
        return None
    if other.meaning.after_comma:
        return divisions[0]
    if not known:
        return None
    apart = field.small or field.written(other.end, other.end + 1) in (",", ")")
    if not apart or field.written(one.start - 2, one.start) == ", ":
        return None
    home = {spot.country for spot in one.candidates}
    shown = {s.candidates[0].country for s in found if s.payload not in (one.payload, other.payload)}
    return None if divisions[0].country in home or home & shown else divisions[0]


def _abroad(one: Sighting, other: Sighting) -> Spot | None:
    """Return the country behind a comma for a place that the gazetteer only knows elsewhere ("in Bari region, Somalia")."""
    country, *more = other.candidates
    if {one.meaning.kind, other.meaning.kind} != {NAME}:
        return None
    if country.kind != COUNTRY or any(spot.kind == COUNTRY for spot in more):
        return None
    if any(spot.kind in (COUNTRY, CAPITAL) or spot.country == country.country for spot in one.candidates):
        return None
    return replace(country, admin1="")


def _in_division(one: Sighting, other: Sighting) -> Spot | None:
    """Return the division behind a comma for a town that the gazetteer only knows in another one ("in Juárez, Nuevo León")."""
    division = other.candidates[0]
    if one.meaning.kind != NAME or division.kind != ADMIN1:
        return None
    inland = [spot for spot in one.candidates if spot.country == division.country]
    return division if inland and all(spot.kind in (CITY, TOWN, DISTRICT) for spot in inland) else None


def _is_listed(field: Field, one: Sighting, other: Sighting) -> bool:
    """Tell whether two names are the beginning of a list: "in Mosul, Anbar and Diyala", "in Crimea, western Russia and Belarus"."""
    follows = field.written(other.end, other.end + 1)
    direct = one.division or other.start - one.end == 2
    return not direct or follows == "," or word_behind(field.scan, other.end) in traps.joining()


def _is_known(spot: Spot) -> bool:
    return spot.kind in (COUNTRY, CAPITAL) or spot.population >= _KNOWN
