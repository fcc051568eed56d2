"""Two configurations over the same records: what one opens, worsens or says otherwise than the other."""

import copy
from datetime import timedelta

import pytest

from alerts.compare import Courses, How, compare
from tocsin.model import IncidentLevel, Tick
from tocsin.testing.alerting import ROUTES, RULES, Rehearsal, config
from tocsin.testing.signals import NOON, signal

HOUR = timedelta(hours=1)


def courses(settings):
    """Return what comes of a spike in Osh that grows for three hours and is over in a week."""
    desk, heard = Rehearsal(settings), Courses()
    desk.feed(Tick(at=NOON))
    for hour in range(4):
        desk.feed(signal(at=NOON + hour * HOUR, stories=10 + 10 * hour, publishers=8))
        desk.wait(NOON + hour * HOUR, HOUR)
    desk.wait(NOON + 4 * HOUR, timedelta(days=7), every=HOUR)
    for said in desk.said:
        heard.hear(said)
    return heard


def rules(**edited):
    """Return the rules with another spike rule; none where it is None."""
    changed = copy.deepcopy(RULES)
    changed["rules"][0] |= edited
    return changed


@pytest.fixture(scope="module")
def before():
    return courses(config())


def test_the_same_configuration_changes_nothing(before):
    assert len(before.by_id) == 1
    assert compare(before, courses(config())) == ()


def test_a_rule_that_no_longer_holds_takes_its_incident_with_it(before):
    (change,) = compare(before, courses(config(rules(themes=["unrest"]))))
    assert (change.how, change.before.place, change.after) == (How.GONE, "KG-O", None)
    (back,) = compare(courses(config(rules(themes=["unrest"]))), before)
    assert (back.how, back.at) == (How.NEW, change.at)


def test_a_rule_that_waits_opens_the_same_incident_later(before):
    (change,) = compare(before, courses(config(rules(**{"for": "2h"}))))
    assert change.how is How.OTHERWISE
    assert "opens 2.0 h later" in change.what


def test_another_receiver_is_told_of_the_same_incident(before):
    routes = ROUTES | {"routes": [{"to": ["desk", "log"]}]}
    after = courses(config(routes=routes))
    (change,) = compare(before, after)
    assert change.what == (f"log 0 -> {change.after.told['log']} messages",)
    assert before.messages["log"] == 0
    assert after.messages["log"] == after.messages["desk"] == before.messages["desk"]


def test_a_level_that_was_raised_is_shown():
    found = [
        courses(config(rules(when={"threshold": {"stories": 5, "level": level}})))
        for level in ("watch", "high")
    ]
    (change,) = compare(*found)
    assert (change.before.worst, change.after.worst) == (IncidentLevel.WATCH, IncidentLevel.HIGH)
    assert "watch -> high" in change.what
