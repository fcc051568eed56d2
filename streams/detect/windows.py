"""Windows: what the last W buckets saw and what they could have seen."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from streams.detect.arrays import Floats, Rows, np
from streams.detect.bank import RING, Bank

WANTED: Final = RING.index("season") + 1  #: of the ring: what was seen, not what was believed


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
    longest = shape.windows[-1]
    block = _latest(bank, bucket, rows)  # stories, dated, seen, volume, season
    np.multiply(block[4], block[3], out=block[3])
    np.multiply(block[2], block[3], out=block[2])
    begins = [longest - length for length in reversed(shape.windows)]
    parts = np.add.reduceat(block[:4], begins, axis=2)
    # each window is the one shorter than it plus what lies between them
    windows = parts[:, :, ::-1].cumsum(axis=2)
    stories, dated, exposure, full = windows
    short = bisect_right(shape.windows, shape.dated_only)
    stories[:, :short] = dated[:, :short]
    before = windows[:, :, -1:] - windows
    return Sums(stories, exposure, full, before[0], before[2])


def _latest(bank: Bank, bucket: int, rows: Rows) -> Floats:
    """Return a copy of the longest window's buckets, oldest first, of what was seen in them."""
    longest, end = bank.shape.windows[-1], bank.place(bucket) + 1
    ring = bank.ring[:WANTED]
    if end >= longest:
        return ring[:, rows, end - longest : end].copy()
    return np.concatenate([ring[:, rows, end - longest :], ring[:, rows, :end]], axis=2)
