"""Lines: above which score a key opens, so that false alerts stay within the operator's budget.

The operator writes how many false alerts a week all keys together may give. The
budget is split into lanes: the five tiers of usual volume, the one-source lane
(regions whose catalogue has fewer than three owners) and the neighbours' lane.
Each lane has a line s*. It starts where calibrated chances would put it,
log10(keys x 30 / budget), and is refitted weekly from the openings that lower
lines would have given in the last eight weeks.

How the alerting fold uses it (all calls in the order of the log, so that a
replay repeats every line; `dump` and `load` keep the state with it):

- `Lines.survey(summary)` for each `Summary` record: how many keys there are;
- `Lines.observe(signal, confirmed=…)` for each signal, ``confirmed`` while the
  key has an incident that a desk called relevant;
- `Lines.threshold(signal, sensitised=…)` -> `Threshold`: the line this signal is
  judged by and whether one source may cross it; none where nothing may open;
- `Lines.opened(threshold.lane, at)` when a key opened, for "expected 5.0, happened 4";
- `Lines.tick(now)` on each tick: refits when a week is over; true if lines moved;
- `Lines.report(now)` -> what the budget expected and what happened;
- `joined(summaries)` -> the weekly `Prior` records, from the latest summary of
  each partition; they go to every partition of ``tocsin.mentions``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from alerts.budget import BudgetSpec
from alerts.census import FLOOR, WEEK, Census
from alerts.neighbours import EASE
from tocsin.clock import hour_of
from tocsin.codec import decode_value, encode_value
from tocsin.errors import CodecFault
from tocsin.model import KeyState, Prior, Signal, Summary

LOOKS: Final = 30  #: independent looks of a key in a week (measured on simulated news)
LOW: Final = FLOOR  #: peaks from here up to one unit more say how high a lane's false openings lie
REAL: Final = (4.5, 6.5)  #: peaks between these are of real events
USUAL_SLOPE: Final = 0.65  #: of false openings, log10 a unit of score
DRAWN: Final = 200.0  #: episodes that the usual slope weighs as much as
FEWEST: Final = 4  #: false openings below which a lane's line stays
WEEKS: Final = 8  #: that a refit looks back on
STEP: Final = 0.25  #: how far a line moves in a week
STORIES: Final = 3  #: fewer never open
OWNERS: Final = 3  #: a catalogue with fewer owners than this has the one-source lane
ALONE: Final = 1.0  #: how much more unusual one source must be
POOLED: Final = 50.0  #: stories that draw a pooled rhythm factor to 1
LOWEST, HIGHEST = 1.5, 8.0
VERSION: Final = 1


class Lane(IntEnum):
    """Whose share of the budget an opening is counted against."""

    TIER_0 = 0
    TIER_1 = 1
    TIER_2 = 2
    TIER_3 = 3
    TIER_4 = 4
    ONE_SOURCE = 5
    NEIGHBOURS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The line one signal is judged by, and why that one."""

    line: float
    lane: Lane
    one_source: bool = False  #: opens on one publisher's word: say so, and stay at level watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the budget expected of the last weeks, and what happened."""

    weeks: float
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
        if self.refitted is None:
            self.refitted = hour if self.census.since is None else self.census.since
        if hour - self.refitted < WEEK:
            return False
        self.refitted = hour
        weeks = self.census.weeks(hour)
        before = self.lines
        peaks = [self.census.peaks(lane, hour) for lane in Lane]
        self.lines = refit(before, peaks, weeks, budgets=self.budgets())
        return self.lines != before

    def report(self, now: datetime, *, weeks: int = 4) -> Account:
        """Return what the budget expected of the last weeks, and how often keys opened."""
        hour = hour_of(now)
        happened = sum(1 for at, _ in self.openings if hour - at <= weeks * WEEK)
        self.openings = [(at, lane) for at, lane in self.openings if hour - at <= WEEKS * WEEK]
        return Account(weeks=weeks, expected=self.spec.budget * weeks, happened=happened, lines=self.lines)

    def budgets(self) -> tuple[float, ...]:
        """Return each lane's false alerts a week; lanes without keys leave theirs to the others."""
        spec, tiers = self.spec, [self._keys(lane) for lane in range(5)]
        alone = spec.one_source if self.census.thin_owners() else 0.0
        rest = 1.0 - alone - spec.neighbours
        thick = sum(tiers[1:])
        thin = (spec.thinnest if thick else 1.0) if tiers[0] else 0.0
        shares = [thin, *((1 - thin) * keys / thick if thick else 0.0 for keys in tiers[1:])]
        return (
            *(spec.budget * rest * share for share in shares),
            spec.budget * alone,
            spec.budget * spec.neighbours,
        )

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
        return encode_value(_Stored(VERSION, self.lines, self.refitted, self.openings, self.census))

    def load(self, stored: bytes) -> None:
        """Take up a state that `dump` gave; raise `CodecFault` for a newer version."""
        value = decode_value(stored, _Stored)
        if value.version > VERSION:
            raise CodecFault(f"lines of version {value.version} are newer than ours ({VERSION})")
        self.lines, self.refitted = value.lines, value.refitted
        self.openings, self.census = value.openings, value.census


