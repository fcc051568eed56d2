"""The fields that say where: named alike in every index, so that one dashboard control fits them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tocsin.atlas import Atlas, Region
from tocsin.index.names import Kind, index
from tocsin.index.operations import Does, Operation


def lineage(atlas: Atlas, region: str) -> tuple[str, ...]:
    """Return what a region lies in; nothing for a code that the atlas does not know."""
    return atlas.ancestors(region) if region in atlas else ()


def place_fields(atlas: Atlas, region: str) -> dict[str, Any]:
    """Return the fields of one region: its name, level, country, what it lies in, where it is."""
    if region not in atlas:
        return {"region": region, "region_name": region, "region_path": [region]}
    about = atlas.region(region)
    fields: dict[str, Any] = {
        "region": region,
        "region_name": atlas.name(region),
        "region_level": about.level.value,
        "region_path": [region, *atlas.ancestors(region)],
    }
    if country := atlas.country(region):
        fields["country"] = country
    if about.point:
        fields["location"] = point(about)
    return fields


def point(region: Region) -> dict[str, float] | None:
    """Return where a region is, in the words of the index."""
    return {"lat": region.point[0], "lon": region.point[1]} if region.point else None


def countries(atlas: Atlas, regions: Iterable[str]) -> list[str]:
    """Return the countries that regions lie in, sorted."""
    return sorted({found for region in regions if region in atlas and (found := atlas.country(region))})


def region_operations(atlas: Atlas, version: int) -> Iterator[Operation]:
    """Yield the reference rows of all regions; ``version`` grows with each atlas (seconds since 1970)."""
    for code in atlas:
        region = atlas.region(code)
        fields = place_fields(atlas, code) | {
            "name": atlas.name(code),
            "names": sorted(set(region.names.values())),
            "borders": list(region.borders),
            "utc_offset": region.utc_offset,
        }
        if region.parent:
            fields["parent"] = region.parent
        yield Operation(does=Does.INDEX, index=index(Kind.REGIONS), id=code, version=version, document=fields)
