from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from alerts.buttons import pressed
from alerts.deadman import DeadMan, Heartbeat
from alerts.digest import digest_of, is_empty, next_digest
from alerts.doctor import check_slack
from alerts.lifecycle import TABLE, Case
from alerts.lines import Account
from alerts.mute import is_quiet
from alerts.receivers.email import letter
from alerts.receivers.webhook import Webhook, payload
from alerts.render.digest_lines import digest_lines
from alerts.render.hostile import cut, safe, web_link
from alerts.rules.magnitude import ratio_low
from alerts.spec import Digest, QuietHours
from alerts.spec.routes import EmailReceiver
from alerts.state import Times
from alerts.ticks import ticked
from tocsin.atlas import shipped
from tocsin.errors import DeliveryFault, ReceiverGone
from tocsin.model import ActionKind, IncidentLevel, Phase, Tick
from tocsin.testing.messages import osh
from tocsin.testing.signals import NOON
from tocsin.testing.slack import TOKEN, FakeSlack

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_the_table_of_lifecycles_answers_every_case():
    assert set(TABLE) == set(product((None, *Phase), Case, (False, True)))


def test_no_data_changes_no_alert_that_stands():
    for phase, over in product((Phase.PENDING, Phase.FIRING), (False, True)):
        assert TABLE[phase, Case.BLIND, over] is phase


@pytest.mark.parametrize(("stories", "expected"), [(3, 0.2), (11, 0.1), (40, 8.0), (400, 100.0)])
def test_the_lower_ratio_agrees_with_the_exact_gamma_quantile(stories, expected):
    from scipy.special import gammaincinv

    exact = gammaincinv(stories + 0.5, 0.05) / expected
    assert ratio_low(stories, expected) == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(21, False), (22, True), (2, True), (5, True), (6, False), (12, False)]
)
def test_quiet_hours_reach_over_midnight(hour, quiet):
    hours = QuietHours.model_validate({"from": "22:00", "until": "06:00"})
    incident = osh().incident
    assert is_quiet(hours, incident, NOON.replace(hour=hour)) == quiet
    critical = replace(incident, level=IncidentLevel.CRITICAL)
    assert not is_quiet(hours, critical, NOON.replace(hour=hour))


def test_quiet_hours_of_friday_night_reach_into_saturday():
    hours = QuietHours.model_validate({"from": "22:00", "until": "06:00", "days": ["fri"]})
    friday = NOON  # 11 June 2010
    assert is_quiet(hours, osh().incident, friday + 15 * HOUR)
    assert not is_quiet(hours, osh().incident, friday - 9 * HOUR)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param({"to": ["log"], "at": ["06:00", "18:00"]}, NOON.replace(hour=18), id="later today"),
        pytest.param({"to": ["log"], "at": ["06:00"]}, NOON.replace(day=12, hour=6), id="tomorrow"),
        pytest.param(
            {"to": ["log"], "at": ["06:00"], "days": ["mon"]}, NOON.replace(day=14, hour=6), id="on Monday"
        ),
        pytest.param(
            {"to": ["log"], "at": ["06:00"], "utc_offset": -8}, NOON.replace(hour=14), id="in another zone"
        ),
    ],
)
def test_the_next_digest_is_due(spec, expected):
    assert next_digest(Digest.model_validate(spec), NOON) == expected


def test_a_digest_of_nothing_is_empty():
    assert is_empty(digest_of([], [], [], since=NOON - HOUR, until=NOON))


@pytest.mark.parametrize(
    ("weeks", "language", "said"),
    [
        pytest.param(1 / 168, "en", "budget of 1 hour: 2.5; alerts opened in that time: 3.", id="an hour"),
        pytest.param(47 / 168, "en", "budget of 47 hours: 2.5;", id="not yet two days"),
        pytest.param(2.5, "en", "budget of 17 days: 2.5;", id="two weeks and a half"),
        pytest.param(1, "en", "budget of 1 week: 2.5;", id="a week"),
        pytest.param(4, "en", "budget of 4 weeks: 2.5;", id="four weeks"),
        pytest.param(
            4, "de", "Budget für 4 Wochen: 2,5; Alarme in dieser Zeit: 3.", id="four weeks in German"
        ),
        pytest.param(1 / 168, "de", "Budget für 1 Stunde: 2,5;", id="an hour in German"),
    ],
)
def test_a_digest_says_how_far_back_its_budget_reaches(weeks, language, said):
    account = Account(weeks=weeks, expected=2.5, happened=3, lines=())
    found = digest_of([], [], [], since=NOON - HOUR, until=NOON, account=account)
    assert said in digest_lines(found, language, shipped())[-1]


