"""The compiled gazetteer in memory: places and names as flat bytes, parsed where they are asked for.

A quarter of a million names as Python objects would take 80 MB; as lines of
bytes they take 8, and an article asks for about twenty of them.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain

from tocsin.errors import CodecFault

COUNTRY, CAPITAL, ADMIN1, CITY, TOWN, DISTRICT = "C", "K", "A", "P", "T", "D"
EXACT, ALTERNATE, STEM, ADJECTIVE = "x", "a", "s", "j"  #: how a name means a place


_REMEMBERED = 20_000  #: places; a process that runs for months meets nearly all of them


_BLOCK = 1_000  #: lines decoded at once: a quarter of a million one by one take as long again


class DamagedGazetteer(CodecFault):
    """The shipped data is not what was built (a broken installation)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer."""

    number: int
    kind: str
    country: str
    admin1: str
    population: int
    name: str

    @property
    def region(self) -> str:
        """The smallest region with a code that it lies in."""
        return self.admin1 or self.country


class Lines:
    """Lines of bytes by number."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._ends = array("I", map(re.Match.end, re.finditer(b"\n", data)))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._data[start : self._ends[number] - 1].decode("utf-8")

    def blocks(self) -> Iterator[list[str]]:
        """Yield all lines, some at a time."""
        start = 0
        for last in range(_BLOCK - 1, len(self) + _BLOCK - 1, _BLOCK):
            end = self._ends[min(last, len(self) - 1)]
            yield self._data[start : end - 1].decode("utf-8").split("\n")
            start = end

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.blocks())


class Table:
    """Places and names; numbers are those of the lines."""

    def __init__(self, places: bytes, names: bytes) -> None:
        self._places, self.names = Lines(places), Lines(names)
        self.name_count = len(self.names)
        self._told: Lines | None = None  #: what the names mean, once nobody asks any more what they are
        self._spots: dict[int, Spot] = {}
        self.countries = {spot.country: spot.number for spot in self._leading(COUNTRY)}
        self.divisions = {spot.admin1: spot.number for spot in self._leading(ADMIN1)}

    def __len__(self) -> int:
        return len(self._places)

    def _leading(self, kind: str) -> Iterator[Spot]:
        """Yield the places of one of the kinds that come first in the file: countries, then divisions."""
        number = 0 if kind == COUNTRY else len(self.countries)
        while (spot := self.spot(number)).kind == kind:
            yield spot
            number += 1

    def spot(self, number: int) -> Spot:
        """Return a place."""
        found = self._spots.get(number)
        if found is None:
            if len(self._spots) >= _REMEMBERED:
                self._spots.clear()
            kind, country, admin1, population, name = self._places[number].split("\t")
            found = self._spots[number] = Spot(number, kind, country, admin1, int(population), name)
        return found

    def meanings(self, number: int) -> tuple[tuple[Spot, str], ...]:
        """Return which places a name can mean, and how."""
        told = self.names[number].split("\t")[1] if self._told is None else self._told[number]
        return tuple(
            (self.spot(int(one.rstrip("asj"))), one[-1] if one[-1] in "asj" else EXACT)
            for one in told.split(",")
        )

    def forget_names(self, told: bytes) -> None:
        """Keep of the names only what they mean, one a line: a matcher knows them now, and they take 7 MB."""
        self.names, self._told = Lines(b""), Lines(told)

    def find(self, key: str) -> int | None:
        """Return the number of a folded name, none if it is not known (binary search)."""
        low, high = 0, len(self.names)
        while low < high:
            middle = (low + high) // 2
            if self.names[middle].split("\t", 1)[0] < key:
                low = middle + 1
            else:
                high = middle
        known = low < len(self.names) and self.names[low].split("\t", 1)[0] == key
        return low if known else None


def shipped() -> Table:
    """Return the table shipped with tocsin, read anew: who builds a gazetteer of it makes it forget its names.

    Raises:
        DamagedGazetteer: a file is not what was built.
    """
    return Table(_read("places.tsv.gz"), _read("names.tsv.gz"))


def digest() -> str:
    """Return a short name for exactly this data."""
    sums = files("streams.regions").joinpath("data/compiled/SHA256SUMS").read_bytes()
    return hashlib.sha256(sums).hexdigest()[:12]


def _read(name: str) -> bytes:
    folder = files("streams.regions").joinpath("data/compiled")
    packed = folder.joinpath(name).read_bytes()
    sums = folder.joinpath("SHA256SUMS").read_text("utf-8").splitlines()
    known = {path: told for told, path in (line.split("  ") for line in sums)}
    if known.get(f"streams/regions/data/compiled/{name}") != hashlib.sha256(packed).hexdigest():
        raise DamagedGazetteer(f"{name} is damaged: install tocsin again, or run tools/build_gazetteer.py")
    return gzip.decompress(packed)
