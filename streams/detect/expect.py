"""Expectation: how many stories a window should hold, and how far chance alone spreads them.

The level follows slowly, on closed buckets. What a key says from day to day moves
faster: a busy day is followed by a busy day more often than not. So each window is
expected by the level and, in part, by how the buckets *before* it in the open ring
did against the level. How great that part is follows from the key's own dispersion:
nothing where counts are Poisson, `carried` of it where chance is all in the days.

What lies before a window is never part of it; so the longest window, which nothing
precedes in the ring, still sees a slow rise against the level alone.
"""

from __future__ import annotations

from typing import NamedTuple

from streams.detect.arrays import Floats, Rows, np
from streams.detect.bank import Bank
from streams.detect.windows import Sums

SCALING: float = 0.6  #: the excess of dispersion grows with this power of a window's length
LEAST_SHARE = 0.1  #: of the usual rhythm, that a window is taken to have in any case


class Expected(NamedTuple):
    """By row and window: mean and variance of the stories, and the weight of the learnt dispersion."""

    mean: Floats
    variance: Floats
    share: Floats


def expected(bank: Bank, bucket: int, window: Sums, spread: Floats, rows: Rows = slice(None)) -> Expected:
    """Return what the windows that end in a bucket should hold, by what was believed when it began.

    Chance beyond Poisson grows with the square of the mean within a key's day
    (it is the days that differ, not the stories), so the learnt factor weighs
    less in hours of the day and at a coverage that promise little. How much was
    missed in an outage is itself a guess, which adds to the variance.
    """
    shape, column = bank.shape, bank.place(bucket)
    level, weight = bank.level[rows, column, None], bank.weight[rows, column, None]
    mean = level * window.exposure
    doubt = mean / weight
    if shape.carried:
        part, change = _carried(bank, window, level, weight, spread)
        mean, doubt = mean * (1.0 + part * change), doubt * (1.0 - part)
    mean = np.maximum(mean, 1e-9)
    if shape.spread_by_day:
        share = np.maximum(window.exposure / bank.lengths, LEAST_SHARE)
    else:
        share = np.ones_like(window.exposure)
    unseen = shape.seen_doubt * level * (window.full - window.exposure)
    young = shape.young_doubt * np.exp2((bank.born[rows, None] - bucket) / shape.young_halving) * mean
    variance = mean * (1.0 + (spread - 1.0) * share + doubt) + unseen * unseen + young * young
    if shape.rhythm_doubt:
        variance += rhythm_doubt(bank, rows)[:, None] * bank.uneven * mean * mean
    return Expected(mean, variance, share)


def rhythm_doubt(bank: Bank, rows: Rows = slice(None)) -> Floats:
    """Return the relative variance of what an hour should hold, by how many stories taught the rhythm about it.

    A thin key hears a handful of stories in months and cannot know its own hours:
    a window of few of them, at what is taken for night, is no surprise as great as it seems.
    """
    shape, cycle = bank.shape, bank.shape.cycles[0]
    reach = (1.0 + 2.0 * sum(cycle.near)) / cycle.bins
    heard = reach * np.add.reduce(bank.learnt[0][1][rows], axis=1)
    found: Floats = shape.rhythm_doubt**2 * shape.rhythm_known / (shape.rhythm_known + heard)
    return found


def _carried(
    bank: Bank, window: Sums, level: Floats, weight: Floats, spread: Floats
) -> tuple[Floats, Floats]:
    """Return which part of what came before carries over, and how it differed from the level (-1..)."""
    shape, lengths = bank.shape, bank.lengths
    longest = lengths[-1]
    usual = np.maximum(level * window.exposure_before, 1e-9)
    low, high = shape.carried_within
    change = np.minimum(np.maximum(window.before / usual - 1.0, low), high)
    excess = (spread[:, -1:] - 1.0) * ((longest - lengths) / longest) ** SCALING
    doubt = usual / weight
    part = (bank.carried * excess + doubt) / (1.0 + excess + doubt)
    part[:, lengths >= longest] = 0.0
    return part, change
