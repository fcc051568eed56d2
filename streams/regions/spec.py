"""What operators write about regions: areas of their own, extra names, names to leave alone (config/regions/*.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field

from tocsin.atlas import Atlas, Region
from tocsin.model import Level
from tocsin.strict import Document, Problem, Strict, did_you_mean

AreaId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$|^[a-z][a-z0-9]{3,}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$")]


class AreaSpec(Strict):
    """A region of the operator's own: a list of countries and first-level divisions under one name."""

    id: AreaId
    name: str = Field(min_length=1)
    names: dict[str, str] = Field(default_factory=dict, description="What it is called, by language.")
    regions: tuple[Code, ...] = Field(min_length=1, description="ISO codes that make up the area.")


class NameSpec(Strict):
    """An extra name under which regions are found (a place the gazetteer lacks, a local nickname)."""

    name: str = Field(min_length=2)
    region: Code
    place: str | None = Field(
        default=None, description="What people read in the alert; the name itself if absent."
    )
    languages: tuple[str, ...] = Field(
        default=(), description="Only in texts of these languages; in all if empty."
    )
    needs_country: bool = Field(
        default=False, description="Counts only where the text shows the country otherwise."
    )


class ExclusionSpec(Strict):
    """A phrase that is not a place where it stands (``Paris Hilton``, ``Kashmir goat``)."""

    phrase: str = Field(min_length=2)
    languages: tuple[str, ...] = ()


class RegionsFile(Strict):
    """One file of config/regions."""

    areas: tuple[AreaSpec, ...] = ()
    names: tuple[NameSpec, ...] = ()
    exclude: tuple[ExclusionSpec, ...] = ()


def areas_of(files: Iterable[RegionsFile]) -> tuple[Region, ...]:
    """Return the operator's areas as regions of the atlas (`Atlas.with_areas`)."""
    return tuple(
        Region(
            code=area.id,
            level=Level.AREA,
            names={"en": area.name, **area.names},
            members=tuple(sorted(area.regions)),
        )
        for file in files
        for area in file.areas
    )


def problems(documents: Sequence[Document[RegionsFile]], atlas: Atlas) -> list[Problem]:
    """Return what reading alone cannot find wrong: unknown regions, areas defined twice."""
    found: list[Problem] = []
    seen: dict[str, str] = {}
    for document in documents:
        if document.value is None:
            continue
        for i, area in enumerate(document.value.areas):
            if area.id in seen:
                found.append(
                    document.problem(
                        ("areas", i, "id"), f"area {area.id!r} stands twice", f"first in {seen[area.id]}"
                    )
                )
            seen.setdefault(area.id, document.file)
            for j, code in enumerate(area.regions):
                found += _unknown(document, ("areas", i, "regions", j), code, atlas)
        for i, name in enumerate(document.value.names):
            found += _unknown(document, ("names", i, "region"), name.region, atlas)
    return found


def _unknown(
    document: Document[RegionsFile], path: tuple[int | str, ...], code: str, atlas: Atlas
) -> list[Problem]:
    if code in atlas:
        return []
    return [document.problem(path, f"unknown region {code!r}", did_you_mean(code, tuple(atlas)))]
