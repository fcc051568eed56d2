"""What nobody has ever said: a typo among the words of a question gives nothing, and must not look like calm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.complaints import did_you_mean
from tocsin.errors import ConfigProblem

if TYPE_CHECKING:
    from tocsin.config import Config
    from tocsin.index.query import Query


def unknown(query: Query, config_dir: Path) -> Iterator[str]:
    """Yield a line for each filter of a query whose value this configuration does not know."""
    from tocsin.config import load

    given = {
        "region": query.regions, "mentions": query.mentions, "theme": query.themes,
        "category": query.categories, "lang": query.languages, "feed": query.feeds,
    }  # fmt: skip
    if not any(given.values()):
        return
    try:
        known = _known(load(config_dir))
    except ConfigProblem:  # of files that the search did not need
        return
    for name, values in given.items():
        for value in values:
            if value not in known[name]:
                yield f"{name}:{value}: {nobody('such value is known', value, known[name])}"


def regions(config: Config) -> list[str]:
    """Return the codes of all countries, divisions and areas, and ``world``."""
    from tocsin.runtime.parts import Parts

    return [*Parts(config).atlas, "world"]


def nobody(what: str, word: str, known: Sequence[str]) -> str:
    """Return ``no`` with what was not found, and the known word nearest to it."""
    hint = did_you_mean(word, known) or did_you_mean(word.upper(), known)  # codes are written large
    return f"no {what}" + (f"; {hint}" if hint else "")


def _known(config: Config) -> Mapping[str, Sequence[str]]:
    codes = regions(config)
    languages = {*config.lexicons, *(feed.language for feed in config.feeds if feed.language)}
    return {
        "region": codes, "mentions": codes, "theme": list(config.themes.themes),
        "category": list(config.themes.categories), "lang": sorted(languages),
        "feed": [feed.id for feed in config.feeds],
    }  # fmt: skip
