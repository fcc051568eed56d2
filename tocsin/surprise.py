"""How surprising a count is: the upper tail of a negative binomial, for numbers and for arrays alike.

Detection tests windows with it, alerting sums of neighbours. scipy is loaded at
the first call, not at import.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

_FLOOR = 1e-300  #: rarer chances are all called 300


@cache
def _betainc() -> Callable[..., Any]:
    from scipy.special import betainc

    return betainc  # type: ignore[no-any-return]  # scipy has no types


def surprise(count: Any, mean: Any, variance: Any) -> Any:
    """Return -log10 of the chance of ``count`` or more; arrays give arrays, element by element.

    The count is negative binomial with this mean and variance (a Poisson count
    where the variance is not above the mean). Source: P(N >= u) = I_{1-m/v}(u, m²/(v-m)),
    the regularised incomplete beta function.
    """
    import numpy as np

    mean = np.maximum(mean, 1e-9)
    variance = np.maximum(variance, mean * (1 + 1e-6))
    size = mean * mean / (variance - mean)
    chance = _betainc()(np.maximum(count, 1e-9), size, 1.0 - mean / variance)
    return np.where(np.asarray(count) <= 0, 0.0, -np.log10(np.clip(chance, _FLOOR, 1.0)))
