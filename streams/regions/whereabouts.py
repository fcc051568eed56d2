"""Where a title says that something happens: a name with its word of place ("in Kabul", "attack on Odesa", "dans le nord du Mali")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from streams.regions import traps
from streams.regions.beside import frames_a_scene, word_before, word_behind
from streams.regions.meaning import DEMONYM
from streams.regions.sighting import Sighting
from streams.regions.speech import Speech
from streams.regions.table import CAPITAL, CITY, COUNTRY, TOWN
from streams.text import TITLE, Prepared

_BETWEEN = 3  #: words that may stand between the word of place and the name
_TOWNS = frozenset({CAPITAL, CITY, TOWN})
_SHORT = 3  #: letters of such a word, if it is no direction: an article, a preposition


def whereabouts(prepared: Prepared, found: Iterable[Sighting], speech: Speech) -> list[tuple[int, int]]:
    """Return the pieces of the title that say where, as offsets in its folded text, in reading order."""
    title = prepared.fields[0] if prepared.fields and prepared.fields[0].name == TITLE else None
    if title is None:
        return []
    return [
        piece for sighting in found if _is_named(sighting) for piece in _pieces(title.scan, sighting, speech)
    ]


def towns(prepared: Prepared, found: Iterable[Sighting]) -> list[tuple[int, int]]:
    """Return where towns and parts of countries are named, as field and offset."""
    return [(sighting.field, sighting.start) for sighting in found if _is_small(prepared, sighting)]


def _is_small(prepared: Prepared, sighting: Sighting) -> bool:
    """Whether a sighting is of less than a country: a town, a division, a part ("in Darfur", "in northern Mali").

    No people is, and no capital that speaks for its government.
    """
    if sighting.meaning.kind == DEMONYM or sighting.speaks:
        return False
    if sighting.spot is None:
        return all(spot.kind != COUNTRY for spot in sighting.candidates)
    if sighting.spot.kind != COUNTRY or sighting.meaning.part:
        return True
    direction = word_before(prepared.fields[sighting.field].scan, sighting.start)
    return len(direction) > _SHORT and direction in traps.parts()


def _is_named(sighting: Sighting) -> bool:
    """Whether a place of the title is called by its name: neither "in Chinese exports" nor "at White House" says where."""
    meaning = sighting.meaning
    named = meaning.kind != DEMONYM and meaning.standing is None
    return named and sighting.field == 0 and sighting.spot is not None


def _pieces(scan: str, sighting: Sighting, speech: Speech) -> Iterator[tuple[int, int]]:
    start, behind = sighting.start, ""
    for _ in range(_BETWEEN + 1):
        word = word_before(scan, start)
        if not behind and _is_framed(scan, sighting, word, speech):
            yield start - len(word) - 1, sighting.end
        start -= len(word) + 1
        if word in speech.beside.scenes:
            yield _first_scene(scan, start, speech), sighting.end
            return
        if not word or not _may_stand_between(word, behind, speech):
            break
        behind = word
    if sighting.located:
        behind = word_behind(scan, sighting.end)
        yield sighting.start, sighting.end + (1 + len(behind) if behind in speech.beside.behind else 0)


def _may_stand_between(word: str, behind: str, speech: Speech) -> bool:
    """Whether a word may part a name from its word of place: an article, a direction, a kind of place ("in the town of")."""
    kinds = speech.beside.frames.get(behind, frozenset())
    return len(word) <= _SHORT or word in traps.parts() or word in kinds


def _first_scene(scan: str, start: int, speech: Speech) -> int:
    """Return where the words of place begin: a language may say two in a row (Swahili "katika wilaya ya Lamu")."""
    while (word := word_before(scan, start)) in speech.beside.scenes:
        start -= len(word) + 1
    return start


def _is_framed(scan: str, sighting: Sighting, word: str, speech: Speech) -> bool:
    """Whether a town stands right behind what was done to it ("attack on"); an attack on a country is often only feared."""
    spot, frames = sighting.spot, speech.beside.frames
    if spot is None or spot.kind not in _TOWNS or word not in frames:
        return False
    return frames_a_scene(scan, sighting.start, word, frames[word])