@dataclass(frozen=True, slots=True)
class _Stored:
    version: int
    lines: tuple[float, ...]
    refitted: int | None
    openings: list[tuple[int, int]]
    census: Census


def first_line(keys: int, budget: float) -> float:
    """Return where a line starts: where calibrated chances alone would keep the budget."""
    if keys <= 0 or budget <= 0:
        return HIGHEST
    return min(HIGHEST, max(LOWEST, math.log10(keys * LOOKS / budget)))


def refit(
    lines: Sequence[float], peaks: Sequence[Sequence[float]], weeks: float, *, budgets: Sequence[float]
) -> tuple[float, ...]:
    """Return the lines of all lanes moved towards where their budgets would have been kept, by at most `STEP`.

    The false openings n a week at a line s fall as log10 n = alpha - beta s. The
    slope is that of all lanes together, the height each lane's own, both from
    peaks of `LOW` to `HIGH`. Real events are in these counts too, but their
    peaks lie far apart: as many in each unit as between `REAL`, where false
    ones have died out; that many are taken off.
    """
    if weeks <= 0:
        return tuple(lines)
    beta = slope([peak for lane in peaks for peak in lane])
    moved = []
    for line, lane, budget in zip(lines, peaks, budgets, strict=True):
        false = _between(lane, LOW, LOW + 1) - _real(lane)
        if budget <= 0 or false < FEWEST:
            moved.append(line)
            continue
        height = math.log10(false / weeks / (1 - 10**-beta))
        goal = LOW + (height - math.log10(budget)) / beta
        moved.append(min(HIGHEST, max(LOWEST, line + min(STEP, max(-STEP, goal - line)))))
    return tuple(moved)


def slope(peaks: Sequence[float]) -> float:
    """Return how steeply false openings fall with the line, drawn to `USUAL_SLOPE` by `DRAWN` episodes."""
    half = _real(peaks) / 2
    bands = [max(0.0, _between(peaks, low, low + 0.5) - half) for low in (LOW, LOW + 0.5, LOW + 1)]
    before, after = bands[0] + bands[1], bands[1] + bands[2]
    if before <= 0 or after <= 0:
        return USUAL_SLOPE
    found = -2 * math.log10(after / before)
    drawn = (before * found + DRAWN * USUAL_SLOPE) / (before + DRAWN)
    return min(1.0, max(0.5, drawn))


def _real(peaks: Sequence[float]) -> float:
    """Return how many real events have peaks within any one unit of score."""
    low, high = REAL
    return _between(peaks, low, high) / (high - low)


def _between(peaks: Sequence[float], low: float, high: float) -> int:
    return sum(low <= peak < high for peak in peaks)


def joined(summaries: Sequence[Summary], *, at: datetime) -> tuple[Prior, ...]:
    """Return the priors of all tiers and time-zone groups, from the partitions' latest summaries."""
    groups: dict[tuple[int, int], list[Summary]] = {}
    for summary in summaries:
        groups.setdefault((summary.tier, summary.group), []).append(summary)
    return tuple(_prior(tier, group, members, at) for (tier, group), members in sorted(groups.items()))


def _prior(tier: int, group: int, members: Sequence[Summary], at: datetime) -> Prior:
    keys = sum(member.keys for member in members)
    spread: dict[int, tuple[float, float]] = {}
    for window, one, two in (row for member in members for row in member.dispersion):
        before = spread.get(window, (0.0, 0.0))
        spread[window] = (before[0] + one, before[1] + two)
    return Prior(
        at=at,
        tier=tier,
        group=group,
        level=sum(member.level for member in members) / keys if keys else 0.0,
        hours=_factors([m.hours for m in members], [m.hours_expected for m in members]),
        days=_factors([m.days for m in members], [m.days_expected for m in members]),
        dispersion=tuple((window, one, two) for window, (one, two) in sorted(spread.items())),
    )


def _factors(counted: Sequence[Sequence[float]], expected: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return counted over expected per bin, drawn to 1 by fifty stories, with mean 1."""
    totals = [sum(bins) for bins in zip(*counted, strict=True)]
    chances = [sum(bins) for bins in zip(*expected, strict=True)]
    raw = [(c + POOLED) / (x + POOLED) for c, x in zip(totals, chances, strict=True)]
    mean = sum(raw) / len(raw) if raw else 1.0
    return tuple(factor / mean for factor in raw)
