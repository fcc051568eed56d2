"""The names of countries and their divisions, with the conditions under which each counts; and everything together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from pathlib import Path

import yaml

from gazetteer import settlements, spelling, spoken
from gazetteer.languages import MATCHED, SPOKEN, WATCHED
from gazetteer.places import ADMIN1, COUNTRY, Place, Table
from gazetteer.regions import World
from gazetteer.sources import Sources
from streams.text import scan_of

_SMALL = 3_000_000  #: people of a country whose parishes nobody abroad has a name for
_LONG = 5  #: a country name of fewer letters counts only in the languages that use it


def make(sources: Sources, world: World, hand: Path, unsought: Container[str] | None = None) -> Table:
    """Return the table of places and names; ``unsought`` (else that of the file) are no spellings of small places."""
    table = Table(unsought=_unsought(hand) if unsought is None else unsought)
    generic = set(yaml.safe_load((hand / "generic.yaml").read_text("utf-8"))["words"])
    _countries(table, sources, world)
    _divisions(table, sources, world, {scan_of(word) for word in generic})
    settlements.cities(table, sources, world)
    settlements.counties(table, sources, world)
    settlements.districts(table, sources, world, {scan_of(word) for word in generic})
    settlements.villages(table, yaml.safe_load((hand / "villages.yaml").read_text("utf-8")))
    spoken.spellings(table, hand / "spoken")
    return table


def _unsought(hand: Path) -> frozenset[str]:
    file = yaml.safe_load((hand / "unsought.yaml").read_text("utf-8"))
    return frozenset(map(scan_of, (*file["words"], *file["by_hand"])))


def _countries(table: Table, sources: Sources, world: World) -> None:
    numbers = {}
    for code, row in sources.countries.items():
        numbers[code] = table.add_place(
            Place(COUNTRY, code, "", row["population"], world.areas[code].names["en"])
        )
    for locale, names in sources.territory_names():
        language = locale.split("-")[0]
        if language not in SPOKEN:
            continue
        for key, name in names.items():
            code = key.split("-alt-")[0]
            if code in numbers:
                _country_name(table, numbers[code], language, name)
    for key, places in table.names.items():  # a short name that many languages share is safe
        if len(table.languages.get(key, ())) >= 12 and len(key) > 3:
            table.languages.pop(key)
        assert places


def _country_name(table: Table, number: int, language: str, name: str) -> None:
    name = name.split("(", maxsplit=1)[0].strip()
    forms = {name, spelling.ascii_form(name) if spelling.script(name) == spelling.LATIN else None}
    for form in sorted(form for form in forms if form):
        key = scan_of(form)
        if len(key) < 2:
            continue
        table.add(form, number, "x")
        table.add_forms(form, number)
        if spelling.script(form) == spelling.LATIN and len(key) < _LONG:
            table.languages[key].add(language)


def _divisions(table: Table, sources: Sources, world: World, generic: set[str]) -> None:
    aliases: dict[str, set[str]] = defaultdict(set)
    for division in sources.divisions:
        if (
            division.level <= 2
            and division.number in world.of_number
            and division.iso == world.of_number[division.number]
        ):
            aliases[division.iso].update({division.name, *division.aliases})
    for code, area in sorted(world.areas.items()):
        if area.parent is None:
            continue
        number = table.add_place(Place(ADMIN1, area.parent, code, area.population, area.names["en"]))
        small = sources.countries[area.parent]["population"] < _SMALL and area.parent not in WATCHED
        tiny = small and area.population == 0
        called = {n for language, n in area.names.items() if language in MATCHED and _is_sought(n, tiny=tiny)}
        for name in sorted(name for name in called | aliases[code] if not name.startswith("City of ")):
            _division_name(table, number, name.split("(")[0].strip(), generic)
    _share(table)


def _is_sought(name: str, *, tiny: bool) -> bool:
    """Tell whether a division's name is looked for: of a parish without a town only what it is called at home."""
    return not tiny or spelling.script(name) == spelling.LATIN


def _share(table: Table) -> None:
    """Let a name with a word for its kind mean all that the bare name means: Punjab is a province in two countries."""
    for key in sorted(table.names):
        short = scan_of(spelling.bare(key) or "")
        known = {table.places[number].country for number in table.names[key]}
        for number in tuple(table.names.get(short, ())):
            if table.places[number].kind == ADMIN1 and table.places[number].country not in known:
                table.add(key, number, "x")


def _division_name(table: Table, number: int, name: str, generic: set[str]) -> None:
    kind = spelling.script(name)
    if kind is None:
        return
    forms = {name, spelling.bare(name)}
    if kind is spelling.LATIN:
        forms |= {spelling.ascii_form(form) for form in set(forms) if form}
    if kind is spelling.HAN:
        forms.add(spelling.simplified(name))
        forms |= {
            form[:-1] for form in set(forms) if form and len(form) > 3 and form[-1] in "省州县縣邦区區市府"
        }
    for form in sorted(form for form in forms if form):
        key = scan_of(form)
        if key in generic or len(key) < (2 if kind is spelling.HAN else 3):
            table.dropped.setdefault(key, "a word for any division")
            continue
        table.add(form, number, "x")
        table.add_forms(form, number)
