"""Scan: how surprising each window is, and the score: the best of them after its fee."""

from __future__ import annotations

from typing import NamedTuple

from streams.detect.arrays import Floats, Ints, np
from streams.detect.bank import Bank
from streams.detect.dispersion import spread
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


def scan(bank: Bank, bucket: int, rows: slice = slice(None)) -> Scan:
    """Test all windows that end in a bucket against the level of that bucket."""
    shape, column = bank.shape, bank.place(bucket)
    window = sums(bank, bucket, rows)
    level, weight = bank.level[rows, column, None], bank.weight[rows, column, None]
    mean = np.maximum(level * window.exposure, 1e-9)
    variance = mean * spread(bank, rows) + mean * mean / weight
    found = surprise(window.stories, mean, variance)
    paid = np.where(window.exposure > shape.stated_least * window.full, found - np.array(shape.fees), np.nan)
    blind = np.isnan(paid).all(axis=1)
    best = np.where(np.isnan(paid), -np.inf, paid).argmax(axis=1)
    score = np.where(blind, np.nan, paid[np.arange(len(paid)), best])
    return Scan(window, mean, variance, found, score, best)
