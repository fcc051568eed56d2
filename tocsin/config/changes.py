"""What one configuration has and another has not: told after a reload, so that a change in the wrong folder is seen at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tocsin.config.load import Config

MOST: Final = 6  #: names that are told of a kind


def changes(before: Config, after: Config) -> str:
    """Return in one line which feeds, rules, lexicons and files differ; ``nothing changed`` where none does."""
    pairs = (
        ("feeds", _feeds(before), _feeds(after)),
        ("rules", _rules(before), _rules(after)),
        ("lexicons", before.lexicons.digests, after.lexicons.digests),
    )
    told = [line for kind, old, new in pairs for line in _named(kind, old, new)]
    whole = [
        name
        for name, old, new in (
            ("themes", before.themes, after.themes),
            ("areas", before.regions, after.regions),
            ("detectors", (before.detector, before.budget), (after.detector, after.budget)),
            ("routes", before.routes, after.routes),
            ("silences", before.silences, after.silences),
            ("ingest", before.ingest, after.ingest),
        )
        if old != new
    ]
    return "; ".join([*told, *([f"changed: {', '.join(whole)}"] if whole else [])]) or "nothing changed"


def _feeds(config: Config) -> dict[str, object]:
    return {feed.id: feed for feed in config.feeds}


def _rules(config: Config) -> dict[str, object]:
    return {rule.name: rule for file in config.rules for rule in file.rules}


def _named(kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    """Yield what was added, removed and changed of a kind, by name."""
    kept = before.keys() & after.keys()
    for how, names in (
        ("added", after.keys() - before.keys()),
        ("removed", before.keys() - after.keys()),
        ("changed", {name for name in kept if before[name] != after[name]}),
    ):
        if names:
            more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
            yield f"{kind} {how}: {', '.join(sorted(names)[:MOST])}{more}"
