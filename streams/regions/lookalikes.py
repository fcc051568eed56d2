"""What looks like a town and is none: abbreviations in capitals, the first word of a firm's name.

Both are asked only of names that can mean nothing larger than a city or a
division; a country stays a country in "Bank of China Ltd".
"""

from __future__ import annotations

from streams.regions import traps
from streams.text import Field

_LONGEST = 5  #: letters of an abbreviation


def is_abbreviation(field: Field, start: int, end: int) -> bool:
    """Tell whether a short name stands in capitals in a text that is not written so ("GAO", "ICO").

    A dateline is written in capitals too, but begins its text ("GAO, Mali").
    """
    if start == 0 or end - start > _LONGEST:
        return False
    written = field.written(start, end)
    return written.isupper() and written.isalpha() and end - start > 1


def firm(field: Field, end: int) -> str | None:
    """Return the word after a name that makes a firm of it ("Piedmont Airlines"), none if there is none."""
    scan = field.scan
    if field.written(end, end + 2) == " <":
        return "<"  # the code of its share
    if field.written(end, end + 1) != " ":
        return None
    stop = scan.find(" ", end + 1)
    word = scan[end + 1 : stop if stop > 0 else len(scan)]
    return word if word in traps.firms() and not field.written(end + 1, end + 2).islower() else None
