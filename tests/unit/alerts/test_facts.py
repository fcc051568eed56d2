"""Claims about the sentence that says what is unusual."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.render.facts import local_hour, reason_of, sentence
from tocsin.model import HistoryLine, IncidentLevel, Reason
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


@pytest.mark.parametrize(
    ("score", "said"),
    [(4.0, "by chance once in 10,000 such windows"), (9.0, "by chance less than once in a billion such windows"),
     (11.3, "by chance less than once in a billion such windows")],
)  # fmt: skip
def test_what_is_rarer_than_a_billion_is_not_told_as_a_billion(score, said):
    incident = replace(osh().incident, expected=1.0, score=score, rule="violence-spike")
    assert said in sentence(incident, "en", "10 June")


@pytest.mark.parametrize(
    ("hour", "said"),
    [(10, "16:00 there"), (20, "11.06. 02:00 there")],
    ids=["same day", "the next morning there"],
)
def test_the_hour_there_has_its_day_where_that_is_another(hour, said):
    incident = replace(osh().incident, utc_offset=6)
    assert local_hour(incident, datetime(2010, 6, 10, hour, tzinfo=UTC), "en") == said


@pytest.mark.parametrize(
    ("before", "said"),
    [(IncidentLevel.WATCH, "Level raised"), (IncidentLevel.CALMING, "It flares up again"),
     (IncidentLevel.CLOSED, "It flares up again")],
)  # fmt: skip
def test_what_was_said_to_be_over_flares_up_again(before, said):
    note = osh()
    lines = [
        HistoryLine(at=note.incident.at, level=level, reason=Reason.LEVEL_UP)
        for level in (before, IncidentLevel.HIGH)
    ]
    step = replace(note, reason=Reason.LEVEL_UP, incident=replace(note.incident, history=tuple(lines)))
    assert reason_of(step, "en") == said
