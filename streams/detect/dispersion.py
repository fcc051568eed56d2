"""Dispersion: how much more than Poisson a key's counts vary, learned per window length.

Learned only when a bucket leaves the open ring, from the windows that end in
it, against what was believed when it began; so the order of arrival cannot
change it. Windows that look like an event teach nothing.
"""

from __future__ import annotations

from streams.detect.arrays import Floats, Rows, np
from streams.detect.bank import Bank
from streams.detect.expect import expected
from streams.detect.windows import sums
from tocsin.surprise import surprise


def spread(bank: Bank, rows: Rows = slice(None)) -> Floats:
    """Return the factor of variance over mean, by row and window; at least 1."""
    weight = bank.shape.spread_events
    drawn = bank.spread_two[rows] + weight * bank.spread_prior[rows]
    found: Floats = np.maximum(1.0, drawn / (bank.spread_one[rows] + weight))
    return found


def learn(bank: Bank, bucket: int) -> None:
    """Let the dispersion learn the windows that end in a bucket that leaves the open ring."""
    shape, window = bank.shape, sums(bank, bucket)
    mean, variance, share = expected(bank, bucket, window, spread(bank))
    calm = surprise(window.stories, mean, variance) < shape.spread_skip
    calm |= bucket - bank.born[:, None] < shape.young
    ok = calm & (window.exposure > shape.stated_least * window.full)
    error = np.minimum((window.stories - mean) ** 2, shape.spread_clip * variance)
    hours, kept = np.array(shape.windows, float), shape.spread_keep
    weighed = mean * share
    bank.spread_one = np.where(ok, kept * bank.spread_one + weighed / hours, bank.spread_one)
    bank.spread_two = np.where(ok, kept * bank.spread_two + (error - mean + weighed) / hours, bank.spread_two)
