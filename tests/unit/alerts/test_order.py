"""Whose turn it is: what failed yields to others, one incident keeps its order, only a shut door holds up all."""

import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from tests.unit.alerts.test_alert_parts import osh
from tocsin.errors import DeliveryFault
from tocsin.model import Delivery, IncidentLevel, Reason
from tocsin.testing.clock import ManualClock
from tocsin.testing.signals import NOON

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
WATCH, HIGH, CRITICAL = IncidentLevel.WATCH, IncidentLevel.HIGH, IncidentLevel.CRITICAL


class Door:
    """A receiver that refuses as it is told to, and remembers every try."""

    def __init__(self, clock, *, looks_up=False):
        self.clock, self.looks_up = clock, looks_up
        self.refuses = {}  # message or "all" -> the fault it is answered with
        self.tries, self.said = [], []

    async def post(self, note, *, root, late, look):
        self.tries.append((note.id, self.clock.now() - NOON))
        fault = self.refuses.get("all") or self.refuses.get(note.id)
        if fault is not None:
            raise fault
        self.said.append(note)
        return f"ts {note.id}"

    async def edit(self, note, *, ts, late):
        self.said.append(note)

    async def find(self, note, *, root, since):
        fault = self.refuses.get(f"find {note.id}")
        if fault is not None:
            raise fault

    async def close(self):
        pass


class Desk:
    """One lane over one ledger, in virtual time."""

    def __init__(self, door=Door):
        self.clock = ManualClock(NOON)
        self.door = door(self.clock)
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.ledger = SqliteLedger(self.connection)
        self.start()

    def start(self):
        self.deliverer = Deliverer(self.ledger, {"desk": self.door}, {}, clock=self.clock)

    async def deliver(self, *notes, patience=HOUR):
        self.ledger.plan(notes)
        return await self.deliverer.drain(patience, self.clock.sleep)

    def said(self):
        return [note.id for note in self.door.said]

    def status(self, name):
        return self.ledger.get(name).entry.status


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.connection.close()


def note(name, subject=None, *, level=HIGH, reason=Reason.FIRST, root=None, at=NOON, step=1, **more):
    incident = replace(osh().incident, id=subject or name, level=level)
    return replace(
        osh(), step=step, id=name, subject=subject or name, level=level, incident=incident, reason=reason, root=root, at=at,
        receiver="desk", **more,
    )  # fmt: skip


@pytest.mark.parametrize("level", [HIGH, CRITICAL])
@pytest.mark.parametrize(
    ("looks_up", "fault"),
    [
        pytest.param(False, DeliveryFault("busy", retry=True), id="refused each time"),
        pytest.param(True, DeliveryFault("no answer", retry=True, unknown=True), id="in doubt each time"),
        pytest.param(False, KeyError("colour"), id="a bug each time"),
        pytest.param(False, DeliveryFault("shut", retry=True, whole=True), id="looks like a shut door each time"),
    ],
)  # fmt: skip
async def test_a_message_that_always_fails_holds_up_no_other(desk, level, looks_up, fault):
    desk.door.looks_up = looks_up
    desk.door.refuses["a"] = fault
    await desk.deliver(note("a", level=level), note("b"), note("c"), patience=HOUR)
    assert sorted(desk.said()) == ["b", "c"]
    first = dict(reversed(desk.door.tries))
    assert max(first["b"], first["c"]) <= 10 * SECOND
    assert 5 < Counter(name for name, _ in desk.door.tries)["a"] < 40


async def test_a_look_up_that_always_fails_holds_up_no_other(desk):
    desk.door.looks_up = True
    desk.door.refuses |= {
        "a": DeliveryFault("?", retry=True, unknown=True),
        "find a": DeliveryFault("?", retry=True),
    }
    await desk.deliver(note("a", level=CRITICAL), note("b"), patience=HOUR)
    assert desk.said() == ["b"]
    assert desk.status("a") is Delivery.SENDING


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        pytest.param(
            DeliveryFault("slow down", retry=True, after=30 * SECOND, whole=True), 30, id="asked to wait"
        ),
        pytest.param(DeliveryFault("no route", retry=True, whole=True), 2, id="cannot be reached"),
    ],
)
async def test_a_shut_door_is_not_knocked_at_with_every_message(desk, fault, waits, caplog):
    desk.door.refuses["all"] = fault
    await desk.deliver(note("a"), note("b"), patience=(waits - 1) * SECOND)
    assert len(desk.door.tries) == 1
    desk.door.refuses.clear()
    await desk.deliver()
    assert sorted(desk.said()) == ["a", "b"]
    assert [one.getMessage() for one in caplog.records] == [
        f"receiver desk takes no messages: {fault}; all wait", "receiver desk takes messages again",
    ]  # fmt: skip


