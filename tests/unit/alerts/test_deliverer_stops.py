"""A deliverer that is told to end, ends, also when a kick meets the cancellation."""

import asyncio
import sqlite3
from datetime import timedelta

import pytest

from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from tocsin.model import Delivery, Notification, Reason
from tocsin.testing.clock import ManualClock


class Silent:
    looks_up = False

    async def close(self):
        pass


async def test_a_kick_in_the_moment_of_cancellation_does_not_keep_it_alive():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    deliverer = Deliverer(SqliteLedger(connection), {"log": Silent()}, {}, clock=ManualClock())
    for _ in range(50):
        task = asyncio.create_task(deliverer.run())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        deliverer.kick()
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=2)
        assert done, "still alive"
    connection.close()


class Slow:
    """A receiver that has taken a message, and answers when it is let."""

    looks_up = True

    def __init__(self):
        self.taken, self.answers = asyncio.Event(), asyncio.Event()

    async def post(self, note, *, root, late, look):
        self.taken.set()
        await self.answers.wait()
        return "C1/1.0"


def note(number):
    return Notification(
        id=f"n{number}", subject=f"s{number}", step=1, receiver="desk", reason=Reason.FIRST, at=ManualClock().now(), title="Osh", lines=(),
    )  # fmt: skip


@pytest.fixture
def ledger():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield SqliteLedger(connection)
    connection.close()


async def ended(ledger, answers):
    """Plan two messages, end while the first is being said, and return how far each has come."""
    slow = Slow()
    deliverer = Deliverer(ledger, {"desk": slow}, {}, clock=ManualClock())
    ledger.plan([note(1), note(2)])
    task = asyncio.create_task(deliverer.run())
    await slow.taken.wait()
    if answers:
        asyncio.get_running_loop().call_later(0.05, slow.answers.set)
    await asyncio.wait_for(deliverer.end(task, timedelta(seconds=0.5)), 5)
    assert task.done()
    return [ledger.get(name).entry.status for name in ("n1", "n2")]


async def test_what_is_being_said_at_the_end_is_answered_and_nothing_more_is_taken_up(ledger):
    assert await ended(ledger, answers=True) == [Delivery.SENT, Delivery.PLANNED]


async def test_a_receiver_that_does_not_answer_keeps_nobody_and_its_message_stays_in_doubt(ledger):
    assert await ended(ledger, answers=False) == [Delivery.SENDING, Delivery.PLANNED]
