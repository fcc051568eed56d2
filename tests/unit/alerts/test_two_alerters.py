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
        self.accepted, self.taken_back = [], []

    async def post(self, note, *, root, late, look):
        look()
        self.accepted.append(note.id)
        return str(len(self.accepted))

    async def take_back(self, ts):
        self.taken_back.append(ts)

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
            done = getattr(self._ledger, name)(*arguments, **options)
            self._meanwhile()
            return done

        return called


@pytest.fixture
def ledger():
    ledger = SqliteLedger(sqlite3.connect(":memory:", isolation_level=None))
    ledger.plan([NOTE])
    return ledger


@pytest.mark.parametrize("call", ["waiting", "move", "merged_into"])
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
        async def post(self, note, *, root, late, look):
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
        async def post(self, note, *, root, late, look):
            raise DeliveryFault("too long", retry=False)

    def passed_on(*what):
        told.append(what)
        sending = ledger.get("n").entry
        ledger.move(moved(sending, Delivery.SENT, clock.now(), ts="7"), expected=Delivery.SENDING)

    await Lane("desk", Refusing(), ledger, clock, tell_second=passed_on).step()
    assert len(told) == 1
    assert ledger.get("n").entry.status is Delivery.SENT
    assert "NOT DELIVERED" not in caplog.text


def settled(ledger, clock, ts="7"):
    """The standby says what is being said, under a name of its own."""
    for status in (Delivery.FAILED, Delivery.SENDING, Delivery.SENT):
        entry = ledger.get("n").entry
        ledger.move(moved(entry, status, clock.now(), ts=ts), expected=entry.status)


async def test_what_both_have_said_is_taken_back_by_the_one_that_came_too_late(ledger, caplog):
    clock = ManualClock(NOON)

    class Between(Channel):
        async def post(self, note, *, root, late, look):
            ts = await super().post(note, root=root, late=late, look=look)
            settled(ledger, clock)
            return ts

    channel = Between()
    await Lane("desk", channel, ledger, clock, tell_second=lambda *_: None).step()
    assert channel.taken_back == ["1"]
    assert ledger.get("n").entry.ts == "7"
    assert "said by two alerters" in caplog.text


async def test_what_the_receiver_does_not_take_back_is_said_in_the_log(ledger, caplog):
    clock = ManualClock(NOON)

    class Stubborn(Channel):
        async def post(self, note, *, root, late, look):
            ts = await super().post(note, root=root, late=late, look=look)
            settled(ledger, clock)
            return ts

        async def take_back(self, ts):
            raise DeliveryFault("cant_delete_message", retry=False)

    await Lane("desk", Stubborn(), ledger, clock, tell_second=lambda *_: None).step()
    assert ledger.get("n").entry.status is Delivery.SENT
    assert "message n stands twice at desk: cant_delete_message" in caplog.text


async def test_what_the_standby_found_at_the_receiver_is_not_taken_back(ledger):
    clock = ManualClock(NOON)

    class Between(Channel):
        async def post(self, note, *, root, late, look):
            ts = await super().post(note, root=root, late=late, look=look)
            settled(ledger, clock, ts)
            return ts

    channel = Between()
    await Lane("desk", channel, ledger, clock, tell_second=lambda *_: None).step()
    assert channel.taken_back == []


async def test_a_ledger_too_slow_to_tell_leaves_the_message_in_doubt_not_unsaid(ledger):
    clock, channel = ManualClock(NOON), Channel()

    class Slow:
        def __getattr__(self, name):
            def called(*arguments, **options):
                clock.advance(6 * SECOND)
                return getattr(ledger, name)(*arguments, **options)

            return called

    await Lane("desk", channel, Slow(), clock, tell_second=lambda *_: None).step()
    assert channel.accepted == []
    assert ledger.get("n").entry.status is Delivery.SENDING
    lane = Lane("desk", channel, ledger, clock, tell_second=lambda *_: None)
    for _ in range(3):
        await lane.step()
    assert channel.accepted == ["n"]
