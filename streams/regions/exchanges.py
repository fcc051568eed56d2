"""Codes of shares ("<VDO.TO>", "(BARC.L)") as evidence for the country of the exchange."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from streams.regions import traps
from streams.regions.meaning import Standing
from streams.regions.reading import STANDING, Reader
from streams.regions.sighting import Sighting
from streams.text import Field, Prepared

_SUFFIX = re.compile(
    r"\.([A-Z]{1,3})(?=[>)])"
)  #: rarer than the bracket before the code, and quicker to find
_BEGINS = re.compile(r"(?<=[<(])[A-Z][A-Z0-9]{0,7}\Z")
_LONGEST = 9  #: letters before the suffix, with the bracket


def codes(field: Field) -> Iterator[tuple[int, int, str]]:
    """Yield where the codes of shares stand in a field, and the country each shows."""
    text = field.plain
    for suffix in _SUFFIX.finditer(text):
        country, dot = _suffixes().get(suffix[1]), suffix.start()
        begins = _BEGINS.search(text, max(0, dot - _LONGEST), dot)
        if country is not None and begins is not None:
            yield begins.start(), suffix.end(), country


@lru_cache(maxsize=1)
def _suffixes() -> dict[str, str]:
    return traps.exchanges()


def shares(prepared: Prepared, reader: Reader) -> Iterator[Sighting]:
    """Yield the codes of shares as evidence for the country where they are traded."""
    for number, field in enumerate(prepared.fields):
        for start, end, country in codes(field):
            meaning = reader.exchange(country)
            (spot, _), *_ = meaning.candidates
            factor = STANDING[Standing.OFFICE]
            yield Sighting(number, start, end, -1 - spot.number, meaning, (spot,), "a share's code", factor)
