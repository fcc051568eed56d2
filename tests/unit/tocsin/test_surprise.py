import numpy as np
import pytest

from tocsin.surprise import surprise


@pytest.mark.parametrize(
    ("count", "mean", "variance", "chance"),
    [
        pytest.param(1, 1.0, 1.0, 1 - np.exp(-1.0), id="a Poisson count where the variance is the mean"),
        pytest.param(1, 1.0, 2.0, 0.5, id="a geometric count: size 1, chance of none 1/2"),
        pytest.param(3, 1.0, 2.0, 0.125, id="its tail halves with each story"),
        pytest.param(0, 1.0, 2.0, 1.0, id="none or more is certain"),
    ],
)
def test_the_tail_of_a_negative_binomial(count, mean, variance, chance):
    assert float(surprise(count, mean, variance)) == pytest.approx(-np.log10(chance), rel=1e-4, abs=1e-9)


def test_one_number_and_a_column_get_the_same_bits():
    rng = np.random.default_rng(3)
    count, mean = rng.poisson(2, 500), rng.gamma(1, 2, 500)
    column = surprise(count, mean, 1.4 * mean)
    assert column.tolist() == [float(surprise(c, m, 1.4 * m)) for c, m in zip(count, mean, strict=True)]


def test_what_is_all_but_impossible_is_called_300():
    assert float(surprise(10_000, 0.001, 0.001)) == pytest.approx(300)
