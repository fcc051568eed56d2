"""The atlas: which regions there are, how they nest, border, and are called.

Codes are ISO 3166-1 alpha-2 (``KG``) and ISO 3166-2 (``KG-O``); operators add
areas (``fergana-valley`` = a list of codes). The data is built by
``tools/build_gazetteer.py`` and shipped in the package.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from sys import intern

import msgspec

from tocsin.model import Level

_Row = tuple[str, str | None, tuple[str, ...], msgspec.Raw, float, tuple[float, float] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One region: its code, the region it lies in, its neighbours, names by language, and where it is."""

    code: str
    level: Level
    parent: str | None = None
    borders: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    utc_offset: float = 0.0  #: hours east of UTC, standard time
    point: tuple[float, float] | None = None  #: latitude, longitude
    members: tuple[str, ...] = ()  #: of an area


class _Names(Mapping[str, str]):
    """The names of one region by language, kept as they were read: as objects all of them take 14 MB."""

    __slots__ = ("_told",)

    def __init__(self, told: bytes) -> None:
        self._told = told

    def __getitem__(self, language: str) -> str:
        return _read_names(self._told)[language]

    def __iter__(self) -> Iterator[str]:
        return iter(_read_names(self._told))

    def __len__(self) -> int:
        return len(_read_names(self._told))


_names = msgspec.json.Decoder(dict[str, str])


@lru_cache(maxsize=32)
def _read_names(told: bytes) -> dict[str, str]:
    return _names.decode(told)


class Atlas:
    """Answers questions about regions; unknown codes raise `KeyError`."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions = {region.code: region for region in regions}
        self._areas: dict[str, list[str]] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}  #: what was asked for: an atlas never changes
        for region in self._regions.values():
            for member in region.members:
                self._areas.setdefault(member, []).append(region.code)

    def __contains__(self, code: object) -> bool:
        return code in self._regions

    def __iter__(self) -> Iterator[str]:
        return iter(self._regions)

    def region(self, code: str) -> Region:
        """Return the region with this code."""
        return self._regions[code]

    def country(self, code: str) -> str | None:
        """Return the country a region lies in (itself for a country, none for an area)."""
        region = self._regions[code]
        while region.parent is not None:
            region = self._regions[region.parent]
        return region.code if region.level is Level.COUNTRY else None

    def family(self, code: str) -> str:
        """Return the country that holds all of a region; an area with parts in several is its own family."""
        region = self._regions[code]
        countries = {self.country(member) for member in region.members} or {self.country(code)}
        return next(iter(countries), None) or code if len(countries) == 1 else code

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return what a region lies in, nearest first: admin-1, country, then operator areas, sorted."""
        known = self._ancestors.get(code)
        if known is None:
            known = self._ancestors[code] = self._line(code)
        return known

    def _line(self, code: str) -> tuple[str, ...]:
        line = [code]
        while (parent := self._regions[line[-1]].parent) is not None:
            line.append(parent)
        areas = sorted({area for step in line for area in self._areas.get(step, ())})
        return (*line[1:], *areas)

    def borders(self, code: str) -> tuple[str, ...]:
        """Return the regions of the same level that border on this one, sorted."""
        return self._regions[code].borders

    def name(self, code: str, language: str = "en") -> str:
        """Return what a region is called in a language; in English, else the code, where unknown."""
        names = self._regions[code].names
        return names.get(language) or names.get("en") or code

    def utc_offset(self, code: str) -> float:
        """Return a region's standard time as hours east of UTC."""
        return self._regions[code].utc_offset

    def with_areas(self, areas: Iterable[Region]) -> Atlas:
        """Return an atlas that also knows the operator's areas."""
        return Atlas([*self._regions.values(), *areas])


@lru_cache(maxsize=1)
def shipped() -> Atlas:
    """Return the atlas shipped with tocsin, without operator areas.

    It is read once (about 60 ms); an atlas never changes, so all callers share it.
    """
    packed = files("tocsin").joinpath("data/atlas.jsonl.gz").read_bytes()
    rows = msgspec.json.Decoder(_Row).decode_lines(gzip.decompress(packed))
    return Atlas(
        Region(
            code=intern(code),
            level=Level.COUNTRY if parent is None else Level.ADMIN1,
            parent=intern(parent) if parent else None,
            borders=tuple(map(intern, borders)),
            names=_Names(bytes(names)),
            utc_offset=offset,
            point=point,
        )
        for code, parent, borders, names, offset, point in rows
    )
