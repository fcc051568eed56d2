"""One accepted occurrence of a name, and which of overlapping ones to keep: the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from streams.regions.meaning import DEMONYM, EXCLUSION, Meaning
from streams.regions.table import CAPITAL, COUNTRY, Spot
from tocsin.model import PlaceEvidence


@dataclass(slots=True)
class Sighting:
    """One accepted occurrence of a name."""

    field: int
    start: int
    end: int
    payload: int
    meaning: Meaning
    candidates: tuple[Spot, ...]
    rule: str
    factor: float = 1.0
    conditional: bool = False
    sure: bool = False  #: a country by a hand-written name of the text's language
    is_short: bool = False  #: at most four Latin letters: as likely a surname or an abbreviation
    tail: int = 0  #: letters after the name within its word
    division: bool = False  #: a word for a division stands beside it ("Osh region")
    located: bool = False  #: a word of place stands before it ("in Niger")
    visits: bool = False  #: people of a country, wherever they are ("American students")
    travels: bool = False  #: the same, or an office, that is abroad ("American tourists", "the US embassy")
    seated: bool = False  #: a division by its institution, which has its seat there ("University of Idaho")
    origin: bool = False  #: a people that says where somebody comes from, no state that acts
    away: bool = False  #: behind a border, or where somebody comes from: it happens elsewhere
    side: bool = False  #: a people on whose side somebody is ("Rwandan-backed rebels")
    speaks: bool = False  #: a capital that speaks for its government ("Kigali denies backing the rebels")
    tells: bool = (
        False  #: a state that says something, which makes it no target ("strikes kill 12, Iran says")
    )
    reacts: bool = False  #: a state that speaks of what happens elsewhere ("China condemns")
    elsewhere: str = ""  #: why it happens in another country ("that strikes the next": "Russia strikes Kyiv")
    spot: Spot | None = None  #: what it was resolved to
    zone: float = 0.0  #: what its zone counts
    weight: float = 0.0  #: kind × zone, filled in by ranking
    evidence: PlaceEvidence | None = None  #: made once, for a country and its division


@dataclass(frozen=True, slots=True)
class Refused:
    """An occurrence that is no name here, and why (for `Tagger.explain`)."""

    field: int
    start: int
    end: int
    payload: int
    why: str


def longest(found: list[Sighting]) -> list[Sighting]:
    """Return the sightings in reading order; where they overlap the longest, and one for two of the same letters."""
    found.sort(key=_order)
    kept: list[Sighting] = []
    last: Sighting | None = None
    for sighting in found:
        if last is None or sighting.start >= last.end or last.field != sighting.field:
            kept.append(sighting)
        elif (sighting.start, sighting.end) == (last.start, last.end):
            if EXCLUSION in (sighting.meaning.kind, last.meaning.kind):
                kept[-1] = sighting if sighting.meaning.kind == EXCLUSION else last
            else:
                kept[-1] = _merged(last, sighting)
        elif sighting.end - sighting.start > last.end - last.start and not _begun(last, sighting):
            kept[-1] = sighting
        last = kept[-1]
    return kept


def _begun(one: Sighting, other: Sighting) -> bool:
    """Tell whether a name begins within another one and is none of its own: "New *Mexico* State Police", but "La *Guinea Equatoriale*"."""
    if one.start == other.start or EXCLUSION in (one.meaning.kind, other.meaning.kind):
        return False
    return all(spot.kind != COUNTRY for spot in other.candidates)


def _order(sighting: Sighting) -> tuple[int, int, int]:
    return sighting.field, sighting.start, -sighting.end


def _tail(sighting: Sighting) -> int:
    return sighting.tail


def _fit(sighting: Sighting) -> tuple[bool, int]:
    """Return how ill a name fits where it stands: "Campbelltown, Pa." is in no village called Pa."""
    return not sighting.meaning.after_comma, sighting.tail


def _merged(one: Sighting, other: Sighting) -> Sighting:
    """Return one sighting for two names of the same letters: all that either can mean."""
    if (one.rule == "compound") != (other.rule == "compound"):
        return other if one.rule == "compound" else one
    if (one.meaning.standing is None) != (other.meaning.standing is None):
        return _placed(*((other, one) if one.meaning.standing else (one, other)))
    if (one.meaning.kind == DEMONYM) != (other.meaning.kind == DEMONYM):
        return _placed(*((other, one) if one.meaning.kind == DEMONYM else (one, other)))
    if _fit(one) != _fit(other):
        return min(one, other, key=_fit)
    for chosen in (one, other):
        if chosen.sure and not (one.meaning.rival or other.meaning.rival):
            return chosen
    return _united(one, other)


def _placed(place: Sighting, other: Sighting) -> Sighting:
    """Return a place, or the people or organisation of the same letters, which are likelier than a town.

    A country's name that is not the text's own gives way too: "Israeli" is how one language calls Israel.
    """
    if not any(spot.kind in (COUNTRY, CAPITAL) for spot in place.candidates):
        return other
    return min(place, other, key=_tail) if place.sure else min(other, place, key=_tail)


def _united(one: Sighting, other: Sighting) -> Sighting:
    spots = tuple(dict.fromkeys((*one.candidates, *other.candidates)))
    better = one if (one.factor, not one.conditional) >= (other.factor, not other.conditional) else other
    better.candidates = spots
    better.conditional = one.conditional and other.conditional
    return better


def spans(found: Sequence[Sighting]) -> list[tuple[int, int, int]]:
    """Return where the sightings stand, for tests and explanations."""
    return [(s.field, s.start, s.end) for s in found]
