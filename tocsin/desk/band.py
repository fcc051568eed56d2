"""How many stories are usual: the middle nine tenths of a negative binomial with given mean and variance."""

from __future__ import annotations

import math

LOW, HIGH = 0.05, 0.95
_LARGE = 400  #: above it the normal distribution is as good and needs no sum


def usual(mean: float, variance: float) -> tuple[int, int]:
    """Return the smallest and the largest count of the usual band."""
    if mean <= 0:
        return 0, 0
    if mean > _LARGE:
        half = 1.645 * math.sqrt(max(variance, mean))
        return max(0, round(mean - half)), round(mean + half)
    return _quantiles(mean, max(variance, mean * (1 + 1e-9)))


def _quantiles(mean: float, variance: float) -> tuple[int, int]:
    size, success = mean * mean / (variance - mean), mean / variance
    chance = math.exp(size * math.log(success))
    total, count, low = chance, 0, 0 if chance >= LOW else None
    while total < HIGH and count < 20 * _LARGE:
        chance *= (count + size) / (count + 1) * (1 - success)
        count += 1
        total += chance
        if low is None and total >= LOW:
            low = count
    return low or 0, count
