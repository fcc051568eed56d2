"""Measuring: what a scan found of single keys, as plain numbers.

Taken out of the columns for all keys at once: one by one they would cost more than all else.
"""

from __future__ import annotations

from typing import NamedTuple

from streams.detect.arrays import Floats, Rows, np
from streams.detect.scan import Scan


class Numbers(NamedTuple):
    """What a scan found of one window of one key."""

    mean: float
    variance: float
    surprise: float
    coverage: float  #: 0..1


class Measured(NamedTuple):
    """What a scan found of one key."""

    score: float  #: nan: too little was seen
    best: int  #: index of the winning window
    usual: float  #: stories an hour
    windows: list[Numbers]  #: shortest first


def measured(found: Scan, at: Rows, level: Floats) -> list[Measured]:
    """Return what was found of some rows of a scan; ``level`` is what is usual for each of them."""
    coverage = np.minimum(1.0, found.window.exposure[at] / found.window.full[at])
    columns = (found.mean[at], found.variance[at], found.surprise[at], coverage)
    keys = zip(*(column.tolist() for column in columns), strict=True)
    rows = zip(found.score[at].tolist(), found.best[at].tolist(), level.tolist(), keys, strict=True)
    return [
        Measured(score, best, usual, list(map(Numbers._make, zip(*windows, strict=True))))
        for score, best, usual, windows in rows
    ]
