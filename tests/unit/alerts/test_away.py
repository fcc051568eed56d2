"""A receiver that is away: what waits reaches its second, and the time does not count against any message."""

import asyncio
from collections import Counter

import pytest

from alerts.ledger_sqlite import SqliteLedger
from tests.unit.alerts.test_order import note
from tests.unit.alerts.test_patience import AWAY, BUSY, DAY, GONE, HOUR, MINUTE, REFUSED, SECOND, Two
from tocsin.errors import DeliveryFault
from tocsin.model import Delivery, Reason

DOUBT = DeliveryFault("no answer", retry=True, unknown=True)
WEEK = DeliveryFault("come back next week", retry=True, whole=True, after=7 * DAY)


@pytest.fixture
def two():
    two = Two()
    two.ledger.plan([note("a"), note("b")])
    yield two
    two.connection.close()


def copies(two):
    return sorted(one.id for one in two.second.said if one.reason is Reason.FIRST)


async def test_the_second_gets_what_stays_in_doubt_for_more_than_five_minutes(two):
    two.desk.looks_up = True
    two.desk.refuses |= {"all": DOUBT, "find a": DOUBT, "find b": DOUBT}
    await two.deliver(4 * MINUTE)
    assert copies(two) == []
    await two.deliver(6 * MINUTE)
    assert copies(two) == ["a+second", "b+second"]
    assert two.status("a") is Delivery.SENDING
    two.desk.refuses.clear()
    await two.deliver(HOUR)
    assert two.status("a") is Delivery.SENT


@pytest.mark.parametrize(
    "course",
    [
        pytest.param([(AWAY, 25 * HOUR), (BUSY, 10 * MINUTE)], id="busy when it comes back"),
        pytest.param([(BUSY, HOUR), (AWAY, 25 * HOUR), (BUSY, HOUR)], id="busy before and after"),
        pytest.param([(AWAY, 12 * MINUTE), (GONE, 4 * MINUTE)], id="exchanged when it comes back"),
        pytest.param([(GONE, 4 * MINUTE), (AWAY, HOUR), (GONE, 4 * MINUTE)], id="exchanged twice"),
    ],
)
async def test_time_in_which_a_receiver_is_away_does_not_count_against_a_message(two, course):
    for fault, lasts in course:
        two.desk.refuses["all"] = fault
        await two.deliver(lasts)
    two.desk.refuses.clear()
    await two.deliver(HOUR)
    assert (two.status("a"), two.status("b")) == (Delivery.SENT, Delivery.SENT)


async def test_days_in_which_a_message_itself_is_refused_add_up(two):
    for fault, lasts in [(BUSY, 14 * HOUR), (AWAY, 25 * HOUR), (BUSY, 14 * HOUR)]:
        two.desk.refuses["all"] = fault
        await two.deliver(lasts)
        two.start()
    assert two.status("a") is Delivery.DEAD


@pytest.mark.parametrize("before", [AWAY, BUSY])
@pytest.mark.parametrize("down", [SECOND, 3 * DAY])
async def test_who_is_interrupted_after_an_outage_tries_again(two, before, down):
    two.desk.looks_up = True
    two.desk.refuses["all"] = before
    await two.deliver(25 * HOUR if before is AWAY else 2 * HOUR)
    two.desk.refuses |= {"all": DOUBT, "find a": DOUBT, "find b": DOUBT}
    await two.deliver(10 * MINUTE)
    assert two.status("a") is Delivery.SENDING
    two.clock.advance(down)
    two.start()
    two.desk.refuses.clear()
    await two.deliver(HOUR)
    assert (two.status("a"), two.status("b")) == (Delivery.SENT, Delivery.SENT)


async def test_a_receiver_that_is_away_when_asked_after_a_doubt_costs_no_message_its_next_try(two):
    two.desk.looks_up = True
    two.desk.refuses |= {"all": DOUBT, "find a": AWAY, "find b": AWAY}
    await two.deliver(25 * HOUR)
    assert copies(two) == ["a+second", "b+second"]
    two.desk.refuses.clear()
    await two.deliver(HOUR)
    assert (two.status("a"), two.status("b")) == (Delivery.SENT, Delivery.SENT)


async def test_an_alerter_that_dies_every_few_minutes_still_tells_the_second(two):
    two.desk.refuses["all"] = AWAY
    for _ in range(4):
        await two.deliver(2 * MINUTE)
        two.start()
    assert copies(two) == ["a+second", "b+second"]


async def test_who_asks_us_to_wait_for_long_silences_neither_the_second_nor_us(two):
    two.desk.refuses["all"] = WEEK
    await two.deliver(5 * MINUTE - SECOND)
    assert copies(two) == []
    await two.deliver(15 * SECOND)
    assert copies(two) == ["a+second", "b+second"]
    two.ledger.plan([note("c", at=two.clock.now())])
    await two.deliver(SECOND)
    assert "c+second" in copies(two)
    two.desk.refuses.clear()
    await two.deliver(HOUR)
    assert sorted(one.id for one in two.desk.said) == ["a", "b", "c"]


class Counting(SqliteLedger):
    """A ledger that counts how often each copy is planned."""

    def __init__(self, connection):
        super().__init__(connection)
        self.plans, self.planned = 0, Counter()

    def plan(self, notes):
        notes = list(notes)
        self.plans += 1
        self.planned.update(one.id for one in notes)
        super().plan(notes)


async def test_what_waits_is_passed_on_once_and_together():
    two = Two()
    two.ledger = Counting(two.connection)
    two.start()
    two.ledger.plan([note(f"n{number}") for number in range(50)])
    two.desk.refuses["all"] = AWAY
    await two.deliver(HOUR)
    assert len(copies(two)) == 50
    assert two.ledger.plans == 2
    assert all(two.ledger.planned[name] == 1 for name in copies(two))
    two.connection.close()


class Dying(SqliteLedger):
    """A ledger whose process dies when it has written that a message is dead."""

    def move(self, entry, *, expected):
        done = super().move(entry, expected=expected)
        if entry.status is Delivery.DEAD:
            raise asyncio.CancelledError
        return done


async def test_who_dies_while_giving_up_has_passed_the_message_on(two):
    two.ledger = Dying(two.connection)
    two.start()
    two.desk.refuses["all"] = REFUSED
    with pytest.raises(asyncio.CancelledError):
        await two.deliver(MINUTE)
    assert two.status("a") is Delivery.DEAD
    assert two.status("a+second") is Delivery.PLANNED
