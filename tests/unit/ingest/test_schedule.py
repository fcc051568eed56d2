from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest import rhythm, schedule
from ingest.spec import FeedSpec, IngestSpec
from tocsin.model import FeedState

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
SPEC = FeedSpec(id="k", url="https://k.example/rss", name="K", publisher="K")
LIMITS = IngestSpec()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def state(**changes):
    rates = changes.pop("rates", (1.0,) * 24)
    fields = {
        "feed": "k",
        "url": SPEC.url,
        "due": NOW,
        "first_polled": NOW - 30 * DAY,
        "last_new": NOW - 2 * HOUR,
    }
    return FeedState(**{**fields, "rates": rates, "rates_at": NOW, **changes})


def wait(spec=SPEC, fresh_for=None, **changes):
    return schedule.after_success(spec, state(**changes), LIMITS, fresh_for=fresh_for, now=NOW) - NOW


@pytest.mark.parametrize(
    ("changes", "least", "most"),
    [
        pytest.param({"rates": (60.0,) * 24, "haste": 0.1}, 4.7 * MINUTE, 5.3 * MINUTE, id="never under the floor"),
        pytest.param({"rates": (0.001,) * 24}, 57 * MINUTE, 63 * MINUTE, id="never over the ceiling"),
        pytest.param({"rates": (0.001,) * 24, "last_new": NOW - 4 * DAY}, 114 * MINUTE, 126 * MINUTE, id="a silent feed waits longer"),
        pytest.param({"rates": (0.1,) * 24}, 22 * MINUTE, 26 * MINUTE, id="until a 25th of an entry is expected"),
        pytest.param({"rates": (2.0,) * 24}, 11 * MINUTE, 12.5 * MINUTE, id="a busy feed's entries may wait together"),
        pytest.param({"rates": (2.0,) * 24, "last_new": NOW - 10 * MINUTE}, 5 * MINUTE, 7 * MINUTE, id="twice as often after news"),
        pytest.param({"rates": (0.1,) * 24, "last_new": NOW - 10 * MINUTE}, 11 * MINUTE, 13 * MINUTE, id="a quiet one too"),
        pytest.param({"rates": (0.1,) * 24, "haste": 0.5}, 11 * MINUTE, 13 * MINUTE, id="in haste after a possible gap"),
        pytest.param({"wait": 3 * 3600}, 3 * HOUR, 3 * HOUR, id="never before the ttl"),
        pytest.param({"wait": 7 * 86400}, DAY, DAY, id="but a ttl of a week means a day"),
        pytest.param({"fresh_for": 2 * HOUR}, 2 * HOUR, 2 * HOUR, id="never before max-age"),
        pytest.param({"skip_hours": (12, 13)}, 2 * HOUR, 2 * HOUR, id="not in skipped hours"),
        pytest.param({"skip_days": (0,)}, 12 * HOUR, 12 * HOUR, id="not on skipped days"),
        pytest.param({"spec": SPEC.model_copy(update={"interval": 10 * MINUTE}), "wait": 3600.0}, 9 * MINUTE, 11 * MINUTE, id="the operator's interval stands above"),
        pytest.param({"spec": SPEC.model_copy(update={"sentinel": True})}, 4.5 * MINUTE, 5.5 * MINUTE, id="a sentinel is asked every five minutes"),
    ],
)  # fmt: skip
def test_the_wait_after_an_answer(changes, least, most):
    assert least <= wait(**changes) <= most


@pytest.mark.parametrize(
    ("failures", "hours"),
    [(1, 1 / 12), (2, 1 / 6), (5, 4 / 3), (9, 64 / 3), (10, 24), (60, 24)],
)
def test_failures_double_the_wait_up_to_a_day(failures, hours):
    due = schedule.after_failure(state(failures=failures), retry_after=None, now=NOW)
    assert (due - NOW) / HOUR == pytest.approx(hours, rel=0.051)


def test_after_a_month_of_failures_the_wait_is_a_week():
    due = schedule.after_failure(state(failures=60, failing_since=NOW - 31 * DAY), retry_after=None, now=NOW)
    assert due - NOW > 6 * DAY


def test_retry_after_is_a_lower_bound():
    due = schedule.after_failure(state(failures=1), retry_after=2 * HOUR, now=NOW)
    assert due == NOW + 2 * HOUR + timedelta(seconds=10)


def test_a_feed_is_gone_after_three_sightings_over_48_hours():
    moment, gone = NOW, state()
    for _ in range(2):
        gone = schedule.seen_gone(gone, moment)
        gone = schedule.seen_gone(gone, moment + HOUR)  # the same sighting
        assert not schedule.is_gone(gone)
        assert schedule.after_failure(gone, retry_after=None, now=moment) == moment + DAY
        moment += DAY
    gone = schedule.seen_gone(gone, moment)
    assert schedule.is_gone(gone)
    assert schedule.after_failure(gone, retry_after=None, now=moment) - moment > 365 * DAY


def test_jitter_is_small_and_the_same_each_time():
    values = {schedule.jitter(f"feed-{n}", NOW) for n in range(200)}
    assert all(0.95 <= value <= 1.05 for value in values)
    assert len(values) > 150
    assert schedule.jitter("a", NOW) == schedule.jitter("a", NOW)


def test_a_rhythm_learns_its_hours():
    since, rates = NOW, (0.5,) * 24
    at = since
    for day in range(28):
        moment = NOW + day * DAY
        rates = rhythm.learn(
            rates, at, [moment.replace(hour=6, minute=m) for m in (0, 20, 40)], since=since, now=moment
        )
        at = moment
    assert rates[6] == pytest.approx(3.0, rel=0.25)
    assert max(rates[h] for h in range(24) if h != 6) < 0.1


def test_a_rhythm_fades_where_nothing_comes():
    faded = rhythm.rates_at((1.0,) * 24, NOW, since=NOW - 60 * DAY, now=NOW + 14 * DAY)
    assert faded[0] == pytest.approx(0.5, rel=0.1)


def test_the_first_window_gives_the_first_rhythm():
    assert rhythm.first_rates([NOW - n * HOUR for n in range(1, 11)], now=NOW) == (1.0,) * 24
    assert rhythm.first_rates([], now=NOW) == (0.5,) * 24


def test_a_restart_keeps_the_due_time():
    due = NOW + 17 * MINUTE
    assert replace(state(), due=due).due == due
