"""How long a message is tried again, who hears of it meanwhile, and that none dies unseen."""

import asyncio
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.deliver import Deliverer
from alerts.ledger import moved, planned
from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers.email import Mailbox
from alerts.spec import ReceiverSpec
from alerts.spec.routes import EmailReceiver
from alerts.undelivered import in_words, undelivered
from tests.unit.alerts.test_order import CRITICAL, HIGH, WATCH, Door, note
from tocsin.errors import DeliveryFault, ReceiverGone
from tocsin.model import Delivery, Reason
from tocsin.testing.clock import ManualClock
from tocsin.testing.signals import NOON

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BUSY = DeliveryFault("busy", retry=True)
GONE = ReceiverGone("the webhook answered 404")
AWAY = DeliveryFault("no route", retry=True, whole=True)
REFUSED = DeliveryFault("too long", retry=False)


class Two:
    """A desk and its second over one ledger, in virtual time."""

    def __init__(self, *, each_other=False):
        self.clock = ManualClock(NOON)
        self.desk, self.second = Door(self.clock), Door(self.clock)
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.ledger = SqliteLedger(self.connection)
        back = {"second": "desk"} if each_other else {}
        self.specs = {
            "desk": ReceiverSpec.model_validate({"name": "desk", "log": {}, "second": "second"}),
            "second": ReceiverSpec.model_validate({"name": "second", "log": {}, **back}),
        }
        self.start()

    def start(self):
        receivers = {"desk": self.desk, "second": self.second}
        self.deliverer = Deliverer(self.ledger, receivers, self.specs, clock=self.clock)

    async def deliver(self, patience):
        end = self.clock.now() + patience
        await self.deliverer.drain(patience, self.clock.sleep)
        self.clock.reach(end)

    def status(self, name):
        return self.ledger.get(name).entry.status


@pytest.fixture
def two():
    two = Two()
    yield two
    two.connection.close()


@pytest.mark.parametrize(
    ("fault", "lasts", "status"),
    [
        pytest.param(GONE, MINUTE, Delivery.SENT, id="a webhook that is exchanged"),
        pytest.param(GONE, HOUR, Delivery.DEAD, id="a webhook that is gone"),
        pytest.param(BUSY, 20 * HOUR, Delivery.SENT, id="busy for most of a day"),
        pytest.param(BUSY, 25 * HOUR, Delivery.DEAD, id="busy for longer"),
        pytest.param(AWAY, 3 * DAY, Delivery.SENT, id="no network for three days"),
        pytest.param(REFUSED, MINUTE, Delivery.DEAD, id="refused for good"),
        pytest.param(KeyError("colour"), MINUTE, Delivery.SENT, id="a bug that passes"),
        pytest.param(KeyError("colour"), 25 * HOUR, Delivery.DEAD, id="a bug that stays"),
    ],
)  # fmt: skip
async def test_a_message_is_tried_again_for_as_long_as_its_fault_deserves(two, fault, lasts, status):
    two.ledger.plan([note("a")])
    two.desk.refuses["all"] = fault
    await two.deliver(lasts)
    two.desk.refuses.clear()
    await two.deliver(HOUR)
    assert two.status("a") is status


@pytest.mark.parametrize("find", [None, BUSY])
async def test_what_stays_in_doubt_for_more_than_a_day_is_dead(two, find):
    two.desk.looks_up = True
    two.desk.refuses |= {"a": DeliveryFault("no answer", retry=True, unknown=True), "find a": find}
    two.ledger.plan([note("a"), note("b")])
    await two.deliver(25 * HOUR)
    assert (two.status("a"), two.status("b")) == (Delivery.DEAD, Delivery.SENT)
    assert "a+second" in [one.id for one in two.second.said]


