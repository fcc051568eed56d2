"""Countries that a headline shows striking another: they act, and it happens in the other one.

"Russia strikes Kyiv", "Israel bombs Damascus", "Russian missiles hit Ukraine": the first country is named as
prominently as the second, and would be shown as violent as that is. The target must stand right behind: "Mali
attacks: France pulls out" strikes nobody, and "Israel and Iran strike each other" makes both a scene.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from streams.regions.beside import word_before
from streams.regions.meaning import DEMONYM
from streams.regions.sighting import Sighting
from streams.regions.strikes import strikes
from streams.regions.table import CAPITAL, COUNTRY
from streams.text import TITLE, Field, Prepared

_FARTHEST = 48  #: letters between attacker and target
_LITTLE = 3  #: letters of a little word ("on", "sur", "the")
_PAUSE = re.compile(r"[.,:;!?|–—\n]")


def note_attackers(prepared: Prepared, found: Sequence[Sighting]) -> None:
    """Note of a title's sightings which of them strike the country that is named next."""
    title = prepared.fields[0]
    if title.name != TITLE:
        return
    for one, other in pairwise(found):
        if other.field:
            break  # in reading order: the title is over
        if _may_strike(one, other):
            one.strikes = _strikes(title, one, other)


def _may_strike(one: Sighting, other: Sighting) -> bool:
    """Tell whether two names can be a state and its target at all."""
    if one.spot is None or other.spot is None or one.spot.country == other.spot.country:
        return False
    if one.spot.kind not in (COUNTRY, CAPITAL) or one.located:
        return False
    return 0 < other.start - one.end <= _FARTHEST and other.meaning.standing is None


def _strikes(field: Field, one: Sighting, other: Sighting) -> bool:
    words, between = strikes(), field.plain[one.end : other.start]
    if _PAUSE.search(between):
        return False
    told = field.scan[one.end : other.start].split()
    before = word_before(field.scan, one.start)
    if one.meaning.kind == DEMONYM and one.meaning.standing is None:
        return bool(told) and (told[0].startswith(words.weapons) or before.startswith(words.weapons))
    if told and told[0] in words.auxiliaries:
        told = told[1:]
    if before in words.verbs_before:
        return _is_next(told, other)
    if not told:
        return False
    if told[0] in words.carries or before in words.carries_before:
        return not words.onto.isdisjoint(told[-2:]) and any(word.startswith(words.weapons) for word in told)
    return told[0] in words.verbs and _is_next(told[1:], other)


def _is_next(words: Sequence[str], target: Sighting) -> bool:
    """Tell whether a target stands behind a verb, with little words between: "Mali attacks kill Chinese workers" strikes nobody."""
    most = 0 if target.meaning.kind == DEMONYM else _LITTLE
    return all(len(word) <= most for word in words)
