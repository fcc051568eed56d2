"""However often, however far and for whomever a change of taggers is told: the detector ends up expecting it once."""

import math

import pytest

from streams.changes import Change, History
from tocsin.coverage import WORLD

GROWN = {WORLD: 1.5, "KG": 0.8, "KE": 1.2}


def told(history, grown, before, after, *, cut=None):
    """Return the history after somebody told a change, and was killed after so many records."""
    return History([*history.changes, *list(history.missing(grown, before=before, after=after))[:cut]])


def expects(history, tagger):
    return {region: round(history.expected(region, tagger=tagger), 2) for region in ("KG", "KE", "MN")}


AFTER = {"KG": 1.2, "KE": 1.8, "MN": 1.5}


@pytest.mark.parametrize("cut", range(5))
def test_who_is_killed_halfway_is_completed_by_the_next_one(cut):
    half = told(History(), GROWN, "a", "b", cut=cut)
    whole = told(half, GROWN, "a", "b")
    assert expects(whole, "a") == AFTER
    assert expects(whole, "b") == {"KG": 1.0, "KE": 1.0, "MN": 1.0}
    assert told(whole, GROWN, "a", "b").changes == whole.changes


@pytest.mark.parametrize("cut", range(5))
def test_what_was_told_of_one_that_did_not_come_is_not_told_on_top_of_the_next(cut):
    half = told(History(), {WORLD: 3.0, "KG": 2.0, "TJ": 0.5}, "a", "bad", cut=cut)
    assert expects(told(half, GROWN, "a", "b"), "a") == AFTER


@pytest.mark.parametrize("cut", range(5))
def test_who_goes_back_to_the_one_before_takes_back_what_was_told(cut):
    half = told(told(History(), GROWN, "a", "b"), {}, "a", "a", cut=cut)
    back = told(half, {}, "a", "a")
    assert expects(back, "a") == {"KG": 1.0, "KE": 1.0, "MN": 1.0}
    assert told(back, {}, "a", "a").changes == back.changes


def test_what_is_expected_beside_each_tagger_of_the_week():
    history = told(told(History(), GROWN, "a", "b"), {WORLD: 2.0}, "b", "c")
    assert expects(history, "a") == {"KG": 2.4, "KE": 3.6, "MN": 3.0}
    assert expects(history, "b") == {"KG": 2.0, "KE": 2.0, "MN": 2.0}
    assert expects(history, "c") == expects(history, "never spoke") == {"KG": 1.0, "KE": 1.0, "MN": 1.0}


def test_a_change_that_found_nothing_more_still_stands_between_the_others():
    history = told(told(History(), {}, "a", "b"), {WORLD: 2.0}, "b", "c")
    assert expects(history, "a") == {"KG": 2.0, "KE": 2.0, "MN": 2.0}
    assert history.changes[0] == Change(before="a", after="b", region=WORLD, growth=1.0)


def test_in_between_nowhere_is_less_expected_than_before_and_after():
    records = list(History().missing({WORLD: 0.5, "KG": 3.0}, before="a", after="b"))
    for upto in range(len(records)):
        assert math.prod(one.growth for one in records[:upto] if one.region in {WORLD, "KG"}) >= 1.0


def test_nothing_changed_and_nothing_told_is_nothing_to_tell():
    assert told(History(), {}, "a", "a").changes == ()
