"""Refitting: where lines start, and where they move from the openings that lower ones would have given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from alerts.census import FLOOR

LOOKS: Final = 30  #: independent looks of a key in a week (measured on simulated news)
LOW: Final = FLOOR  #: peaks from here up to one unit more say how high a lane's false openings lie
REAL: Final = (4.5, 6.5)  #: peaks between these are of real events
USUAL_SLOPE: Final = 0.65  #: of false openings, log10 a unit of score
DRAWN: Final = 200.0  #: episodes that the usual slope weighs as much as
FEWEST: Final = 4  #: false openings below which a lane's line stays
STEP: Final = 0.25  #: how far a line moves in a week
LOWEST, HIGHEST = 1.5, 8.0


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
    peaks of `LOW` to one unit more. Real events are in these counts too, but their
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
