"""Countries that a headline shows striking another: they act, and it happens in the other one.

"Russia strikes Kyiv", "Israel bombs Damascus", "Russian missiles hit Ukraine": the first country is named as
prominently as the second, and would be shown as violent as that is. The target of a state must stand right behind:
"Mali attacks: France pulls out" strikes nobody, and "Israel and Iran strike each other" makes both a scene. A people
beside its weapons strikes wherever another country stands in the title ("Ukraine: nine dead in Russian attack").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from streams.regions.armed import is_armed, launches
from streams.regions.beside import word_before
from streams.regions.meaning import DEMONYM
from streams.regions.sighting import Sighting
from streams.regions.strikes import strikes
from streams.regions.table import CAPITAL, COUNTRY
from streams.regions.verblast import strikes_next
from streams.regions.wars import note_wars, wages_war
from streams.text import TITLE, Field, Prepared

STRIKES = "that strikes the next"
ACCUSED = "that the other accuses"
_FARTHEST = 48  #: letters between attacker and target
_BEFORE = 3  #: words before an attacker in which the attack is named, and between it and the target
_MOST = 40  #: names of a headline; each is held against each
_LITTLE = 3  #: letters of a little word ("on", "sur", "the")
_PAUSE = re.compile(r"[.,:;!?|–—\n]")


def note_attackers(prepared: Prepared, found: Sequence[Sighting], language: str) -> None:
    """Note of a title's sightings which of them strike another country that the article names."""
    field = prepared.fields[0]
    if field.name != TITLE:
        return
    title = _headline(found)
    for one, other in pairwise(title):
        if _may_strike(one, other) and _does_strike(field, one, other, language):
            one.elsewhere = STRIKES
            one.located = False  # "attaque d'Israël contre le Liban" is no attack on Israel
        elif _is_accused(field, one, other) or (one.tells and _is_done_to(field, one, other)):
            other.elsewhere = ACCUSED
    armed = [one for one in title if is_armed(field, one)]
    struck = [other for other in title if other not in armed] if armed else []
    for one in armed:
        if any(_is_other(one, other) for other in struck) or any(
            _is_shown(one, other) for other in found[len(title) :]
        ):
            one.elsewhere = STRIKES
    note_wars(title, found[len(title) :])


def strikes_abroad(prepared: Prepared, found: Sequence[Sighting]) -> bool:
    """Tell whether the only country that an article names strikes somewhere abroad, as it has for years ("Russian missiles kill nine")."""
    field = prepared.fields[0]
    title = _headline(found)
    if field.name != TITLE or not title or not wages_war(found):
        return False
    return any(is_armed(field, one) or launches(field, one) for one in title)


def _is_done_to(field: Field, one: Sighting, other: Sighting) -> bool:
    """Tell whether a country is struck by the next one, as it tells ("Kuwait says Iran fired missiles *at it*")."""
    if not _are_two(one, other):
        return False
    told = field.scan[other.end : other.end + _FARTHEST].split()
    return any(word in strikes().onto and then in strikes().tellers for word, then in pairwise(told))


def _headline(found: Sequence[Sighting]) -> list[Sighting]:
    """Return the sightings of the first field: they come in reading order, and no headline has more than so many."""
    return list(takewhile(lambda sighting: not sighting.field, found[:_MOST]))


def _are_two(one: Sighting, other: Sighting) -> bool:
    """Tell whether two names are resolved, and to places in two countries."""
    return one.spot is not None and other.spot is not None and one.spot.country != other.spot.country


def _may_strike(one: Sighting, other: Sighting) -> bool:
    """Tell whether two names can be a state and its target at all."""
    if not _are_two(one, other) or (one.spot is not None and one.spot.kind not in (COUNTRY, CAPITAL)):
        return False
    return 0 < other.start - one.end <= _FARTHEST and other.meaning.standing is None


def _does_strike(field: Field, one: Sighting, other: Sighting, language: str) -> bool:
    if _attacks(field, one, other):
        return True
    return not one.located and (_strikes(field, one, other) or strikes_next(field, one, other, language))


def _strikes(field: Field, one: Sighting, other: Sighting) -> bool:
    """Tell whether a state strikes the country that is named next."""
    words, between = strikes(), field.plain[one.end : other.start]
    if _PAUSE.search(between) or (one.meaning.kind == DEMONYM and one.meaning.standing is None):
        return False
    told = field.scan[one.end : other.start].split()
    before = word_before(field.scan, one.start)
    if told and told[0] in words.auxiliaries:
        told = told[1:]
    if before in words.verbs_before:
        return _is_next(told, other)
    if not told:
        return False
    if told[0] in words.carries or before in words.carries_before:
        return not words.onto.isdisjoint(told[-2:]) and any(word.startswith(words.weapons) for word in told)
    return told[0] in words.verbs and _is_next(told[1:], other)


def _is_accused(field: Field, one: Sighting, other: Sighting) -> bool:
    """Tell whether a country accuses the next one of a deed: it was done to the first ("Russia accuses Ukraine of strikes")."""
    if not _are_two(one, other) or other.located:
        return False
    told = field.scan[one.end : other.start].split()
    return bool(told) and told[-1 if len(told[-1]) > _LITTLE else -2 :][0] in strikes().accuses


def _attacks(field: Field, one: Sighting, other: Sighting) -> bool:
    """Tell whether an attack of a country on the next one is named ("attack by Israel on Iran", "удар России по Украине")."""
    words, told = strikes(), field.scan[one.end : other.start].split()
    if not 0 < len(told) <= _BEFORE or words.onto.isdisjoint(told[-2:]):
        return False
    if _PAUSE.search(field.plain[one.end : other.start]):
        return False
    start = one.start
    for _ in range(_BEFORE):
        word = word_before(field.scan, start)
        if not word or (start == one.start and word in words.onto):
            return False
        start -= len(word) + 1
        if word.startswith(words.attacks):
            return True
    return False


def _is_next(words: Sequence[str], target: Sighting) -> bool:
    """Tell whether a target stands behind a verb, with little words between: "Mali attacks kill Chinese workers" strikes nobody."""
    most = 0 if target.meaning.kind == DEMONYM else _LITTLE
    return all(len(word) <= most for word in words)


def _is_other(one: Sighting, other: Sighting) -> bool:
    """Tell whether a title names another country that may be struck: not one that only tells of it ("Iran says")."""
    if not _are_two(one, other):
        return False
    return other.meaning.standing is None and not (other.speaks or other.tells or other.reacts or other.away)


def _is_shown(one: Sighting, other: Sighting) -> bool:
    """Tell whether the text below the title shows another country by a place in it."""
    return (
        _is_other(one, other)
        and other.spot is not None
        and (other.located or other.spot.kind not in (COUNTRY, CAPITAL))
    )
