"""Scan: how surprising each window is, and the score: the best of them after its fee.

A window can only become more surprising when a story comes; a thin key is
therefore looked at less often than a thick one, and the same chance of a false
alert a week allows it a higher chance a look. Its score is raised by that.

The few stories that may open a thin key at all are, in a short window, mostly
a cluster by chance: what matters there goes on being reported for a day. So
its short windows pay more, and its longer ones are heard for less.
"""

from __future__ import annotations

from typing import NamedTuple

from streams.detect.arrays import Floats, Ints, Rows, np
from streams.detect.bank import Bank
from streams.detect.dispersion import spread
from streams.detect.expect import expected
from streams.detect.shape import Shape
from streams.detect.windows import Sums, sums
from tocsin.surprise import surprise


class Scan(NamedTuple):
    """By row (and window): what was expected, how surprising what came is; nan = too little was seen."""

    window: Sums
    mean: Floats
    variance: Floats
    surprise: Floats
    score: Floats  #: by row
    best: Ints  #: by row: index of the winning window
    spread: Floats  #: dispersion in force


def scan(bank: Bank, bucket: int, rows: Rows = slice(None)) -> Scan:
    """Test all windows that end in a bucket against the level of that bucket."""
    shape, column = bank.shape, bank.place(bucket)
    window = sums(bank, bucket, rows)
    level = bank.level[rows, column]
    spreads = spread(bank, rows)
    mean, variance, _ = expected(bank, bucket, window, spreads, rows)
    found = surprise(window.stories, mean, variance)
    share = looked_at(shape, level)
    paid = np.where(window.exposure > shape.stated_least * window.full, found - fees(bank, share), np.nan)
    blind = np.isnan(paid).all(axis=1)
    best = np.where(np.isnan(paid), -np.inf, paid).argmax(axis=1)
    at = np.arange(len(paid)), best
    raised = paid[at] + np.where(window.stories[at] > 0, fewer_looks(shape, share), 0.0)
    score = np.where(blind, np.nan, raised)
    return Scan(window, mean, variance, found, score, best, spreads)


def looked_at(shape: Shape, level: Floats) -> Floats:
    """Return which share of the looks at a thick key each key gets, from the stories a bucket that are usual."""
    if not shape.looks:
        return np.ones_like(level)
    found: Floats = -np.expm1(-shape.looks * level)
    return found


def fees(bank: Bank, share: Floats) -> Floats:
    """Return what each window of each key pays."""
    found: Floats = bank.fees + bank.brief_fees * (1.0 - share[:, None])
    return found


def fewer_looks(shape: Shape, share: Floats) -> Floats:
    """Return by how much the scores of thin keys are raised, from their share of looks."""
    found: Floats = shape.looks_weight * np.minimum(shape.looks_most, -np.log10(np.maximum(share, 1e-9)))
    return found
