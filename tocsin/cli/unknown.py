"""What this configuration knows, to tell what nobody does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import ConfigProblem

if TYPE_CHECKING:
    from tocsin.atlas import Atlas
    from tocsin.config import Config
    from tocsin.index.query import Query


def unknown(query: Query, config_dir: Path) -> Iterator[str]:
    """Yield a line for each filter of a query whose value this configuration does not know."""
    from tocsin.config import load
    from tocsin.index import unknown as index

    if not (
        query.regions or query.mentions or query.themes or query.categories or query.languages or query.feeds
    ):
        return
    try:
        config = load(config_dir)
    except ConfigProblem:  # of files that the search did not need
        return
    places = atlas(config)
    yield from index.unknown(query, _known(config, places), places)


def atlas(config: Config) -> Atlas:
    """Return the atlas with this configuration's areas."""
    from tocsin.runtime.parts import Parts

    return Parts(config).atlas


def regions(places: Atlas) -> list[str]:
    """Return the codes of all countries, divisions and areas, and ``world``."""
    return [*places, "world"]


def _known(config: Config, places: Atlas) -> Mapping[str, Sequence[str]]:
    codes = regions(places)
    languages = {*config.lexicons, *(feed.language for feed in config.feeds if feed.language)}
    return {
        "region": codes, "mentions": codes, "theme": list(config.themes.themes),
        "category": list(config.themes.categories), "lang": sorted(languages),
        "feed": [feed.id for feed in config.feeds],
    }  # fmt: skip
