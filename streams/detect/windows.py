"""Windows: what the last W buckets saw and what they could have seen."""

from __future__ import annotations

from typing import NamedTuple

from streams.detect.arrays import Floats, np
from streams.detect.bank import Bank


class Sums(NamedTuple):
    """By row and window: stories, exposure (coverage times rhythm), and exposure at full coverage."""

    stories: Floats
    exposure: Floats
    full: Floats


def sums(bank: Bank, bucket: int, rows: slice = slice(None)) -> Sums:
    """Return the sums over all windows that end in a bucket (which is counted in full)."""
    shape = bank.shape
    longest = max(shape.windows)
    order = (bucket - np.arange(longest)) % shape.ring
    ends = np.array(shape.windows) - 1
    stories = bank.stories[rows][:, order].cumsum(axis=1)[:, ends]
    dated = bank.dated[rows][:, order].cumsum(axis=1)[:, ends]
    season = bank.season[rows][:, order]
    exposure = (bank.seen[rows][:, order] * season).cumsum(axis=1)[:, ends]
    short = np.array(shape.windows) <= shape.dated_only
    return Sums(np.where(short, dated, stories), exposure, season.cumsum(axis=1)[:, ends])
