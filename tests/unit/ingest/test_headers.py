from datetime import UTC, datetime, timedelta

import pytest

from ingest.headers import fresh_for, reservation, retry_after

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        pytest.param("3600", HOUR, id="seconds"),
        pytest.param("Sun, 01 Mar 2026 13:00:00 GMT", HOUR, id="a date"),
        pytest.param("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(), id="a date gone by"),
        pytest.param("99999999999999", None, id="more digits than sense"),
        pytest.param("soon", None, id="words"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_retry_after_in_both_forms(value, wait):
    assert retry_after(value, now=NOW) == wait


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        pytest.param({"cache-control": "public, max-age=3600"}, HOUR, id="max-age"),
        pytest.param({"cache-control": "max-age=3600", "age": "1800"}, HOUR / 2, id="less its age"),
        pytest.param({"cache-control": "max-age=60", "age": "600"}, None, id="stale already"),
        pytest.param({"cache-control": "no-cache, max-age=3600"}, None, id="no-cache"),
        pytest.param({"cache-control": "s-maxage=3600"}, None, id="for shared caches only"),
        pytest.param({"expires": "Sun, 01 Mar 2026 13:00:00 GMT"}, HOUR, id="Expires"),
        pytest.param({"expires": "Sun, 01 Mar 2026 13:00:00 GMT", "date": "Sun, 01 Mar 2026 12:30:00 GMT"}, HOUR / 2, id="Expires by the server's own clock"),
        pytest.param({"expires": "0"}, None, id="Expires: 0"),
        pytest.param({"cache-control": "max-age=60", "expires": "Sun, 01 Mar 2026 13:00:00 GMT"}, timedelta(minutes=1), id="max-age before Expires"),
        pytest.param({}, None, id="nothing"),
    ],
)  # fmt: skip
def test_how_long_an_answer_stays_fresh(headers, fresh):
    assert fresh_for(headers, now=NOW) == fresh


def test_reservations_are_recorded():
    assert (
        reservation({"tdm-reservation": "1", "tdm-policy": "https://e.com/p"})
        == "tdm-reservation https://e.com/p"
    )
    assert reservation({"x-robots-tag": "noai"}) == "x-robots-tag noai"
    assert reservation({"tdm-reservation": "0"}) is None
