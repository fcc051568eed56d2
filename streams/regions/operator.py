"""The operator's names and exclusions as patterns, beside the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from streams.regions.meaning import EXCLUSION, NAME, Extra, Meaning
from streams.regions.spec import ExclusionSpec, NameSpec, RegionsFile
from streams.regions.table import CITY, EXACT, Spot, Table

_TAIL = 5
_FIRST = -1_000_000  #: numbers of the operator's places


def extras(files: Sequence[RegionsFile], table: Table) -> list[Extra]:
    """Return the operator's patterns; regions the gazetteer does not know are left to `spec.problems`."""
    return [*_names(files, table), *_exclusions(files)]


def _names(files: Sequence[RegionsFile], table: Table) -> Iterator[Extra]:
    specs = [name for file in files for name in file.names]
    for number, spec in enumerate(specs):
        spot = _spot(spec, number, table)
        if spot is not None:
            meaning = Meaning(NAME, ((spot, EXACT),), conditional=spec.needs_country)
            yield Extra(spec.name, meaning, frozenset(spec.languages) or None, _TAIL)


def _spot(spec: NameSpec, number: int, table: Table) -> Spot | None:
    known = table.divisions.get(spec.region) if "-" in spec.region else table.countries.get(spec.region)
    if known is None:
        return None
    if spec.place is None:
        return table.spot(known)
    admin1 = spec.region if "-" in spec.region else ""
    return Spot(_FIRST - number, CITY, spec.region[:2], admin1, 100_000, spec.place)


def _exclusions(files: Sequence[RegionsFile]) -> Iterator[Extra]:
    specs: list[ExclusionSpec] = [phrase for file in files for phrase in file.exclude]
    for spec in specs:
        yield Extra(spec.phrase, Meaning(EXCLUSION, ()), frozenset(spec.languages) or None, _TAIL)
