"""Windows: what the last W buckets saw and what they could have seen."""

from __future__ import annotations

from typing import NamedTuple

from streams.detect.arrays import Array, Floats, Rows, np
from streams.detect.bank import Bank


class Sums(NamedTuple):
    """By row and window: stories, exposure (coverage times volume and rhythm), exposure at full coverage, what came before."""

    stories: Floats
    exposure: Floats
    full: Floats
    before: Floats  #: stories of the longest window that came before each
    exposure_before: Floats


def sums(bank: Bank, bucket: int, rows: Rows = slice(None)) -> Sums:
    """Return the sums over all windows that end in a bucket (which is counted in full)."""
    shape = bank.shape
    full = _latest(bank, bank.season, bucket, rows) * _latest(bank, bank.volume, bucket, rows)
    seen = _latest(bank, bank.seen, bucket, rows)
    stories = _nested(bank, _latest(bank, bank.stories, bucket, rows))
    dated = _nested(bank, _latest(bank, bank.dated, bucket, rows))
    short = np.array(shape.windows) <= shape.dated_only
    exposure = _nested(bank, seen * full)
    return Sums(
        np.where(short, dated, stories),
        exposure,
        _nested(bank, full),
        stories[:, -1:] - stories,
        exposure[:, -1:] - exposure,
    )


def _latest(bank: Bank, ring: Array, bucket: int, rows: Rows) -> Array:
    """Return the longest window's buckets, oldest first: a view where the ring does not wrap within it."""
    longest, end = max(bank.shape.windows), bank.place(bucket) + 1
    if end >= longest:
        return ring[rows, end - longest : end]
    return np.concatenate([ring[rows, end - longest :], ring[rows, :end]], axis=1)


def _nested(bank: Bank, buckets: Array) -> Floats:
    """Return the sums of all windows: each is the one shorter than it plus what lies between them."""
    windows = bank.shape.windows
    begins = [max(windows) - length for length in reversed(windows)]
    parts = np.add.reduceat(buckets, begins, axis=1)
    found: Floats = parts[:, ::-1].cumsum(axis=1)
    return found
