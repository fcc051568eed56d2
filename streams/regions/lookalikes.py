"""What looks like a town and is none: abbreviations in capitals, the first word of a firm's name, part of a word in kana.

The first two are asked only of names that can mean nothing larger than a city or a
division; a country stays a country in "Bank of China Ltd".
"""

from __future__ import annotations

from collections.abc import Sequence

from streams.regions import traps
from streams.regions.table import Spot
from streams.text import Field

_LONGEST = 5  #: letters of an abbreviation
_KATAKANA = frozenset(
    map(chr, (*range(0x30A1, 0x30FB), 0x30FC))
)  #: with the long mark, without the dot between words
_SHORT = 2  #: letters of katakana; a country of no more is none within a longer word ("タイ" of a title)
_OWN = 4  #: letters of katakana; so long a capital stays one within a longer word ("ロンドン" of a marathon)


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
    behind = field.plain[end : end + 2]
    if behind == " <":
        return "<"  # the code of its share
    if behind[:1] != " " or behind.islower():
        return None
    scan = field.scan
    stop = scan.find(" ", end + 1)
    word = scan[end + 1 : stop if stop > 0 else len(scan)]
    return word if word in traps.firms() else None


def is_county(field: Field, end: int, spots: Sequence[Spot]) -> bool:
    """Tell whether a name is a county's, and every place that bears it lies where there are none ("San Jacinto County")."""
    return field.scan.startswith(" county", end) and traps.counties().isdisjoint(
        [spot.country for spot in spots]
    )


def is_part(field: Field, start: int, end: int, country: bool, capital: bool) -> bool:
    """Tell whether a name in katakana is only a part of a longer word of it: Trang in Trump, Kuching in vaccine.

    Katakana writes foreign words one by one, so a town ends where its letters end. Countries are joined with other
    words ("ロシアルーブル"), capitals too; what has two or three letters is rather chance: タイ in タイトル.
    """
    if field.scan.isascii() or (country and end - start > _SHORT) or (capital and end - start >= _OWN):
        return False
    edges = field.scan[max(0, start - 1) : start + 1], field.scan[end - 1 : end + 1]
    return any(len(edge) > 1 and _KATAKANA.issuperset(edge) for edge in edges)
