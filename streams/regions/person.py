"""Names of towns that are a person's here: a first name, a title or a surname beside them shows it."""

from __future__ import annotations

from streams.matcher import Hit
from streams.regions import traps
from streams.regions.beside import proper_before, proper_behind, stands_behind, word_before
from streams.regions.reading import Reading
from streams.regions.shape import Shape
from streams.regions.speech import Speech
from streams.text import Field


def shown_before(field: Field, hit: Hit, reading: Reading, shape: Shape, speech: Speech) -> str | None:
    """Return what before a name shows that it is a person's, if anything ("Jack Reading", "President Said")."""
    before = proper_before(field, hit.start)
    if not before:
        return None
    if not (shape.all_capitals and reading.has_country):
        if before in speech.first_names:
            return f"a person: “{before}” before it"
        further = "" if reading.has_capital else proper_before(field, hit.start - len(before) - 1)
        if further and further in speech.titles:
            return f"a person: “{before}” before it"
    if before in speech.titles and not reading.has_country and not reading.has_capital:
        return f"a person: the title “{before}” before it"
    return None


def shown_behind(field: Field, hit: Hit, reading: Reading, shape: Shape, speech: Speech) -> str | None:
    """Return what behind a first name shows that it is one, if anything ("Chad Smith")."""
    if not reading.is_first_name or shape.all_capitals or shape.title_case:
        return None
    behind = proper_behind(field, hit.word_end)
    if not behind or behind in speech.titles:
        return None
    if reading.has_country and not _is_pair(field, hit, reading, behind):
        return None
    return f"a person: “{behind}” after it"


def _is_pair(field: Field, hit: Hit, reading: Reading, behind: str) -> bool:
    """Tell whether a country's name and the word after it are a person's ("Chad Wilkins, 34", not "Chad Basin Authority")."""
    return reading.is_person_country and not proper_behind(field, hit.word_end + 1 + len(behind))


def shown_alone(field: Field, hit: Hit, reading: Reading, speech: Speech) -> str | None:
    """Return why a first name is a person's in a headline whose letters do not tell ("david bragg charged"), none if it is a place's.

    A great city keeps its name, and a place behind a word of place.
    """
    if not reading.is_first_name or reading.has_country or reading.is_great:
        return None
    before = word_before(field.scan, hit.start)
    if before in traps.directions() or stands_behind(field.scan, hit.start, before, speech.beside.locatives):
        return None
    return "a person: a first name in a headline without small and large letters"
