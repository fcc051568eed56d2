"""Two lanes over one ledger: an alerter that was thought dead wakes up beside the standby that took over."""

import sqlite3
from datetime import timedelta

import pytest

from alerts.lane import Lane
from alerts.ledger import moved
from alerts.ledger_sqlite import SqliteLedger
from tocsin.errors import DeliveryFault
from tocsin.model import Delivery, Notification, Reason
from tocsin.testing.clock import ManualClock
from tocsin.testing.signals import NOON

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
NOTE = Notification(id="n", subject="i", step=1, receiver="desk", reason=Reason.FIRST, at=NOON, title="hello")


class Channel:
    """A receiver that remembers what it accepted."""

    looks_up = True

    def __init__(self):
        self.accepted = []

    async def post(self, note, *, root, late):
        self.accepted.append(note.id)
        return str(len(self.accepted))

    async def find(self, note, *, root, since):
        return None


class Frozen:
    """A ledger during whose n-th call the process stands still; what others do meanwhile happens then."""

    def __init__(self, ledger, call, meanwhile):
        self._ledger, self._call, self._meanwhile = ledger, call, meanwhile

    def __getattr__(self, name):
        def called(*arguments, **options):
            if name != self._call:
                return getattr(self._ledger, name)(*arguments, **options)
            self._call = None
            if name == "waiting":
                found = self._ledger.waiting(*arguments)
                self._meanwhile()
                return found
            done = self._ledger.move(*arguments, **options)
            self._meanwhile()
            return done

        return called


@pytest.fixture
def ledger():
    ledger = SqliteLedger(sqlite3.connect(":memory:", isolation_level=None))
    ledger.plan([NOTE])
    return ledger


@pytest.mark.parametrize("call", ["waiting", "move"])
async def test_who_stood_still_says_nothing_that_the_standby_has_said(ledger, call):
    clock, channel = ManualClock(NOON), Channel()

    def lane(over):
        return Lane("desk", channel, over, clock, tell_second=lambda *_: None)

    def taken_over():
        clock.advance(20 * SECOND)
        for status in (Delivery.FAILED, Delivery.SENDING, Delivery.SENT):
            entry = ledger.get("n").entry
            if entry.status is Delivery.PLANNED and status is Delivery.FAILED:
                continue
            ledger.move(moved(entry, status, clock.now(), ts="7"), expected=entry.status)
        channel.accepted.append("n")

    await lane(Frozen(ledger, call, taken_over)).step()
    assert channel.accepted == ["n"]
    assert ledger.get("n").entry.status is Delivery.SENT


async def test_a_slow_ledger_alone_holds_up_no_message(ledger):
    clock, channel = ManualClock(NOON), Channel()
    slow = Frozen(ledger, "move", lambda: clock.advance(20 * SECOND))
    await Lane("desk", channel, slow, clock, tell_second=lambda *_: None).step()
    assert channel.accepted == ["n"]


@pytest.mark.parametrize("fault", [DeliveryFault("too long", retry=False), DeliveryFault("busy", retry=True)])
async def test_what_the_standby_has_delivered_is_neither_dead_nor_passed_on(ledger, fault, caplog):
    clock, told = ManualClock(NOON), []

    class Refusing(Channel):
        async def post(self, note, *, root, late):
            clock.advance(HOUR)
            for status in (Delivery.FAILED, Delivery.SENDING, Delivery.SENT):
                entry = ledger.get("n").entry
                ledger.move(moved(entry, status, clock.now(), ts="7"), expected=entry.status)
            raise fault

    entry = ledger.get("n").entry
    for status in (Delivery.SENDING, Delivery.FAILED):  # it has been failing before
        ledger.move(moved(entry, status, NOON - HOUR), expected=entry.status)
        entry = ledger.get("n").entry
    await Lane("desk", Refusing(), ledger, clock, tell_second=lambda *what: told.append(what)).step()
    assert ledger.get("n").entry.status is Delivery.SENT
    assert told == []
    assert "NOT DELIVERED" not in caplog.text


async def test_what_the_standby_delivers_in_the_last_moment_is_not_called_dead(ledger, caplog):
    clock, told = ManualClock(NOON), []

    class Refusing(Channel):
        async def post(self, note, *, root, late):
            raise DeliveryFault("too long", retry=False)

    def passed_on(*what):
        told.append(what)
        sending = ledger.get("n").entry
        ledger.move(moved(sending, Delivery.SENT, clock.now(), ts="7"), expected=Delivery.SENDING)

    await Lane("desk", Refusing(), ledger, clock, tell_second=passed_on).step()
    assert len(told) == 1
    assert ledger.get("n").entry.status is Delivery.SENT
    assert "NOT DELIVERED" not in caplog.text