async def test_time_in_which_nobody_tried_does_not_count(two):
    two.desk.looks_up = True
    two.desk.refuses |= {"a": DeliveryFault("no answer", retry=True, unknown=True), "find a": BUSY}
    two.ledger.plan([note("a")])
    await two.deliver(SECOND)
    assert two.status("a") is Delivery.SENDING
    two.clock.advance(3 * DAY)
    two.start()
    await two.deliver(MINUTE)
    two.desk.refuses.clear()
    await two.deliver(HOUR)
    assert two.status("a") is Delivery.SENT


@pytest.mark.parametrize(("fault", "notice"), [(GONE, Reason.DEAD_RECEIVER), (REFUSED, Reason.REFUSED)])
async def test_an_alert_that_dies_is_said_loudly_and_on_the_second(two, fault, notice, caplog):
    two.ledger.plan([note("a")])
    two.desk.refuses["all"] = fault
    await two.deliver(HOUR)
    (said,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "ALERT NOT DELIVERED to desk" in said.getMessage()
    assert "Osh" in said.getMessage()
    assert str(fault) in said.getMessage()
    assert [one.reason for one in two.second.said] == [notice, Reason.FIRST]


@pytest.mark.parametrize("fault", [BUSY, AWAY, GONE])
async def test_the_second_gets_what_waits_for_more_than_five_minutes(two, fault):
    two.ledger.plan([note("a"), note("b")])
    two.desk.refuses["all"] = fault
    await two.deliver(5 * MINUTE - SECOND)
    assert two.second.said == []
    await two.deliver(15 * SECOND)
    assert sorted(one.id for one in two.second.said if one.reason is Reason.FIRST) == ["a+second", "b+second"]
    two.desk.refuses.clear()
    await two.deliver(10 * MINUTE)
    assert sorted(one.id for one in two.desk.said) == (["b"] if fault is GONE else ["a", "b"])


async def test_two_that_are_each_others_second_do_not_pass_a_message_on_for_ever():
    two = Two(each_other=True)
    two.ledger.plan([note("a")])
    two.desk.refuses["all"] = two.second.refuses["all"] = REFUSED
    await two.deliver(DAY)
    copies = [one.id for one in two.ledger.entries() if one.id.startswith("a")]
    assert sorted(copies) == ["a", "a+second", "a+second+desk"]
    two.connection.close()


async def test_a_restart_does_not_begin_the_day_anew(two):
    two.ledger.plan([note("a")])
    two.desk.refuses["all"] = BUSY
    for _ in range(5):
        await two.deliver(5 * HOUR)
        two.start()
    assert two.status("a") is Delivery.DEAD


def test_a_ledger_of_an_older_version_is_taken_over():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    ledger = SqliteLedger(connection)
    ledger.plan([note("a")])
    connection.execute("ALTER TABLE ledger DROP COLUMN failing_since")
    ledger = SqliteLedger(connection)
    sending = moved(planned(note("a")), Delivery.SENDING, NOON)
    ledger.move(sending, expected=Delivery.PLANNED)
    failed = moved(sending, Delivery.FAILED, NOON + MINUTE)
    ledger.move(failed, expected=Delivery.SENDING)
    assert ledger.get("a").entry.failing_since == NOON + MINUTE
    connection.close()


async def test_what_was_not_delivered_can_be_asked_for(two):
    two.ledger.plan([note("a"), note("b"), note("c")])
    two.desk.refuses |= {"a": REFUSED, "b": BUSY}
    await two.deliver(10 * MINUTE)
    assert [one.dead for one in undelivered(two.ledger, two.clock.now())] == [True]
    await two.deliver(10 * MINUTE)
    dead, waits = undelivered(two.ledger, two.clock.now())
    assert (dead.receiver, dead.error, dead.dead) == ("desk", "too long", True)
    assert (waits.planned, waits.error, waits.dead) == (NOON, "busy", False)
    assert "Osh" in waits.what
    told = in_words([dead, waits])
    assert told == f"1 alert not delivered (desk); 1 alert waiting since {NOON:%Y-%m-%d %H:%M} UTC (desk)"
    two.clock.advance(DAY)
    assert [one.dead for one in undelivered(two.ledger, two.clock.now())] == [False]


async def test_what_waits_for_a_receiver_that_is_gone_from_the_configuration_is_dead_after_a_day(two, caplog):
    two.ledger.plan([replace(note("a"), receiver="pager")])
    two.deliverer.bury()
    assert two.status("a") is Delivery.PLANNED
    two.clock.advance(DAY)
    task = asyncio.create_task(two.deliverer.run())
    await asyncio.sleep(0.01)
    await two.deliverer.end(task, SECOND)
    assert two.status("a") is Delivery.DEAD
    assert "ALERT NOT DELIVERED to pager" in caplog.text


async def test_the_second_gets_the_newest_facts(two):
    two.desk.refuses["all"] = AWAY
    two.ledger.plan([note("a", "s", level=HIGH)])
    await two.deliver(MINUTE)
    two.ledger.plan([note("b", "s", level=CRITICAL, edit=True, root="a", step=2)])
    await two.deliver(10 * MINUTE)
    (copy,) = [one for one in two.second.said if one.reason is Reason.FIRST]
    assert copy.level is CRITICAL


async def test_a_storm_on_the_second_has_its_lines(two):
    two.desk.refuses["all"] = AWAY
    two.ledger.plan([note(f"n{number}", level=WATCH) for number in range(60)])
    await two.deliver(10 * MINUTE)
    (storm,) = [one for one in two.second.said if one.reason is Reason.STORM]
    assert len(storm.lines) == 7


async def test_a_message_that_newer_ones_speak_for_waits_since_the_first(two):
    two.desk.refuses["all"] = BUSY
    two.ledger.plan([note("a", "s")])
    await two.deliver(10 * MINUTE)
    two.ledger.plan([note("b", "s", reason=Reason.LEVEL_UP, root="a", at=two.clock.now())])
    await two.deliver(10 * MINUTE)
    (one,) = [one for one in undelivered(two.ledger, two.clock.now()) if one.receiver == "desk"]
    assert one.planned == NOON


class Mailserver:
    """A mail server that answers each command with what it is told to (RFC 5321)."""

    def __init__(self, **answers):
        self.answers, self.mails = answers, 0

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader, writer):
        writer.write(f"{self.answers.get('hello', 220)} mail\r\n".encode())
        while line := await reader.readline():
            verb = line[:4].decode().strip().lower()
            if verb == "data":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                self.mails += 1
            answer = self.answers.get(verb, 221 if verb == "quit" else 250)
            writer.write(f"{answer} {verb}\r\n".encode())
            if verb == "quit":
                break
        writer.close()


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        pytest.param({}, None, id="taken"),
        pytest.param({"quit": 421}, None, id="taken, and no good-bye"),
        pytest.param({"rcpt": 450}, (True, False), id="greylisted"),
        pytest.param({"rcpt": 550}, (False, False), id="no such mailbox"),
        pytest.param({"mail": 451}, (True, False), id="a fault of the server"),
        pytest.param({"data": 552}, (False, False), id="too large"),
        pytest.param({"mail": 421}, (True, True), id="it closes"),
        pytest.param({"hello": 554}, (True, True), id="it takes nobody"),
    ],
)
async def test_a_mail_server_says_whether_to_try_again(answers, fault):
    async with Mailserver(**answers) as server:
        spec = EmailReceiver(
            to=("desk@example.org",),
            sender="tocsin@example.org",
            host="127.0.0.1",
            port=server.port,
            security="none",
        )
        mailbox = Mailbox(spec)
        if fault is None:
            await mailbox.post(note("a"), root=None, late=False, look=lambda: None)
            assert server.mails == 1
            return
        with pytest.raises(DeliveryFault) as found:
            await mailbox.post(note("a"), root=None, late=False, look=lambda: None)
        assert (found.value.retry, found.value.whole) == fault
        server.answers.clear()
        await mailbox.post(note("a"), root=None, late=False, look=lambda: None)
        assert server.mails == 1 + ("data" in answers)
