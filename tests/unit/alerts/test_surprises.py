"""What a receiver raises against its word costs one try of one message, never the delivery."""

import asyncio
import io
import json
import sqlite3
from datetime import timedelta

import pytest

from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers.log import Console
from alerts.spec import ReceiverSpec
from tocsin.model import Delivery, Notification, Reason
from tocsin.testing.clock import ManualClock
from tocsin.testing.signals import NOON


class Stumbling:
    """A receiver with a bug: it stumbles over some messages so many times."""

    def __init__(self, stumbles, *, looks_up=False):
        self.stumbles, self.looks_up, self.said = dict(stumbles), looks_up, []

    async def post(self, note, *, root, late, look):
        if self.stumbles.get(note.id, 0) > 0:
            self.stumbles[note.id] -= 1
            raise KeyError("colour")
        self.said.append(note.id)
        return note.id

    async def find(self, note, *, root, since):
        if self.stumbles.get(f"find {note.id}", 0) > 0:
            self.stumbles[f"find {note.id}"] -= 1
            raise KeyError("messages")

    async def close(self):
        pass


def note(name, receiver="desk"):
    return Notification(
        id=name,
        subject=f"about {name}",
        step=1,
        receiver=receiver,
        reason=Reason.FIRST,
        at=NOON,
        title="Osh – Ош",
    )


@pytest.fixture
def ledger():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield SqliteLedger(connection)
    connection.close()


async def delivered(ledger, notes, patience=timedelta(minutes=10), **receivers):
    clock = ManualClock(NOON)
    ledger.plan(notes)
    specs = {name: ReceiverSpec.model_validate({"name": name, "log": {}}) for name in receivers}
    deliverer = Deliverer(ledger, receivers, specs, clock=clock)
    await deliverer.drain(patience, clock.sleep)
    return {one.id: one.status for one in ledger.entries()}


@pytest.mark.parametrize("looks_up", [False, True])
async def test_a_surprise_is_a_failed_try_of_that_message_and_told_with_the_receivers_name(
    ledger, caplog, looks_up
):
    desk = Stumbling({"a": 2}, looks_up=looks_up)
    found = await delivered(
        ledger, [note("a"), note("b"), note("c", "pager")], desk=desk, pager=Stumbling({})
    )
    assert set(found.values()) == {Delivery.SENT}
    assert sorted(desk.said) == ["a", "b"]
    told = [
        one for one in caplog.records if "receiver desk: message a failed unexpectedly" in one.getMessage()
    ]
    assert [bool(one.exc_info) for one in told] == [True, False]


async def test_a_look_up_that_stumbles_is_taken_again(ledger):
    desk = Stumbling({"a": 1, "find a": 1}, looks_up=True)
    assert await delivered(ledger, [note("a")], desk=desk) == {"a": Delivery.SENT}
    assert desk.said == ["a"]


async def test_lanes_of_a_running_deliverer_outlive_a_surprise(ledger):
    receivers = {"desk": Stumbling({"a": 1}), "pager": Stumbling({})}
    deliverer = Deliverer(ledger, receivers, {}, clock=ManualClock(NOON))
    task = asyncio.create_task(deliverer.run())
    ledger.plan([note("a"), note("b", "pager")])
    deliverer.kick()
    await asyncio.sleep(0.05)
    assert not task.done()
    assert receivers["pager"].said == ["b"]
    await deliverer.end(task, timedelta(seconds=1))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
async def test_the_console_prints_what_it_can_of_any_letter(encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    await Console(stream=stream).post(note("a"), root=None, late=False, look=lambda: None)
    assert b"Osh" in raw.getvalue()


async def test_json_lines_keep_every_letter_on_any_console():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    await Console(form="json", stream=stream).post(note("a"), root=None, late=False, look=lambda: None)
    assert "Ош" in json.loads(raw.getvalue())["text"]


async def test_a_console_nobody_reads_any_more_is_a_fault_and_no_surprise(ledger, caplog):
    stream = io.TextIOWrapper(io.BytesIO())
    stream.close()
    found = await delivered(ledger, [note("a")], timedelta(seconds=1), desk=Console(stream=stream))
    assert found == {"a": Delivery.FAILED}
    assert "unexpectedly" not in caplog.text
