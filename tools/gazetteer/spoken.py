"""What languages call divisions and towns where no public list knows their spelling (``streams/regions/data/spoken``).

One file a language: by country or division, the English name and the spellings
of the language. A town that is named so is known there as a city is.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from gazetteer.places import ADMIN1, CAPITAL, CITY, COUNTRY, Place, Table
from streams.text import scan_of, scans_of

_LISTED = 50_000  #: people that such a town counts for
_TINY = (
    20_000  #: a division of fewer people in known towns is no evidence by itself (`streams.regions.resolve`)
)


def spellings(table: Table, folder: Path) -> None:
    """Add the spellings of every language's file; they count only in its languages, if it names any."""
    made: dict[tuple[str, str], int] = {}
    for path in sorted(folder.glob("*.yaml")):
        told = yaml.safe_load(path.read_text("utf-8"))
        for code, lines in sorted(told["places"].items()):
            for name, *forms in (line.split("|") for line in lines):
                numbers = _meant(table, code, name) or [_town(table, made, code, name)]
                for form in forms:
                    _add(table, form, numbers, told["languages"])


def _meant(table: Table, code: str, name: str) -> list[int]:
    """Return the division of a name and the largest city, of those that are evidence by themselves."""
    known = [(table.places[number], number) for number in _known(table, code, name)]
    divisions = [
        number
        for place, number in known
        if place.kind == COUNTRY or (place.kind == ADMIN1 and place.population >= _TINY)
    ]
    cities = [(place.population, -number) for place, number in known if place.kind in (CAPITAL, CITY)]
    return [*divisions, -max(cities)[1]] if cities else divisions


def _known(table: Table, code: str, name: str) -> list[int]:
    return [
        number
        for number, how in table.names.get(scan_of(name), {}).items()
        if how in "xa"
        and table.places[number].country == code[:2]
        and code in (code[:2], table.places[number].admin1)
    ]


def _town(table: Table, made: dict[tuple[str, str], int], code: str, name: str) -> int:
    """Return the town of a name, added once; its division is that of the town or district the list knows."""
    if (code, name) not in made:
        inside = {table.places[number].admin1 for number in _known(table, code, name)}
        admin1 = code if "-" in code else inside.pop() if len(inside) == 1 else ""
        made[code, name] = table.add_place(Place(CITY, code[:2], admin1, _LISTED, name))
    return made[code, name]


def _add(table: Table, form: str, numbers: list[int], languages: list[str]) -> None:
    """Add a spelling: everywhere, or in some languages; other places of the name keep what they have."""
    for number in numbers:
        if not languages:
            table.add(form, number, "x")
            table.add_forms(form, number)
            continue
        for key in scans_of(form):
            if number not in table.names.get(key, ()):
                table.local.setdefault(key, {}).setdefault(number, set()).update(languages)