#      p0  12:00 12:01 12:02 12:03 ...   the slower partition keeps the time back,
#      p1  12:00                   12:09  unless it is more than five minutes behind
def test_time_is_the_smallest_latest_tick_of_those_that_keep_up():
    times = Times()
    for minute, partition, now in [(0, 0, 0), (0, 1, 0), (3, 0, 0), (2, 1, 2), (9, 0, 9), (1, 1, 9)]:
        times = ticked(times, Tick(at=NOON + minute * MINUTE, partition=partition))
        assert times.now == NOON + now * MINUTE


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("hello world", 6, "hello…", id="plain"),
        pytest.param("e\u0301" * 5, 4, "e\u0301…", id="a letter with its accent"),
        pytest.param("👩‍👩‍👧" * 3, 7, "👩‍👩‍👧…", id="a family"),
        pytest.param("🇰🇬🇺🇿🇹🇯", 4, "🇰🇬…", id="flags"),
    ],
)
def test_text_is_cut_between_what_people_see_as_characters(text, limit, shown):
    assert cut(text, limit) == shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a b", "https://a|b", "https://x/<y>", "ftp://x", None]
)
def test_links_that_are_none_are_not_shown(url):
    assert web_link(url) is None


def test_hebrew_and_arabic_are_isolated():
    assert safe("تفجير") == "\u2068تفجير\u2069"
    assert safe("plain") == "plain"


def press(action, *, user="U1", muters=(), incident=None):
    found = osh().incident if incident is None else incident
    envelope = {
        "type": "block_actions", "user": {"id": user, "name": "ann"}, "channel": {"id": "C1"}, "actions": [action],
    }  # fmt: skip
    return pressed("env-1", envelope, now=NOON, find={found.id: found}.get, muters=muters), found


def chosen(word, incident):
    return {"action_id": "snooze", "selected_option": {"value": f"{word}|{incident.id}"}}


def test_ack_becomes_an_action_named_for_its_envelope():
    found, incident = press({"action_id": "ack", "value": osh().incident.id})
    assert (found.action.id, found.action.kind, found.action.by) == ("env-1", ActionKind.ACK, "ann")
    assert found.action.incident == incident.id


@pytest.mark.parametrize(
    ("word", "until"),
    [
        ("1h", NOON + HOUR),
        ("4h", NOON + 4 * HOUR),
        ("morning", NOON.replace(day=12, hour=8)),
        ("worse", None),
    ],
)
def test_a_snooze_ends_when_it_says(word, until):
    found, _ = press(chosen(word, osh().incident))
    assert (found.action.kind, found.action.until) == (ActionKind.SNOOZE, until)


def test_only_those_on_the_list_may_mute_a_rule():
    refused, _ = press(chosen("mute", osh().incident))
    assert refused.action is None
    assert "rule_muters" in refused.answer
    allowed, incident = press(chosen("mute", osh().incident), muters=("U1",))
    assert allowed.action.silence.rules == (incident.rule,)


def test_a_stale_button_gets_an_answer_and_does_nothing():
    over = replace(osh().incident, level=IncidentLevel.CLOSED)
    found, _ = press({"action_id": "ack", "value": over.id}, incident=over)
    assert found.action is None
    assert "over" in found.answer


async def test_a_press_over_the_socket_reaches_the_log_and_answers_only_the_person():
    from alerts.socket import SlackButtons
    from tocsin.testing.clock import ManualClock

    incident, taken = osh().incident, []
    async with FakeSlack() as slack:
        buttons = SlackButtons(
            app_token="xapp-1", token=TOKEN, find={incident.id: incident}.get, put=taken.append,
            clock=ManualClock(NOON), base_url=slack.url,
        )  # fmt: skip
        body = {"type": "block_actions", "user": {"id": "U1"}, "channel": {"id": "C1"}}
        await buttons.handle("e1", body | {"actions": [{"action_id": "ack", "value": incident.id}]})
        await buttons.handle("e2", body | {"actions": [chosen("mute", incident)]})
        await buttons.close()
        assert [action.kind for action in taken] == [ActionKind.ACK]
        assert [user for user, _ in slack.whispers] == ["U1"]


