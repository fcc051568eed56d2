"""How much more than usual: the ratio and the lower end of its 90 % interval (spikes.md §5)."""

from __future__ import annotations

from math import sqrt
from typing import Final

_Z95: Final = 1.6448536269514722


def ratio(stories: float, expected: float) -> float:
    """Return how many times the usual this is; the usual is taken as at least one story in 1,000 windows."""
    return stories / max(expected, 1e-3)


def ratio_low(stories: float, expected: float) -> float:
    """Return the lower end of the ratio's 90 % interval, from Gamma(stories + 1/2) / expected.

    The gamma quantile is Wilson and Hilferty's cube (Proc. Natl. Acad. Sci. 17,
    1931): within 1 % of the exact one from three stories on, and no scipy.
    """
    shape = stories + 0.5
    cube = 1 - 1 / (9 * shape) - _Z95 / (3 * sqrt(shape))
    return float(max(0.0, shape * cube**3) / max(expected, 1e-3))
