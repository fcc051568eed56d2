"""What stands directly before and behind a name; offsets count in the field's folded text.

No list of words has one longer than `_LONGEST`, so nobody looks further: a text
written without spaces must not be walked from its beginning at every name.
"""

from __future__ import annotations

from streams.regions import traps
from streams.text import TITLE, Field

_LONGEST = 40  #: letters
_OPENING = " \"'“”„«»‘’(–—-"
_ENDS = ".!?:;\n•|…։"


def word_before(scan: str, start: int) -> str:
    """Return the word before an offset, folded; empty if none stands directly before it."""
    end = start - 1
    if end <= _LONGEST:
        return scan[scan.rfind(" ", 0, end) + 1 : end] if end > 0 else ""
    begin = scan.rfind(" ", end - _LONGEST, end) + 1
    return scan[begin:end] if begin else ""


def word_behind(scan: str, end: int) -> str:
    """Return the word behind an offset, folded; empty if none stands directly behind it or its dot ("U.S.")."""
    if scan[end : end + 1] != " ":
        return ""
    if end > 1 and scan[end - 2] == " " == scan[end + 1 : end + 2]:
        end += 1  # an abbreviation's dot, not a sentence's ("at a U.S. base")
    stop = scan.find(" ", end + 1, end + _LONGEST + 2)
    if stop < 0:
        return scan[end + 1 :] if len(scan) - end <= _LONGEST + 1 else ""
    return scan[end + 1 : stop]


def stands_behind(scan: str, start: int, before: str, words: frozenset[str]) -> bool:
    """Tell whether the word before a name is one of some words, or the next one is ("in western Niger")."""
    if before in words:
        return True
    return before in traps.directions() and word_before(scan, start - len(before) - 1) in words


def frames_a_scene(scan: str, start: int, before: str, first: frozenset[str]) -> bool:
    """Tell whether two words before a name say that something happens there ("attack on", "village of")."""
    return word_before(scan, start - len(before) - 1) in first


def is_division(scan: str, start: int, before: str, behind: str) -> bool:
    """Tell whether a word for a division stands beside a name ("Osh region", "région d'Och")."""
    words = traps.division_words()
    if before in words or behind in words:
        return True
    return 0 < len(before) <= 3 and word_before(scan, start - len(before) - 1) in words


def acts(scan: str, end: int, before: str, behind: str, forces: tuple[str, ...]) -> bool:
    """Tell whether a people stands for its state: beside soldiers, a government ("Eritrean troops")."""
    return (
        behind.startswith(forces)
        or before.startswith(forces)
        or word_behind(scan, end + 1 + len(behind)).startswith(forces)
    )


def opens_sentence(field: Field, start: int) -> bool:
    """Tell whether a sentence or a quotation begins at an offset."""
    before = field.folded[max(0, start - 4) : start].rstrip(_OPENING)
    return not before or before[-1] in _ENDS


def heads_title(field: Field, start: int, end: int) -> bool:
    """Tell whether a title begins with a word set off from the rest, as Romance newsrooms name the city ("Bari, bomba …")."""
    return start <= 1 and field.name == TITLE and field.plain[end : end + 2] in (", ", ": ")


def may_be_proper(field: Field, start: int, before: str) -> bool:
    """Tell at a glance whether `proper_before` may find a word; ``before`` is the word before the offset."""
    if before:
        return field.plain[start - 1 - len(before)].isupper()
    return field.plain[start - 2 : start] == ". "


def proper_before(field: Field, start: int) -> str:
    """Return the capitalised word directly before an offset, also one with a dot ("J. Reading"); folded."""
    scan, plain = field.scan, field.plain
    if start < 2 or plain[start - 1] != " ":
        return ""
    dot = plain[start - 2] == "."
    if scan[start - 2] == " " and not dot:
        return ""
    end = start - 1 - dot
    begin = scan.rfind(" ", max(end - _LONGEST, 0), end) + 1
    return scan[begin:end] if begin < end and plain[begin].isupper() else ""


def proper_behind(field: Field, end: int) -> str:
    """Return the capitalised word directly behind an offset; folded."""
    scan, plain = field.scan, field.plain
    if end + 1 >= len(scan) or plain[end] != " " or not plain[end + 1].isupper():
        return ""
    stop = scan.find(" ", end + 1)
    return scan[end + 1 : stop if stop >= 0 else len(scan)]
