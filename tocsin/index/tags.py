"""The short labels by which articles are filtered, computed alike for every implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tocsin.model import Role, TaggedArticle

Lineage = Callable[[str], Iterable[str]]  #: region -> what it lies in (`Atlas.ancestors`)

_REPORTED = frozenset({Role.MAIN, Role.INVOLVED})
_NAMED = _REPORTED | {Role.MENTION}


def reported_regions(tagged: TaggedArticle, lineage: Lineage) -> tuple[str, ...]:
    """Return the regions an article reports from (main or involved) and what they lie in, sorted."""
    return _with_ancestors(tagged, _REPORTED, lineage)


def named_regions(tagged: TaggedArticle, lineage: Lineage) -> tuple[str, ...]:
    """Return every region an article names beyond doubt and what they lie in, sorted."""
    return _with_ancestors(tagged, _NAMED, lineage)


def deaths(tagged: TaggedArticle) -> int:
    """Return the lower figure of deaths, 0 where the text is silent."""
    return tagged.casualties.deaths_low or 0


def _with_ancestors(tagged: TaggedArticle, roles: frozenset[Role], lineage: Lineage) -> tuple[str, ...]:
    regions = {place.region for place in tagged.places if place.role in roles}
    return tuple(sorted(regions.union(*(lineage(region) for region in regions))))
