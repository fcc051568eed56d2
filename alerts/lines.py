"""Lines: above which score a key opens, so that false alerts stay within the operator's budget.

The operator writes how many false alerts a week all keys together may give. The
budget is split into lanes (`alerts.lanes`). Each lane has a line s*. It starts
where calibrated chances would put it and is refitted weekly from the openings
that lower lines would have given in the last eight weeks (`alerts.refit`).

How the alerting fold uses it (all calls in the order of the log, so that a
replay repeats every line; `dump` and `load` keep the state with it):

- `Lines.survey(summary)` for each `Summary` record: how many keys there are;
- `Lines.observe(signal, confirmed=…)` for each signal, ``confirmed`` while the
  key has an incident that a desk called relevant;
- `Lines.threshold(signal, sensitised=…)` -> `Threshold`: the line this signal is
  judged by and whether one source may cross it; none where nothing may open;
- `Lines.opened(threshold.lane, at)` when a key opened, for "expected 5.0, happened 4";
- `Lines.tick(now)` on each tick: refits when a week is over; true if lines moved;
- `Lines.report(now)` -> what the budget expected and what happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from alerts.budget import BudgetSpec
from alerts.census import WEEK, Census
from alerts.lanes import Lane, shared
from alerts.neighbours import EASE
from alerts.refit import first_line, refit
from tocsin.clock import hour_of
from tocsin.codec import decode_value, encode_value
from tocsin.errors import CodecFault
from tocsin.model import KeyState, Signal, Summary

WEEKS: Final = 8  #: that a refit looks back on
ACCOUNT: Final = 4.0  #: weeks that a digest looks back on
STORIES: Final = 3  #: fewer never open
OWNERS: Final = 3  #: a catalogue with fewer owners than this has the one-source lane
ALONE: Final = 1.0  #: how much more unusual one source must be
VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The line one signal is judged by, and why that one."""

    line: float
    lane: Lane
    one_source: bool = False  #: opens on one publisher's word: say so, and stay at level watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the budget expected of the last weeks, and what happened."""

    weeks: float  #: four, or as many as we have watched
    expected: float
    happened: int
    lines: tuple[float, ...]  #: by lane


def lane_of(signal: Signal) -> Lane:
    """Return the tier's lane of a signal."""
    return Lane(signal.tier)


class Lines:
    """The lines of all lanes and what they are drawn from; one value in the alerter's state."""

    def __init__(self, spec: BudgetSpec | None = None) -> None:
        self.spec = spec or BudgetSpec()
        self.census = Census()
        self.openings: list[tuple[int, int]] = []  #: (hour, lane)
        self.since: int | None = None  #: hour in which we began to watch
        self.refitted: int | None = None  #: hour of the last refit
        self.lines = self._first()

    def line(self, lane: Lane) -> float:
        """Return the line of a lane that is in force now."""
        return self.lines[lane]

    def threshold(self, signal: Signal, *, sensitised: bool = False) -> Threshold | None:
        """Return the line for a signal; none where too few publishers speak for any opening."""
        lane = lane_of(signal)
        line = self.lines[lane] - (EASE if sensitised else 0.0)
        if len(signal.publishers) >= 2:
            return Threshold(line=line, lane=lane)
        if signal.publishers and 0 < signal.owners < OWNERS:
            alone = max(self.lines[Lane.ONE_SOURCE], line + ALONE)
            return Threshold(line=alone, lane=Lane.ONE_SOURCE, one_source=True)
        return None

    def observe(self, signal: Signal, *, confirmed: bool = False) -> None:
        """Count what a signal would have opened."""
        threshold = self.threshold(signal)
        if threshold is None or signal.stories < STORIES or signal.state is not KeyState.READY:
            return
        key = f"{signal.region} {signal.theme}"
        if threshold.one_source:
            key += " one source"
        self.census.observe(key, threshold.lane, signal.score, hour_of(signal.at), confirmed=confirmed)

    def survey(self, summary: Summary) -> None:
        """Take up how many keys a partition has; before the first refit the lines follow at once."""
        self.census.survey(summary, hour_of(summary.at))
        if self.refitted is None:
            self.lines = self._first()

    def opened(self, lane: Lane, at: datetime) -> None:
        """Remember that a key opened, for the account."""
        self.openings.append((hour_of(at), int(lane)))

    def tick(self, now: datetime) -> bool:
        """Refit the lines if a week is over since the last time; return whether they moved."""
        hour = hour_of(now)
        if self.since is None:
            self.since = hour if self.census.since is None else self.census.since
        if self.refitted is None:
            self.refitted = self.since
        if hour - self.refitted < WEEK:
            return False
        self.refitted = hour
        weeks = self.census.weeks(hour)
        before = self.lines
        peaks = [self.census.peaks(lane, hour) for lane in Lane]
        self.lines = refit(before, peaks, weeks, budgets=self.budgets())
        return self.lines != before

    def report(self, now: datetime) -> Account:
        """Return what the budget expected of the last four weeks, or since we watch, and how often keys opened."""
        hour = hour_of(now)
        watched = 0 if self.since is None else hour - self.since
        weeks = min(watched / WEEK, ACCOUNT)
        happened = sum(1 for at, _ in self.openings if hour - at <= ACCOUNT * WEEK)
        self.openings = [(at, lane) for at, lane in self.openings if hour - at <= WEEKS * WEEK]
        return Account(weeks=weeks, expected=self.spec.budget * weeks, happened=happened, lines=self.lines)

    def budgets(self) -> tuple[float, ...]:
        """Return each lane's false alerts a week."""
        tiers = [self._keys(lane) for lane in range(5)]
        return shared(self.spec, tiers, thin_owners=self.census.thin_owners())

    def _keys(self, lane: int) -> int:
        if not self.census.summaries:
            return self.spec.keys // 5
        if lane == Lane.ONE_SOURCE:
            return self.census.thin_owners()
        if lane == Lane.NEIGHBOURS:
            return sum(self.census.keys(tier) for tier in range(5))
        return self.census.keys(lane)

    def _first(self) -> tuple[float, ...]:
        return tuple(
            first_line(self._keys(lane), budget) for lane, budget in zip(Lane, self.budgets(), strict=True)
        )

    def dump(self) -> bytes:
        """Return the state as bytes, with its schema version."""
        return encode_value(
            _Stored(VERSION, self.lines, self.refitted, self.openings, self.census, self.since)
        )

    def load(self, stored: bytes) -> None:
        """Take up a state that `dump` gave; raise `CodecFault` for a newer version."""
        value = decode_value(stored, _Stored)
        if value.version > VERSION:
            raise CodecFault(f"lines of version {value.version} are newer than ours ({VERSION})")
        self.lines, self.refitted = value.lines, value.refitted
        self.openings, self.census = value.openings, value.census
        self.since = value.since


@dataclass(frozen=True, slots=True)
class _Stored:
    version: int
    lines: tuple[float, ...]
    refitted: int | None
    openings: list[tuple[int, int]]
    census: Census
    since: int | None = None  #: states of before it was kept have none
