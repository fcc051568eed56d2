"""A press of a button in Slack, over a real socket, into the log and back into the incident."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.clock import SystemClock
from tocsin.config import load
from tocsin.runtime.buttons import buttons
from tocsin.runtime.embedded.append import SqliteActs, SqliteAppend
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.parts import Parts
from tocsin.testing.ringing import ring
from tocsin.testing.slack import TOKEN, FakeSlack
from tocsin.testing.slack_socket import APP_TOKEN, press_of

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def parts(english):
    return Parts(load(english))


@pytest.fixture
def embedded(tmp_path, parts):
    one = open_embedded(tmp_path, parts, SystemClock())
    ring(one, datetime.now(UTC))
    yield one
    one.close()


@pytest.fixture
async def slack(embedded, parts):
    async with FakeSlack(limited=False) as server:
        settings = {"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_TOKEN": TOKEN, "SLACK_URL": server.url}
        acts = SqliteActs(SqliteAppend(embedded.connect(), embedded.clock))
        async with buttons(
            settings.get,
            lambda: parts.config.routes,
            search=embedded.search,
            put=acts.put,
            clock=embedded.clock,
        ) as listening:
            assert listening
            yield server


def _incident(embedded):
    embedded.engine.drain()
    (found,) = embedded.search.incidents()
    return found


async def _until(holds):
    for _ in range(250):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("not within five seconds")


async def test_ack_in_slack_acknowledges_the_incident_once(embedded, slack):
    incident = _incident(embedded)
    for _ in range(2):  # Slack delivers an envelope again where our answer was lost
        await slack.sockets.press("envelope-1", press_of("ack", incident.id))
    await _until(lambda: _incident(embedded).acked_by is not None)
    after = _incident(embedded)
    assert after.acked_by == "asel"
    assert after.step == incident.step + 1
    assert slack.sockets.acknowledged == ["envelope-1", "envelope-1"]


async def test_snooze_for_an_hour_ends_in_an_hour(embedded, slack):
    before = datetime.now(UTC)
    await slack.sockets.press("envelope-2", press_of("snooze", f"1h|{_incident(embedded).id}"))
    await _until(lambda: _incident(embedded).snoozed_until is not None)
    left = _incident(embedded).snoozed_until - before
    assert timedelta(minutes=59) < left < timedelta(minutes=61)


async def test_who_may_not_mute_is_told_so_alone(embedded, slack):
    await slack.sockets.press("envelope-3", press_of("more", f"mute|{_incident(embedded).id}"))
    await _until(lambda: slack.whispers)
    assert slack.whispers[0][0] == "U1"
    assert "not on the list" in slack.whispers[0][1]


async def test_a_button_of_an_incident_that_is_over_gets_an_answer(slack):
    await slack.sockets.press("envelope-4", press_of("ack", "no-such-incident"))
    await _until(lambda: slack.whispers)
    assert "over" in slack.whispers[0][1]


async def test_without_an_app_token_nobody_listens(embedded, parts):
    async with buttons(
        {"SLACK_TOKEN": TOKEN}.get,
        lambda: parts.config.routes,
        search=embedded.search,
        put=lambda _: None,
        clock=embedded.clock,
    ) as listening:
        assert not listening


async def test_a_slack_out_of_reach_holds_nobody_up_and_is_said_once(
    embedded, parts, unused_tcp_port, caplog
):
    away = f"http://127.0.0.1:{unused_tcp_port}"
    settings = {"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_TOKEN": TOKEN, "SLACK_URL": away}
    async with asyncio.timeout(10):
        async with buttons(
            settings.get,
            lambda: parts.config.routes,
            search=embedded.search,
            put=lambda _: None,
            clock=embedded.clock,
        ):
            await _until(lambda: caplog.records)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 1
    assert "Slack's buttons" in said[0]
    assert APP_TOKEN not in caplog.text
    assert "Traceback" not in caplog.text
