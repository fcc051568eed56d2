"""Who listens closer: a region whose neighbour opened within the last 72 hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alerts.index import standing_key
from alerts.neighbours import sensitised
from alerts.state import State
from tocsin.atlas import Atlas


def openings_near(
    region: str, theme: str, rules: Sequence[str], *, state: State, atlas: Atlas
) -> list[datetime]:
    """Return when the regions that border on this one opened last, one moment an alert."""
    found = (
        state.standings.get(standing_key(rule, border, theme))
        for border in atlas.borders(region)
        for rule in rules
    )
    return [one.fired_at for one in found if one is not None and one.fired_at is not None]


def is_sensitised(
    region: str, theme: str, rules: Sequence[str], *, state: State, atlas: Atlas, now: datetime
) -> bool:
    """Return whether a neighbour opened lately, so that this region's line is lower."""
    if region not in atlas:
        return False
    return sensitised(openings_near(region, theme, rules, state=state, atlas=atlas), now=now)
