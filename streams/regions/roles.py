"""What each country does in an article: where it happens, who takes part, who is only mentioned.

``main`` is the top, and whatever has two fifths of it and is a scene of what
happens (at most three); ``involved`` are others with more than a quarter: actors
and neighbours; the rest is mentioned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from streams.regions.attackers import note_attackers, strikes_abroad
from streams.regions.meaning import DEMONYM, Standing
from streams.regions.parties import joined
from streams.regions.sighting import Sighting
from streams.regions.table import CAPITAL, COUNTRY
from streams.regions.tally import Tally
from streams.text import Prepared
from tocsin.model import Role

METONYMY = 0.5  #: a capital stands for a government where its people and other places never appear
MAIN, INVOLVED, MOST_MAIN = 0.4, 0.27, 3
PARTY = 0.5  #: a country named as a party, where no scene is shown
_NEVER = 1.1  #: no country has this share
_TERRITORIES = frozenset({"PS", "EH"})
SCENE = 0.5  #: what a scene needs of the strongest country to come before it
STRUCK = 0.2  #: the same, where the strongest strikes elsewhere
_LEAD = 1.5  #: zones above it are titles and datelines


def roles(
    prepared: Prepared, resolved: Sequence[Sighting], countries: Mapping[str, Tally], language: str = ""
) -> Sequence[tuple[str, Role]]:
    """Return the countries, strongest first, and what each does in the article."""
    if not countries:
        return ()
    if len(countries) < 2:
        travelling = resolved[0].travels and all(map(_travels, resolved))
        is_abroad = travelling or strikes_abroad(prepared, resolved)
        alone = Role.INVOLVED if is_abroad else Role.MAIN
        return [(code, alone) for code in countries]
    note_attackers(prepared, resolved, language)
    _dampen_governments(countries)
    _find_scenes(countries)
    order = _order(countries)
    top = max([tally.score for tally in countries.values()])
    shown = countries[order[0]].scene
    rivals = sum([tally.score >= MAIN * top for tally in countries.values()]) > 1
    pairs = joined(prepared, resolved) if rivals else frozenset()
    roles = []
    for position, code in enumerate(order):
        tally = countries[code]
        share = tally.score / top
        party = share >= MAIN and frozenset((code, order[0])) in pairs
        role = Role.MAIN if party and position < MOST_MAIN else _role(share, position, tally, shown=shown)
        roles.append((code, role))
    return roles


def _travels(sighting: Sighting) -> bool:
    """Tell whether a title names only travellers of a country; the text may name its people."""
    return sighting.travels or (sighting.field > 0 and sighting.meaning.kind == DEMONYM)


def _dampen_governments(countries: Mapping[str, Tally]) -> None:
    """Halve a country of which only the capital appears, where another country appears as more than that."""
    only = [tally for tally in countries.values() if _has_only(tally, _is_seat)]
    if len(only) < len(countries):
        for tally in only:
            tally.score *= METONYMY


def _has_only(tally: Tally, kind: Callable[[Sighting], bool]) -> bool:
    """Tell whether all that speaks for a region is of one kind."""
    for sighting in tally.sightings:  # noqa: SIM110 - `all` would cost as much again for its generator
        if not kind(sighting):
            return False
    return True


def _find_scenes(countries: Mapping[str, Tally]) -> None:
    """Note of each country whether a place in it is shown, and whether it is a scene of what happens."""
    shown, told = 0, False
    named = {code for code, tally in countries.items() if _is_land(tally)}
    sited = any(map(_is_sited, countries.values()))
    for tally in countries.values():
        tally.placed = not _has_only(tally, _is_unplaced)
        shown += tally.placed
        told = told or _is_told(tally)
    for code, tally in countries.items():
        scene = not told and _is_scene(tally, elsewhere=shown > 0, named=not named <= {code}, sited=sited)
        tally.scene = tally.placed or scene


def _is_sited(tally: Tally) -> bool:
    """Tell whether a title names a place in a region: who tells of it is not where it happened ("Irbil hit, US says")."""
    return any(sighting.zone > _LEAD and not _is_unplaced(sighting) for sighting in tally.sightings)


def _is_told(tally: Tally) -> bool:
    """Tell whether a title says that something happens in a region ("in Iraq"): then others in it act there."""
    for sighting in tally.sightings:  # noqa: SIM110 - as above
        if sighting.located and sighting.zone > _LEAD:
            return True
    return False


def _is_unplaced(sighting: Sighting) -> bool:
    spot = sighting.spot
    if sighting.visits:
        return True  # "a Texas man"
    if sighting.zone > _LEAD and (sighting.meaning.part or _is_territory(sighting)):
        return False  # "Karabakh", "West Bank"
    return not sighting.located and (spot is None or spot.kind in (COUNTRY, CAPITAL))


def _is_seat(sighting: Sighting) -> bool:
    return (
        sighting.spot is not None
        and sighting.spot.kind == CAPITAL
        and not sighting.located
        and sighting.zone < 3.0
    )


def _order(countries: Mapping[str, Tally]) -> list[str]:
    """Return the countries, strongest first; what happens somewhere is about that place, not about who acts there."""
    order = sorted(countries, key=lambda code: (-countries[code].score, countries[code].first, code))
    strongest = countries[order[0]]
    if not strongest.scene:
        needed = SCENE if _acts_at_home(strongest) else STRUCK
        for code in order[1:]:
            if countries[code].score >= needed * strongest.score and countries[code].scene:
                order.remove(code)
                return [code, *order]
    return order


def _acts_at_home(tally: Tally) -> bool:
    """Tell whether nothing says that what a country does happens elsewhere."""
    return not any(sighting.elsewhere for sighting in tally.sightings)


def _role(share: float, position: int, tally: Tally, *, shown: bool) -> Role:
    """Return what a country does in the article; ``shown``: the strongest shows where it happens."""
    needed = MAIN if tally.scene else _NEVER if shown else _needed(tally)
    if position == 0 or (position < MOST_MAIN and share >= needed):
        return Role.MAIN
    if shown and _has_only(tally, _is_origin):
        return Role.MENTION
    return Role.INVOLVED if share > INVOLVED and not _has_only(tally, _is_aside) else Role.MENTION


def _is_origin(sighting: Sighting) -> bool:
    """Tell whether a people only says where somebody comes from, and not in a headline."""
    return sighting.origin and sighting.zone <= _LEAD


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


def _is_aside(sighting: Sighting) -> bool:
    """Tell whether a country appears only as a government (its capital, its offices), or inside a compound."""
    return _is_seat(sighting) or sighting.rule == "compound" or sighting.meaning.standing is Standing.OFFICE


def _is_land(tally: Tally) -> bool:
    """Tell whether a title names a country, or a place in it, and not only its people, its offices or what its state says."""
    return any(
        sighting.zone > _LEAD
        and sighting.meaning.kind != DEMONYM
        and sighting.meaning.standing is None
        and not (sighting.speaks or sighting.reacts or sighting.visits or sighting.away or sighting.elsewhere)
        for sighting in tally.sightings
    )


def _is_scene(tally: Tally, *, elsewhere: bool, named: bool, sited: bool) -> bool:
    """Tell whether a headline says that something happens in a country of which no place is shown.

    A country that appears only as a state, its people or its capital acts in
    what happens elsewhere: it is involved. So does one whose people alone stand
    in a headline, or whose capital speaks, where another country is shown by a
    place in it: "Turkish jets bomb northern Iraq", "Kigali denies attacking Goma";
    one that strikes another: "Russia strikes Kyiv"; and one of which only people or
    offices are named, where another one is named as such: "Americans kidnapped, Mexico".
    """
    return any(
        (
            sighting.zone > _LEAD
            and sighting.meaning.standing is None
            and not (sighting.side or sighting.away or sighting.elsewhere)
            and not (elsewhere and (sighting.speaks or sighting.meaning.kind == DEMONYM))
            and not (sited and sighting.tells)
            and not (named and (sighting.speaks or sighting.reacts or sighting.visits))
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