@pytest.mark.parametrize(
    ("setup", "wrong"),
    [
        pytest.param({}, [], id="all is well"),
        pytest.param({"scopes": ("chat:write", "groups:history", "groups:read")}, [], id="a private channel"),
        pytest.param(
            {"scopes": ("chat:write", "channels:read")},
            ["scope channels:history is missing"],
            id="a scope is missing",
        ),
        pytest.param({"members": False}, ["the bot is not in channel C1"], id="not invited"),
        pytest.param({"channels": ("C9",)}, ["channel C1: channel_not_found"], id="no such channel"),
        pytest.param(
            {"refuses": {"auth.test": "token_revoked"}},
            ["Slack refuses the token: token_revoked"],
            id="revoked",
        ),
    ],
)
async def test_the_doctor_says_what_is_missing_and_the_mend(setup, wrong):
    async with FakeSlack(**setup) as slack:
        found = await check_slack(TOKEN, "C1", base_url=slack.url)
    assert [one.what for one in found if not one.ok] == wrong
    assert all(one.mend for one in found if not one.ok)


def test_two_periods_without_the_canary_are_said_once():
    switch = DeadMan()
    first = switch.send(NOON)
    assert switch.send(NOON + MINUTE) is None
    told = {"log": "en", "mail": "de"}
    assert switch.overdue(NOON + 29 * MINUTE, told) == []
    assert [note.receiver for note in switch.overdue(NOON + 30 * MINUTE, told)] == ["log", "mail"]
    assert switch.overdue(NOON + 31 * MINUTE, told) == []
    switch.came_back(first.canary)
    assert switch.sent == {}
    assert not switch.warned


def test_a_canary_that_is_home_is_not_sent_again_in_its_period():
    switch = DeadMan()
    first = switch.send(NOON)
    switch.came_back(first.canary)
    assert switch.send(NOON + MINUTE) is None
    assert switch.send(NOON + 15 * MINUTE).canary != first.canary


async def test_a_heartbeat_that_nobody_answers_is_no_exception():
    assert not await Heartbeat("http://127.0.0.1:9/", timeout=2).beat()


def test_a_webhook_has_the_shape_of_alertmanagers():
    body = payload(osh(), "pager", "en")
    assert (body["version"], body["status"], body["receiver"]) == ("4", "firing", "pager")
    (alert,) = body["alerts"]
    assert alert["labels"]["alertname"] == "violence-spike"
    assert alert["startsAt"].endswith("Z")
    closed = replace(osh(), incident=replace(osh().incident, level=IncidentLevel.CLOSED))
    assert payload(closed, "pager", "en")["status"] == "resolved"


@pytest.mark.parametrize(
    ("status", "fault", "retry"),
    [
        (200, None, None),
        (503, DeliveryFault, True),
        (429, DeliveryFault, True),
        (408, DeliveryFault, True),
        (400, DeliveryFault, False),
        (404, ReceiverGone, True),
        (403, ReceiverGone, True),
        (410, ReceiverGone, True),
        (302, ReceiverGone, True),
    ],
)
async def test_a_webhook_that_does_not_take_it_says_whether_to_try_again(status, fault, retry):
    from aiohttp import web

    async def answer(request):
        assert (await request.json())["version"] == "4"
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook = Webhook(url=f"http://127.0.0.1:{runner.addresses[0][1]}/", receiver="pager")
    try:
        if fault is None:
            assert await hook.post(osh(), root=None, late=False, look=lambda: None) == osh().id
        else:
            with pytest.raises(fault) as found:
                await hook.post(osh(), root=None, late=False, look=lambda: None)
            assert found.value.retry is retry
    finally:
        await runner.cleanup()


def test_a_mail_answers_the_first_one_and_has_an_id_of_its_own():
    spec = EmailReceiver(to=("desk@example.org",), sender="tocsin@example.org", host="mail.example.org")
    mail = letter(osh(), spec, "de", root="<first@example.org>", late=False)
    assert mail["Message-ID"] == f"<{osh().id}@example.org>"
    assert mail["In-Reply-To"] == "<first@example.org>"
    assert "Gebiet Osch" in mail["Subject"]
    assert "Mindestens 4 Tote" in mail.get_content()
