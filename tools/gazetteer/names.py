"""Places and the names that are looked for, with the conditions under which each counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from gazetteer import inflection, spelling
from gazetteer.languages import MATCHED, SPOKEN, WATCHED
from gazetteer.regions import World, admin1_of
from gazetteer.sources import City, Sources
from streams.text import scan_of, scans_of

COUNTRY, CAPITAL, ADMIN1, CITY, TOWN, DISTRICT = "C", "K", "A", "P", "T", "D"
MEANINGS = 40  #: places that one name can mean
_FEW = 1_500  #: known settlements of a country
_COUNTY = 50_000  #: people that a county counts for: enough to be evidence
_LONG = 5  #: a country name of fewer letters counts only in the languages that use it


@dataclass
class Place:
    """A place that a name can mean."""

    kind: str
    country: str
    admin1: str
    population: int
    name: str


@dataclass
class Table:
    """Places by number, and for each name which places it can mean and how."""

    places: list[Place] = field(default_factory=list)
    names: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    languages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    dropped: dict[str, str] = field(default_factory=dict)  #: name -> why it is not looked for

    def add_place(self, place: Place) -> int:
        """Add a place and return its number."""
        self.places.append(place)
        return len(self.places) - 1

    def add(self, name: str, place: int, how: str) -> None:
        """Add a name of a place.

        ``x`` as it is, ``a`` an alternate spelling, ``s`` a stem that needs an
        ending, ``j`` the stem of an adjective.
        """
        for key in scans_of(name):
            if len(key) >= 2 and not key.replace(" ", "").isdigit():
                known = self.names[key].get(place)
                self.names[key][place] = min(known or how, how, key="xajs".index)

    def add_forms(self, name: str, place: int) -> None:
        """Add what a Cyrillic name becomes in its cases."""
        if (short := inflection.stem(name)) is not None:
            self.add(short, place, "s")
        if (adjective := inflection.adjective(name)) is not None:
            self.add(adjective, place, "j")
        for form in inflection.cases(name):
            self.add(form, place, "s")


def make(sources: Sources, world: World, hand: Path) -> Table:
    """Return the table of places and names."""
    table = Table()
    generic = set(yaml.safe_load((hand / "generic.yaml").read_text("utf-8"))["words"])
    _countries(table, sources, world)
    _divisions(table, sources, world, {scan_of(word) for word in generic})
    _cities(table, sources, world)
    _counties(table, sources, world)
    _districts(table, sources, world, {scan_of(word) for word in generic})
    _villages(table, yaml.safe_load((hand / "villages.yaml").read_text("utf-8")))
    return table


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
        spoken = {name for language, name in area.names.items() if language in MATCHED}
        for name in sorted(name for name in spoken | aliases[code] if not name.startswith("City of ")):
            _division_name(table, number, name.split("(")[0].strip(), generic)


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


def _cities(table: Table, sources: Sources, world: World) -> None:
    capitals = {(code, scan_of(row["capital"])) for code, row in sources.countries.items()}
    main = {scan_of(city.name) for city in sources.cities(15000)}
    thin, towns = _thin(sources), {city.id for city in sources.cities(5000)}
    seen: set[tuple[str, str]] = set()
    taken: set[tuple[str, str, str]] = set()
    for city in sources.cities(500):
        if city.id not in towns and city.country not in thin:
            continue
        key = scan_of(city.name)
        capital = (city.country, key) in capitals and (city.country, key) not in seen
        if capital:
            seen.add((city.country, key))
        large = city.population >= (15_000 if city.country in WATCHED else 50_000)
        kind = CAPITAL if capital else CITY if large else TOWN
        admin1 = admin1_of(world, city) or ""
        if city.country not in world.areas or (city.country, admin1, key) in taken:
            continue
        if city.population < 15_000 and not capital and city.country not in WATCHED:
            continue
        taken.add((city.country, admin1, key))
        number = table.add_place(Place(kind, city.country, admin1, city.population, city.name))
        table.add(city.name, number, "x")
        if (plain := spelling.ascii_form(city.name)) is not None:
            table.add(plain, number, "x")
        for short in spelling.shortened(plain or city.name):
            table.add(short, number, "x")
        if kind != TOWN:
            _alternates(table, number, city, main)


def _thin(sources: Sources) -> set[str]:
    """Return the watched countries of which so few settlements are known that every one of them is looked for.

    A village is evidence only beside its country or behind a word of place; where
    few are written down, an attack on one of them would otherwise name no place at all.
    """
    known = Counter(city.country for city in sources.cities(500))
    return {country for country in WATCHED if known[country] < _FEW}


def _alternates(table: Table, number: int, city: City, main: set[str]) -> None:
    own = scan_of(city.name)
    full = {f"{own} city", f"city of {own}"} if _is_city_only(table, own) else {own}
    for alternate in city.alternates:
        key = scan_of(alternate)
        if key in (own, *full) or not spelling.fit(
            alternate, city.name, city.population, city.country, watched=city.country in WATCHED
        ):
            continue
        if key in main and spelling.script(alternate) == spelling.LATIN:
            table.dropped[f"{key} ({city.name}, {city.country})"] = "the name of another city"
            continue
        table.add(alternate, number, "a")
        table.add_forms(alternate, number)
        if spelling.script(alternate) == spelling.HAN and (simple := spelling.simplified(alternate)):
            table.add(simple, number, "a")


def _is_city_only(table: Table, key: str) -> bool:
    """Tell whether a name means no country or division: then "Perth City" says no more than "Perth", and hides its namesakes."""
    return all(table.places[number].kind not in (COUNTRY, ADMIN1) for number in table.names.get(key, ()))


def _counties(table: Table, sources: Sources, world: World) -> None:
    """Add the counties of the United States by their full name: local news name them and hardly ever the state.

    A name of many counties shows only the country, unless the text names a place near one of them.
    """
    states: dict[str, set[str]] = defaultdict(set)
    for division in sources.divisions:
        code = world.of_number.get(division.number)
        if code is None or division.country != "US" or division.level != 2:
            continue
        if division.name.endswith((" County", " Parish", " Borough")):
            states[division.name].add(code)
    for name, codes in sorted(states.items()):
        for code in sorted(codes):
            number = table.add_place(Place(CITY, "US", code, _COUNTY, name))
            for form in (name, *spelling.shortened(name)):
                table.add(form, number, "x")


def _districts(table: Table, sources: Sources, world: World, generic: set[str]) -> None:
    """Add second-level divisions by their bare English name: they only ever support a country already seen."""
    for division in sources.divisions:
        code = world.of_number.get(division.number)
        if division.level != 2 or code is None or code == division.iso or division.country not in WATCHED:
            continue
        name = spelling.bare(division.name) or division.name
        key = scan_of(spelling.ascii_form(name) or name)
        if len(key) < 5 or key in generic or key in table.names or spelling.script(name) != spelling.LATIN:
            continue
        number = table.add_place(Place(DISTRICT, division.country, code, 0, division.name))
        table.add(name, number, "x")
        table.add(key, number, "x")


def _villages(table: Table, villages: dict[str, list[str]]) -> None:
    """Add villages by hand, and spellings of those that are known; they count like towns."""
    for code, names in sorted(villages.items()):
        for spellings in (name.split("|") for name in names):
            known = [number for each in spellings for number in _known(table, each, code)]
            if not known:
                known = [table.add_place(Place(TOWN, code[:2], code, 0, spellings[0]))]
            for each in spellings:
                for form in {each, spelling.ascii_form(each) or each}:
                    if not _known(table, form, code):
                        table.add(form, known[0], "x")


def _known(table: Table, name: str, code: str) -> list[int]:
    """Return the places of a name in a division; a namesake elsewhere in the country is another place."""
    return [number for number in table.names.get(scan_of(name), ()) if table.places[number].admin1 == code]
