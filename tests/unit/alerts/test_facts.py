"""Claims about the sentence that says what is unusual."""

from dataclasses import replace

import pytest

from alerts.render.facts import sentence
from tocsin.testing.messages import osh


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        pytest.param(1.24, "usual here 1.2;", id="a number with one digit"),
        pytest.param(0.1, "usual here 0.1;", id="the smallest that is said"),
        pytest.param(0.002, "usual here less than 0.1;", id="not a tenth where the times usual are counted in thousands"),
        pytest.param(0.0, "what is usual here is not yet known", id="nothing learned"),
    ],
)  # fmt: skip
def test_what_is_usual(expected, said):
    incident = replace(osh().incident, expected=expected, score=5.0, rule="violence-spike")
    assert said in sentence(incident, "en", "10 June")
