"""Cities, towns and villages, counties and districts: which of them are looked for, by which spellings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from gazetteer import spelling
from gazetteer.languages import ARABIC, TRANSCRIBED, WATCHED, WRITTEN
from gazetteer.places import ADMIN1, CAPITAL, CITY, COUNTRY, DISTRICT, TOWN, Place, Table
from gazetteer.regions import World, admin1_of
from gazetteer.sources import City, Sources
from streams.text import scan_of

_FEW = 1_500  #: known settlements of a country
_TOWN = 5_000  #: people of a town, smaller ones are villages
_STEM = 5  #: letters that a country's name keeps in its cases
#: Capitals that the list of countries calls by another name than the list of cities.
_CAPITALS = {"KZ": "Astana", "MN": "Ulan Bator"}
#: Alternates of cities by which reports mean other places: Boni is a forest in Kenya and a town in Mali, not Bonn.
_MISNAMED = frozenset(["boni"])
#: Countries after whose small towns larger ones overseas are named: Almeirim in a Portuguese newspaper is not the one in Pará.
_OVERSEAS = frozenset(["ES", "PT"])
_COUNTY = 50_000  #: people that a county counts for: enough to be evidence


def cities(table: Table, sources: Sources, world: World) -> None:
    """Add the settlements, as capital, city or town."""
    capitals = {
        (code, _plain(_CAPITALS.get(code, row["capital"]))) for code, row in sources.countries.items()
    }
    main = {scan_of(city.name) for city in sources.cities(15000)}
    thin = _thin(sources)
    transcribed: list[tuple[int, City]] = []
    seen: set[str] = set()
    taken: set[tuple[str, str, str]] = set()
    for city in _sought(table, sources, thin, main):
        key = scan_of(city.name)
        capital = (city.country, _plain(city.name)) in capitals and city.country not in seen
        if capital:
            seen.add(city.country)
        large = city.population >= (15_000 if city.country in WATCHED else 50_000)
        kind = CAPITAL if capital else CITY if large else TOWN
        admin1 = admin1_of(world, city) or ""
        if city.country not in world.areas or (city.country, admin1, key) in taken:
            continue
        overseas = city.country in _OVERSEAS and key in main
        if city.population < 15_000 and not (capital or overseas or city.country in WATCHED):
            continue
        taken.add((city.country, admin1, key))
        number = _settlement(table, Place(kind, city.country, admin1, city.population, city.name))
        if kind != TOWN:
            _alternates(table, number, city, main)
        if city.country in TRANSCRIBED and (city.country in thin or city.population >= _TOWN):
            transcribed.append((number, city))
    _transcriptions(table, transcribed, main)


def _plain(name: str) -> str:
    """Return a name as two lists agree on it: without accents."""
    return scan_of(spelling.ascii_form(name) or name)


def _sought(table: Table, sources: Sources, thin: set[str], main: set[str]) -> Iterator[City]:
    """Yield the settlements that are looked for: towns everywhere, villages only in some countries."""
    towns = {city.id for city in sources.cities(5000)}
    for city in sources.cities(500):
        written = city.country in WRITTEN and scan_of(city.name) not in table.unsought
        overseas = city.country in _OVERSEAS and scan_of(city.name) in main
        if city.id in towns or city.country in thin or written or overseas:
            yield city


def _settlement(table: Table, place: Place) -> int:
    """Add a settlement by its name, without accents, and as newsrooms shorten it; return its number."""
    number = table.add_place(place)
    table.add(place.name, number, "x")
    plain = spelling.ascii_form(place.name)
    for form in (plain, *spelling.shortened(plain or place.name)):
        if form is not None:
            table.add(form, number, "x")
    return number


def _transcriptions(table: Table, towns: list[tuple[int, City]], main: set[str]) -> None:
    """Add the Latin spellings of towns whose own script is another: no two reports spell them alike.

    A spelling that is another place's name in the country, or a city's anywhere, is
    left to that one; so is what begins as a country's name does and may be its inflection.
    """
    countries = {
        key[:_STEM]
        for key, found in table.names.items()
        if any(table.places[number].kind == COUNTRY for number in found)
    }
    for number, city in towns:
        plain = spelling.ascii_form(city.name) or city.name
        close = spelling.CLOSE if table.places[number].kind == TOWN else spelling.CLOSER
        given = (one for one in city.alternates if spelling.is_transcription(one, city.name, close))
        made = spelling.transcriptions(plain) if city.country in ARABIC else ()
        for form in sorted({*given, *made}):
            key = scan_of(form)
            if key not in main and key[:_STEM] not in countries and not _is_taken(table, key, city.country):
                table.add(form, number, "a")


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
        if (
            key in (own, *full)
            or key in table.unsought
            or not spelling.fit(
                alternate, city.name, city.population, city.country, watched=city.country in WATCHED
            )
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


def counties(table: Table, sources: Sources, world: World) -> None:
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


def districts(table: Table, sources: Sources, world: World, generic: set[str]) -> None:
    """Add second-level divisions by their bare English names: they only ever support a country already seen."""
    for division in sources.divisions:
        code = world.of_number.get(division.number)
        if division.level != 2 or code is None or code == division.iso or division.country not in WATCHED:
            continue
        name = spelling.bare(division.name) or division.name
        forms = [spelling.bare(alias) or alias for alias in division.aliases]
        forms = [name, *(form for form in forms if spelling.is_transcription(form, name))]
        keys = dict.fromkeys(key for form in forms for key in _district_keys(form))
        fit = [key for key in keys if key not in generic and not _is_taken(table, key, division.country)]
        if fit:
            number = table.add_place(Place(DISTRICT, division.country, code, 0, division.name))
            for key in fit:
                table.add(key, number, "x")


def _district_keys(name: str) -> Iterator[str]:
    """Yield what a district's Latin name is looked for as, with accents and without."""
    if spelling.script(name) == spelling.LATIN:
        for form in (name, spelling.ascii_form(name) or name):
            if len(key := scan_of(form)) >= 5:
                yield key


def _is_taken(table: Table, key: str, country: str) -> bool:
    """Tell whether a name already means another place of a country, a country, capital or division anywhere, or a word."""
    if key in table.unsought:
        return True
    known = [table.places[number] for number in table.names.get(key, ())]
    return any(place.country == country or place.kind in (COUNTRY, CAPITAL, ADMIN1) for place in known)


def villages(table: Table, villages: dict[str, list[str]]) -> None:
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
