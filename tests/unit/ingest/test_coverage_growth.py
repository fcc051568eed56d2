"""A feed that ends its learning time is said to grow its regions, in that hour alone."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.coverage_log import CoverageLog
from ingest.spec import FeedSpec
from tocsin.clock import hour_of
from tocsin.coverage import counts
from tocsin.model import FeedState

NOW = datetime(2026, 3, 20, 12, 10, tzinfo=UTC)


def feed(name, *, entries, first=NOW - timedelta(days=2), rate=2.0):
    spec = FeedSpec(
        id=name,
        name=name,
        publisher=name,
        url=f"https://{name}.example/feed",
        covers=("KG",),
        owner=name,
        language="en",
    )
    state = FeedState(
        feed=name, url=spec.url, due=NOW, first_polled=first, last_success=NOW, entries=entries,
        rates=(rate,) * 24,
    )  # fmt: skip
    return spec, state


@pytest.mark.parametrize(
    ("entries", "days", "counted"), [(49, 6.9, False), (50, 0.1, True), (3, 7.0, True), (0, 0.0, False)]
)
def test_when_a_feed_counts(entries, days, counted):
    _, state = feed("a", entries=entries, first=NOW - timedelta(days=days))
    assert counts(state, NOW) is counted


def said(log, *feeds, now):
    return {r.hour: r.growth for r in log.due(feeds, restate=False, now=now) if r.region == "KG"}


def test_a_feed_that_begins_to_count_grows_its_region_once():
    log, old = CoverageLog("s"), feed("a", entries=500, rate=10.0)
    hour = hour_of(NOW)
    assert set(said(log, old, feed("b", entries=49, rate=3.0), now=NOW).values()) == {1.0}
    assert said(log, old, feed("b", entries=50, rate=3.0), now=NOW) == {hour: 1.3}
    assert said(log, old, feed("b", entries=51, rate=3.0), now=NOW) == {}
    later = said(log, old, feed("b", entries=60, rate=3.0), now=NOW + timedelta(hours=1))
    assert later[hour + 1] == 1.0
    assert later.get(hour, 1.3) == 1.3


def test_feeds_that_count_at_the_first_look_grow_nothing():
    assert set(said(CoverageLog("s"), feed("a", entries=500), feed("b", entries=50), now=NOW).values()) == {
        1.0
    }


def test_the_first_feed_of_all_grows_nothing():
    log = CoverageLog("s")
    said(log, feed("a", entries=49), now=NOW)
    assert set(said(log, feed("a", entries=50), now=NOW).values()) <= {1.0}
