"""A feed that answers but brings nothing for longer than it ever does is unknown, not empty."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.coverage_log import CoverageLog
from ingest.silence import silent_from
from ingest.spec import FeedSpec
from tocsin.clock import hour_of
from tocsin.model import FeedState

NOW = datetime(2026, 3, 20, 12, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUSY = FeedState(
    feed="busy", url="https://busy.example/", due=NOW, first_polled=NOW - 90 * DAY, last_polled=NOW,
    last_success=NOW, last_new=NOW - HOUR, rates=(2.0,) * 24, rates_at=NOW, entries=900,
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "hours"),
    [
        pytest.param(BUSY, None, id="it speaks"),
        pytest.param(replace(BUSY, last_new=NOW - 23 * HOUR), None, id="a day is always waited for"),
        pytest.param(replace(BUSY, last_new=NOW - 30 * HOUR), 6, id="frozen: 48 a day, and nothing for 30 hours"),
        pytest.param(replace(BUSY, last_new=NOW - 30 * HOUR, quiet_gap=60.0), None, id="it is as quiet every weekend"),
        pytest.param(replace(BUSY, last_new=NOW - 61 * HOUR, quiet_gap=60.0), 1, id="longer than any weekend"),
        pytest.param(replace(BUSY, last_new=NOW - 5 * DAY, rates=(1 / 24,) * 24), None, id="one a day: five days are usual"),
        pytest.param(replace(BUSY, last_new=NOW - 8 * DAY, rates=(1 / 24,) * 24), 26, id="one a day: eight are not"),
        pytest.param(replace(BUSY, last_new=NOW - 30 * HOUR, last_success=NOW - 29 * HOUR), None, id="we did not ask"),
        pytest.param(replace(BUSY, last_new=None), None, id="it never brought anything"),
    ],
)  # fmt: skip
def test_since_when_a_feed_is_unknown(state, hours):
    found = silent_from(state)
    assert (None if found is None else round((NOW - found) / HOUR)) == hours


def feed(name, state):
    spec = FeedSpec(
        id=name, name=name, publisher=name, url=f"https://{name}.example/", covers=("KG",), owner=name, language="ky"
    )  # fmt: skip
    return spec, replace(state, feed=name)


def said(log, *feeds, now=NOW):
    records = log.due(feeds, restate=False, now=now)
    return {r.hour - hour_of(NOW): round(r.visible / r.usual, 2) for r in records if r.region == "KG"}


def test_a_frozen_feed_lowers_coverage_from_then_on_and_shows_its_hours_when_it_speaks_again():
    #   hours   -30 .......... -6 ......... 0 ...... 2
    #            last entry    |  unknown   |        | speaks
    log, other = CoverageLog("s"), feed("other", replace(BUSY, rates=(6.0,) * 24))
    first = said(log, other, feed("frozen", replace(BUSY, last_new=NOW - 30 * HOUR)))
    assert {hour: share for hour, share in first.items() if hour > -7} == {
        -6: 1.0, -5: 0.75, -4: 0.75, -3: 0.75, -2: 0.75, -1: 0.75, 0: 0.75
    }  # fmt: skip
    later = NOW + HOUR / 2
    again = feed("frozen", replace(BUSY, last_new=later, last_success=later))
    assert said(log, other, again, now=later) == dict.fromkeys(range(-5, 1), 1.0)


def test_feeds_that_begin_to_count_while_no_poller_runs_grow_their_region_when_one_does():
    #   days    -7.2 ............ -0.5 ... -0.2 ..... 0
    #            first polled      poller   counts     poller
    #            by a new feed     stops               starts
    away = replace(BUSY, last_polled=NOW - DAY / 2, last_success=NOW - DAY / 2, last_new=NOW - DAY / 2)
    new = replace(away, first_polled=NOW - 7.2 * DAY, entries=30)
    old = replace(away, rates=(8.0,) * 24)
    records = CoverageLog("s").due([feed("old", old), feed("new", new)], restate=False, now=NOW)
    grown = {r.hour - hour_of(NOW): r.growth for r in records if r.region == "KG" and r.growth > 1}
    assert grown == {0: 1.25}
