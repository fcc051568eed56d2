import time
from datetime import UTC, datetime

import pytest

from ingest.dates import believable, from_http, from_iso, from_struct

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2026-03-01T13:00:00+01:00", NOW, id="an offset"),
        pytest.param("2026-03-01T12:00:00.123456789Z", NOW, id="nanoseconds"),
        pytest.param("2026-03-01T12:00:00", NOW, id="no zone means UTC"),
        pytest.param("yesterday", None, id="words"),
        pytest.param(None, None, id="nothing"),
        pytest.param("0001-01-01T00:00:00+14:00", None, id="before the calendar"),
    ],
)
def test_iso_dates(text, moment):
    assert from_iso(text) == moment


def test_http_dates():
    assert from_http("Sun, 01 Mar 2026 12:00:00 GMT") == NOW
    assert from_http("never") is None
    assert from_http("-1") is None


def test_struct_dates():
    assert from_struct(time.struct_time((2026, 3, 1, 12, 0, 0, 0, 0, 0))) == NOW
    assert from_struct(None) is None


@pytest.mark.parametrize(
    ("moment", "believed"),
    [
        pytest.param(datetime(1970, 1, 1, tzinfo=UTC), False, id="1970"),
        pytest.param(NOW.replace(hour=14), False, id="two hours ahead"),
        pytest.param(NOW.replace(minute=59), True, id="59 minutes ahead"),
        pytest.param(NOW.replace(year=2010), True, id="an old article"),
    ],
)
def test_what_is_believed(moment, believed):
    assert (believable(moment, seen=NOW) == moment) is believed