async def said_later(desk, *notes):
    """Say the first of them, then the rest at once, some time later."""
    await desk.deliver(notes[0])
    desk.clock.advance(4 * HOUR)
    await desk.deliver(*(replace(one, at=desk.clock.now()) for one in notes[1:]))


async def test_one_incident_is_told_in_the_order_in_which_it_happened(desk):
    await said_later(
        desk, note("a"), note("b", "a", reason=Reason.GREW, root="a"),
        note("c", "a", reason=Reason.LEVEL_UP, level=CRITICAL, root="a"),
        note("other"), note("worse", level=CRITICAL),
    )  # fmt: skip
    assert desk.said() == ["a", "b", "c", "worse", "other"]


@pytest.mark.parametrize("reminder_first", [True, False])
async def test_a_reminder_beside_a_step_is_not_said(desk, reminder_first):
    reminder = note("b", "a", reason=Reason.REMINDER, root="a")
    step = note("c", "a", reason=Reason.LEVEL_UP, level=CRITICAL, root="a")
    await said_later(desk, note("a"), *([reminder, step] if reminder_first else [step, reminder]))
    assert desk.said() == ["a", "c"]
    assert desk.ledger.get("b").entry.into == "c"


async def test_a_reminder_alone_is_said(desk):
    await said_later(desk, note("a"), note("b", "a", reason=Reason.REMINDER, root="a"))
    assert desk.said() == ["a", "b"]


async def test_a_step_that_waits_for_its_next_try_is_told_by_the_newer_one_as_loudly(desk):
    desk.door.refuses["b"] = DeliveryFault("busy", retry=True)
    loud = note("b", "a", reason=Reason.LEVEL_UP, level=CRITICAL, root="a", broadcast=True, mention="S1")
    await said_later(
        desk, note("a"), loud, note("c", "a", reason=Reason.FIRST_DEATHS, level=CRITICAL, root="a")
    )
    assert desk.said() == ["a", "c"]
    assert (desk.door.said[-1].broadcast, desk.door.said[-1].mention) == (True, "S1")


async def test_nothing_of_an_incident_goes_out_while_what_was_said_of_it_is_in_doubt(desk):
    desk.door.looks_up = True
    desk.door.refuses["a"] = DeliveryFault("?", retry=True, unknown=True)
    await desk.deliver(note("a"), note("other"), patience=2 * SECOND)
    desk.ledger.plan([note("b", "a", reason=Reason.GREW, root="a")])
    await desk.deliver(patience=SECOND / 2)
    assert desk.said() == ["other"]
    assert desk.status("b") is Delivery.PLANNED
    desk.door.refuses.clear()
    await desk.deliver()
    assert desk.said() == ["other", "b"]


async def test_a_step_in_doubt_whose_first_message_was_never_accepted_is_said_again(desk):
    desk.door.looks_up = True
    desk.door.refuses["a"] = DeliveryFault("too long", retry=False)
    await desk.deliver(note("a"))
    assert desk.status("a") is Delivery.DEAD
    step = note("b", "a", reason=Reason.LEVEL_UP, root="a", step=2)
    desk.door.refuses |= {
        "b": DeliveryFault("no answer", retry=True, unknown=True),
        "find b": DeliveryFault("may not read", retry=False),
    }
    desk.ledger.plan([step])
    await desk.deliverer.step()
    assert desk.status("b") is Delivery.SENDING
    del desk.door.refuses["b"]
    await desk.deliver()
    assert (desk.said(), desk.status("b")) == (["b"], Delivery.SENT), (
        "nothing stands there that could show it"
    )
