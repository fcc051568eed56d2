"""The neighbourhood of a key: who listens closer because a bordering region opened, and what that region says."""

from __future__ import annotations

from datetime import datetime

from alerts.config import AlertConfig
from alerts.index import Index
from alerts.neighbours import sensitised
from alerts.state import State
from tocsin.atlas import Atlas
from tocsin.model import Signal


class Neighbourhood:
    """Looks across the borders of regions."""

    def __init__(self, config: AlertConfig, atlas: Atlas, state: State, index: Index) -> None:
        self._atlas, self._state, self._index = atlas, state, index
        self._rules = frozenset(rule.name for rule in config.rules if rule.when.spike)

    def sensitised(self, region: str, theme: str, now: datetime) -> bool:
        """Return whether a neighbour opened within the last 72 hours, so that this region's line is lower."""
        fired = self._index.fired(theme)
        if not fired or region not in self._atlas:
            return False
        return any(
            sensitised([at for rule, at in fired[border].items() if rule in self._rules], now=now)
            for border in self._atlas.borders(region)
            if border in fired
        )

    def signals(self, signal: Signal, now: datetime) -> list[Signal]:
        """Return what bordering regions measured last; none once one of them rings, for that one speaks."""
        if self.sensitised(signal.region, signal.theme, now):
            return []
        found = (
            self._state.signals.get(f"{code}|{signal.theme}") for code in self._atlas.borders(signal.region)
        )
        return [one for one in found if one is not None]
