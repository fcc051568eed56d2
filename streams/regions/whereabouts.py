"""Where a title says that something happens: a name with its word of place ("in Kabul", "attack on Odesa", "dans le nord du Mali")."""

from __future__ import annotations

from collections.abc import Iterable

from streams.regions import traps
from streams.regions.beside import frames_a_scene, word_before, word_behind
from streams.regions.meaning import DEMONYM
from streams.regions.sighting import Sighting
from streams.regions.speech import Speech
from streams.regions.table import CAPITAL, CITY, TOWN
from streams.text import TITLE, Prepared

_BETWEEN = 3  #: words that may stand between the word of place and the name
_TOWNS = frozenset({CAPITAL, CITY, TOWN})
_SHORT = 3  #: letters of such a word, if it is no direction: an article, a preposition


def whereabouts(prepared: Prepared, found: Iterable[Sighting], speech: Speech) -> list[tuple[int, int]]:
    """Return the pieces of the title that say where, as offsets in its folded text, in reading order."""
    title = prepared.fields[0] if prepared.fields and prepared.fields[0].name == TITLE else None
    if title is None:
        return []
    pieces = (_piece(title.scan, sighting, speech) for sighting in found if _is_named(sighting))
    return [piece for piece in pieces if piece is not None]


def _is_named(sighting: Sighting) -> bool:
    """Whether a place of the title is called by its name: neither "in Chinese exports" nor "at White House" says where."""
    meaning = sighting.meaning
    named = meaning.kind != DEMONYM and meaning.standing is None
    return named and sighting.field == 0 and sighting.spot is not None


def _piece(scan: str, sighting: Sighting, speech: Speech) -> tuple[int, int] | None:
    start = sighting.start
    for _ in range(_BETWEEN + 1):
        word = word_before(scan, start)
        framed = start == sighting.start and _is_framed(scan, sighting, word, speech)
        start -= len(word) + 1
        if framed or word in speech.beside.scenes:
            return start, sighting.end
        if not word or (len(word) > _SHORT and word not in traps.parts()):
            break
    if not sighting.located:
        return None
    behind = word_behind(scan, sighting.end)
    return sighting.start, sighting.end + (1 + len(behind) if behind in speech.beside.behind else 0)


def _is_framed(scan: str, sighting: Sighting, word: str, speech: Speech) -> bool:
    """Whether a town stands right behind what was done to it ("attack on"); an attack on a country is often only feared."""
    spot, frames = sighting.spot, speech.beside.frames
    if spot is None or spot.kind not in _TOWNS or word not in frames:
        return False
    return frames_a_scene(scan, sighting.start, word, frames[word])
