from datetime import UTC, datetime, timedelta

import pytest

from tocsin.clock import hour_of
from tocsin.coverage import Reporting, coverage, usual_rate, was_seen
from tocsin.model import FeedState

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def report(covers, usual=1.0, *, owner="a", seen=True):
    return Reporting(covers=covers, owner=owner, usual=usual, seen=seen)


def shares(*reports):
    return {
        record.region: (record.usual, record.visible, record.owners)
        for record in coverage(reports, shard="0", hour=5)
    }


def test_a_region_is_as_visible_as_its_feeds():
    assert shares(report(("KG",), 3.0), report(("KG",), 1.0, owner="b", seen=False)) == {"KG": (4.0, 3.0, 2)}


def test_a_feed_divides_its_articles_among_its_regions():
    assert shares(report(("KE", "TZ"), 3.0)) == {"KE": (1.5, 1.5, 1), "TZ": (1.5, 1.5, 1)}


def test_what_covers_a_province_counts_for_its_country():
    assert shares(report(("KG-O", "KG-B"), 2.0)) == {
        "KG": (2.0, 2.0, 1),
        "KG-O": (1.0, 1.0, 1),
        "KG-B": (1.0, 1.0, 1),
    }
    assert shares(report(("KG", "KG-O"), 2.0))["KG"] == (1.0, 1.0, 1)


def test_the_world_is_a_region_of_its_own():
    assert shares(report(("world",), 2.0)) == {"world": (2.0, 2.0, 1)}


@pytest.mark.parametrize(
    ("failures", "last", "seen"),
    [
        pytest.param(0, NOW, True, id="it answers"),
        pytest.param(0, NOW - 5 * HOUR, True, id="not asked for a while, but no failure"),
        pytest.param(2, NOW - HOUR / 2, True, id="failing since half an hour"),
        pytest.param(9, NOW - 3 * HOUR, False, id="failing for hours"),
        pytest.param(0, None, False, id="never answered"),
    ],
)
def test_whether_an_hour_was_seen(failures, last, seen):
    state = FeedState(feed="a", url="u", due=NOW, last_success=last, failures=failures)
    assert was_seen(state, hour_of(NOW)) is seen


def test_a_recovery_shows_the_hours_it_was_away():
    away = FeedState(feed="a", url="u", due=NOW, last_success=NOW - 5 * HOUR, failures=9)
    back = FeedState(feed="a", url="u", due=NOW, last_success=NOW, failures=0)
    assert not was_seen(away, hour_of(NOW - 2 * HOUR))
    assert was_seen(back, hour_of(NOW - 2 * HOUR))


def test_a_feed_counts_from_when_it_is_watched():
    state = FeedState(
        feed="a", url="u", due=NOW, first_polled=NOW, rates=tuple(float(h) for h in range(24)), rates_at=NOW
    )
    assert usual_rate(state, hour_of(NOW)) == 12.0
    assert usual_rate(state, hour_of(NOW - HOUR)) == 0.0
