"""Weapons beside a country: those of its people ("Russian missiles"), those it owns or sends ("Russia's jets", "fires missiles")."""

from __future__ import annotations

from streams.regions.beside import word_before, word_behind
from streams.regions.meaning import DEMONYM
from streams.regions.reading import OWNER
from streams.regions.sighting import Sighting
from streams.regions.strikes import Strikes, strikes
from streams.regions.table import COUNTRY
from streams.text import Field

_FARTHEST = 48  #: letters behind a name in which its weapons stand
_WITHOUT_ADJECTIVE = frozenset({"GB", "US"})  #: countries whose abbreviation stands for it


def is_armed(field: Field, one: Sighting) -> bool:
    """Tell whether a people stands beside the weapons of its state ("Russian missiles", "Israeli army raid", "frappes israéliennes")."""
    if one.spot is None or one.meaning.standing is not None:
        return False
    words = strikes()
    if one.meaning.kind != DEMONYM:
        if one.tail and word_before(field.scan, one.start).startswith(words.owned):
            return True
        return _has_arms(field, one, _owner_end(field, one), words)
    if word_before(field.scan, one.start).startswith(words.weapons_before):
        return True
    several = one.tail and field.scan[one.end - 1] == "s"  # no adjective: "Palestinians raid"
    return not several and _has_arms(field, one, one.end, words)


def _has_arms(field: Field, one: Sighting, end: int, words: Strikes) -> bool:
    """Tell whether weapons stand behind an offset, its soldiers between or not."""
    behind = word_behind(field.scan, end) if end else ""
    if not behind or (one.meaning.acronym and behind in words.verbs):
        return False  # "US strikes deal"
    if behind.startswith(words.weapons):
        return True
    further = word_behind(field.scan, end + 1 + len(behind))
    return behind.startswith(words.soldiers) and further.startswith(words.weapons)


def _owner_end(field: Field, one: Sighting) -> int:
    """Return where a country's name ends that stands for an adjective ("Russia's missiles", "US jets"), 0 if it is none."""
    if one.spot is None or one.spot.kind != COUNTRY:
        return 0
    if one.rule == OWNER or (one.meaning.acronym and one.spot.country in _WITHOUT_ADJECTIVE):
        return one.end
    return one.end + 2 if word_behind(field.scan, one.end) == "s" else 0


def launches(field: Field, one: Sighting) -> bool:
    """Tell whether a state sends its weapons, wherever they land ("Russia launches missile barrage")."""
    words = strikes()
    told = field.scan[one.end : one.end + _FARTHEST].split()
    return bool(told) and told[0] in words.carries and any(word.startswith(words.weapons) for word in told)
