"""What the words around an accepted name tell of it: a scene, a state that acts, a side, a border, an origin."""

from __future__ import annotations

from streams.matcher import Hit
from streams.regions.beside import acts, frames_a_scene, is_division, stands_behind, word_before, word_behind
from streams.regions.locatives import Beside
from streams.regions.reading import Reading
from streams.regions.sighting import Sighting
from streams.regions.speech import Speech

AWAY = 0.5  #: what a name counts behind which it does not happen ("from Libya", "the border with Congo")
SIDE = 0.5  #: what a people's name counts that only says on whose side somebody is
_PARTICIPLE = "ed"  #: ending of English words that join with the name before them
_WORD = 12  #: letters behind a name that tell of what it is spoken
#: Languages that write an adjective behind its noun ("touristes français"), or a country's name ("граждане России").
_NOUN_FIRST = frozenset({"ar", "es", "fr", "it", "pt", "ru", "uk"})
_ARTICLE = 3  #: letters of the longest article between "with" and a country


def note(sighting: Sighting, hit: Hit, reading: Reading, scan: str, before: str, speech: Speech) -> None:
    """Note of a sighting what stands beside it; ``before`` is the word directly before it."""
    beside, behind = speech.beside, word_behind(scan, hit.word_end)
    if len(reading.spots) > 1:
        sighting.division = is_division(scan, hit.start, before, behind)
    if reading.is_name:
        organised = reading.meaning.standing is not None  # no place: "killed in a Boko Haram attack"
        sighting.located = not (organised or behind in beside.abroad) and (
            before in beside.scenes or _is_located(beside, scan, hit, before, behind)
        )
        if behind in beside.speaks and not sighting.located:
            sighting.tells, sighting.speaks = True, reading.has_capital
        if behind in speech.sides and reading.has_country and behind.endswith(_PARTICIPLE):
            sighting.side = True  # "US-backed", but not "Colombia made"
            sighting.factor *= SIDE
        if reading.is_local and beside.seats:
            sighting.seated = _is_seated(beside, scan, hit, before, behind)
    elif speech.forces:
        _note_people(sighting, scan, before, behind, speech)
    may_travel = reading.has_country or (reading.is_division and not sighting.seated)
    if (
        may_travel
        and (not hit.field or beside.glued_before)
        and beside.people
        and reading.meaning.standing is None
    ):
        first = before if speech.language in _NOUN_FIRST and not sighting.located else ""
        _note_travellers(sighting, hit, reading, scan[hit.word_end : hit.word_end + _WORD], first, beside)
    if reading.meaning.standing is None and _is_away(beside, scan, hit, before, behind):
        sighting.away, sighting.located = True, False
        sighting.factor *= AWAY


def _note_people(sighting: Sighting, scan: str, before: str, behind: str, speech: Speech) -> None:
    """Note of a people whether its state acts, or somebody only comes from there or is on its side."""
    sighting.origin = not acts(scan, sighting.end, before, behind, speech.forces)
    if before in speech.sides or behind in speech.sides:
        sighting.side = True
        sighting.factor *= SIDE


def _note_travellers(
    sighting: Sighting, hit: Hit, reading: Reading, behind: str, before: str, beside: Beside
) -> None:
    """Note of a country whether only its people or its offices are named, which may be anywhere."""
    glued, behind = behind[:1] != " ", behind.removeprefix(" ")
    # "Haiti missionaries" are there
    adjective = glued or reading.is_short or reading.is_division or not reading.is_name or bool(before)
    sighting.travels = (reading.has_country and behind.startswith(beside.offices)) or (
        adjective and (behind.startswith(beside.travellers) or before.startswith(beside.travellers))
    )
    sighting.visits = sighting.travels or (
        adjective
        and (
            behind.startswith(beside.people)
            or before.startswith(beside.people)
            or (hit.end < hit.word_end and behind.startswith(beside.victims))
        )
    )
    sighting.reacts = reading.is_name and behind.startswith(beside.reacts) and not sighting.located


def _is_located(beside: Beside, scan: str, hit: Hit, before: str, behind: str) -> bool:
    """Tell whether words or an ending beside a name say that something happens there."""
    return (
        stands_behind(scan, hit.start, before, beside.scenes)
        or (before in beside.frames and frames_a_scene(scan, hit.start, before, beside.frames[before]))
        or behind in beside.behind
        or (hit.end < hit.word_end and scan[hit.end : hit.word_end] in beside.tails)
        or (bool(beside.glued_before) and scan.endswith(beside.glued_before, 0, hit.start))
        or (bool(beside.glued_behind) and scan.startswith(beside.glued_behind, hit.word_end))
    )


def _is_seated(beside: Beside, scan: str, hit: Hit, before: str, behind: str) -> bool:
    """Tell whether an institution of a division is named, and not the division ("Idaho University", "University of Idaho")."""
    if not beside.seats.isdisjoint((before, behind)):
        return True
    return before == "of" and word_before(scan, hit.start - len(before) - 1) in beside.seats


def _is_away(beside: Beside, scan: str, hit: Hit, before: str, behind: str) -> bool:
    """Tell whether words beside a name say that it lies beyond a border, or that somebody comes from there."""
    if before in beside.origins or before in beside.borders or behind in beside.borders:
        return True
    start = hit.start
    if before not in beside.beyond and len(before) <= _ARTICLE:  # "la frontière avec le Mali"
        start -= len(before) + 1
        before = word_before(scan, start)
    return before in beside.beyond and word_before(scan, start - len(before) - 1) in beside.borders
