from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ingest.health import Health, report, row
from ingest.spec import FeedSpec
from tocsin.model import FeedState

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPEC = FeedSpec(id="a", url="https://a.example/", name="A", publisher="A", verified=date(2026, 2, 1))
FINE = FeedState(
    feed="a", url=SPEC.url, due=NOW, first_polled=NOW - 90 * DAY, last_polled=NOW, last_success=NOW,
    last_new=NOW - HOUR, rates=(0.5,) * 24, rates_at=NOW, entries=900, documents=40, fallbacks=10,
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "health"),
    [
        pytest.param(FINE, Health.FINE, id="it answers and brings news"),
        pytest.param(None, Health.WAITING, id="not yet asked"),
        pytest.param(replace(FINE, failures=2, error="too slow"), Health.FAILING, id="it fails"),
        pytest.param(replace(FINE, failures=2, last_success=None), Health.UNSEEN, id="it never answered"),
        pytest.param(replace(FINE, last_new=NOW - 20 * HOUR), Health.FINE, id="a quiet day"),
        pytest.param(replace(FINE, last_new=NOW - 30 * HOUR), Health.SILENT, id="quieter than its rate makes likely"),
        pytest.param(replace(FINE, last_new=NOW - 30 * HOUR, quiet_gap=48.0), Health.FINE, id="it has been that quiet before"),
        pytest.param(replace(FINE, gone=(NOW - 3 * DAY, NOW - 2 * DAY, NOW)), Health.GONE, id="gone for good"),
    ],
)  # fmt: skip
def test_how_a_feed_is(state, health):
    assert row(SPEC, state, now=NOW).health is health


def test_the_row_has_the_figures():
    one = row(SPEC, FINE, now=NOW)
    assert (one.per_day, one.fallback_share, one.silence_hours, one.quiet_gap_hours) == (
        12.0,
        0.25,
        1.0,
        24.0,
    )


def test_what_an_operator_should_know_is_noted():
    state = replace(
        FINE,
        lying_validators=True,
        redirect_to="https://b.example/",
        asked="http://old.example/",
        reservation="x",
    )
    assert len(row(SPEC, state, now=NOW).notes) == 4
    unverified = SPEC.model_copy(update={"verified": None})
    assert row(unverified, None, now=NOW).notes == ("nobody has recorded seeing it alive",)
    assert row(unverified, FINE, now=NOW).notes == ()


def test_the_worst_come_first():
    specs = [SPEC.model_copy(update={"id": name}) for name in ("a", "b", "c")]
    states = {"a": FINE, "b": replace(FINE, feed="b", failures=1)}
    assert [one.feed for one in report(specs, states, now=NOW)] == ["b", "c", "a"]
