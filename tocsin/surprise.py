"""How surprising a count is: the upper tail of a negative binomial, for numbers and for arrays alike.

Detection tests windows with it, alerting sums of neighbours. numpy and scipy
are loaded at the first call, not at import.
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
    the regularised incomplete beta function. Windows without a story, most of
    them in thin regions, cost next to nothing.
    """
    import numpy as np

    count, mean, variance = (np.asarray(x, float) for x in (count, mean, variance))
    if not count.shape == mean.shape == variance.shape:
        count, mean, variance = np.broadcast_arrays(count, mean, variance)
    found = np.zeros(count.shape)
    some = count > 0
    if some.any():
        m = np.maximum(mean[some], 1e-9)
        v = np.maximum(variance[some], m * (1 + 1e-6))
        chance = _betainc()(count[some], m * m / (v - m), 1.0 - m / v)
        found[some] = -np.log10(np.clip(chance, _FLOOR, 1.0))
    return found
