"""The lines as the chain uses them: one answer a signal, and whether anything must be kept."""

from __future__ import annotations

from datetime import datetime

from alerts.budget import BudgetSpec
from alerts.census import FLOOR, WEEK
from alerts.lanes import Lane
from alerts.lines import Account, Lines
from alerts.pooled import joined
from alerts.rules.spike import Drawn
from tocsin.clock import start_of
from tocsin.model import Prior, Signal, Summary


class Drawing:
    """Draws the line for each signal, counts openings, refits weekly (`alerts.lines`)."""

    def __init__(self, spec: BudgetSpec) -> None:
        self._lines = Lines(spec)
        self._dirty = False

    def drawn(self, signal: Signal, *, sensitised: bool, confirmed: bool) -> Drawn | None:
        """Return the line in force for a signal, which is also learned from; none: nothing may open."""
        if (
            signal.score >= FLOOR or self._lines.census.since is None
        ):  # lower ones teach nothing, but the first its hour
            self._lines.observe(signal, confirmed=confirmed)
            self._dirty = True
        found = self._lines.threshold(signal, sensitised=sensitised)
        if found is None:
            return Drawn(line=self._lines.lines[signal.tier])
        return Drawn(line=found.line, one_source=found.one_source)

    def neighbours(self) -> float:
        """Return the line that a region and its neighbours together must cross."""
        return self._lines.line(Lane.NEIGHBOURS)

    def opened_together(self, at: datetime) -> None:
        """Take note that a region opened with its neighbours."""
        self._lines.opened(Lane.NEIGHBOURS, at)
        self._dirty = True

    def line(self, signal: Signal, *, sensitised: bool) -> float | None:
        """Return the line in force for a signal, or None where it may not open; learns nothing."""
        found = self._lines.threshold(signal, sensitised=sensitised)
        return None if found is None else found.line

    def opened(self, signal: Signal, at: datetime, *, one_source: bool) -> None:
        """Take note that a key opened."""
        threshold = self._lines.threshold(signal)
        if threshold is not None and threshold.one_source == one_source:
            self._lines.opened(threshold.lane, at)
            self._dirty = True

    def survey(self, summary: Summary) -> None:
        """Take up how many keys a partition has."""
        self._lines.survey(summary)
        self._dirty = True

    def tick(self, now: datetime) -> bool:
        """Refit if a week is over; return whether one was."""
        before = self._lines.refitted
        self._lines.tick(now)
        week = before is not None and self._lines.refitted != before
        self._dirty |= before != self._lines.refitted
        return week

    @property
    def wake_at(self) -> datetime | None:
        """When the next refit is due; none: the next tick begins the first week."""
        refitted = self._lines.refitted
        return None if refitted is None else start_of(refitted + WEEK)

    def priors(self, summaries: list[Summary], at: datetime) -> tuple[Prior, ...]:
        """Return what is usual for each tier and time-zone group, from the latest daily summaries."""
        return joined(summaries, at=at)

    def account(self, now: datetime) -> Account:
        """Return what the budget expected of the last weeks, and what happened."""
        return self._lines.report(now)

    def dump(self) -> str | None:
        """Return the state as text if it may have changed since the last call."""
        if not self._dirty:
            return None
        self._dirty = False
        return self._lines.dump().decode()

    def load(self, text: str) -> None:
        """Take up what `dump` gave."""
        self._lines.load(text.encode())
