"""What `/metrics` says, of one process and of the `alert` role, is what the ledger holds."""

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from alerts.ledger import moved, planned
from alerts.ledger_sqlite import SqliteLedger
from tests.unit.alerts.test_order import note
from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create, reader
from tocsin.model import Delivery, FeedState
from tocsin.runtime.distributed.deliveries import watch_deliveries
from tocsin.runtime.distributed.health import Health
from tocsin.runtime.embedded.assembly import Embedded
from tocsin.runtime.embedded.database import Transaction, connect
from tocsin.runtime.embedded.metrics import Metrics
from tocsin.testing.clock import ManualClock

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def embedded(tmp_path):
    path = tmp_path / "tocsin.db"
    with closing(connect(path)) as connection:
        create(connection)
        with closing(reader(path)) as looking:
            yield Embedded(
                path=path, clock=ManualClock(NOW), connection=connection, engine=None,
                search=SqliteSearch(looking), heard=None,
            )  # fmt: skip


def deliver(ledger, name, *statuses, receiver="desk", at=NOW):
    """Let a message come so far."""
    ledger.plan([replace(note(name, at=at), receiver=receiver)])
    entry = planned(ledger.get(name).note)
    for status in statuses:
        before, entry = entry, moved(entry, status, at)
        assert ledger.move(entry, expected=before.status)


def fill(connection):
    ledger = SqliteLedger(connection)
    deliver(ledger, "a", Delivery.SENDING, Delivery.SENT)
    deliver(ledger, "b", Delivery.SENDING, Delivery.DEAD, receiver="pager")
    deliver(ledger, "c", Delivery.SENDING, Delivery.FAILED, at=NOW - timedelta(hours=1))
    return ledger


def figures(text):
    """Return {(name, labels ...): value}."""
    return {
        (one.name, *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(text.decode())
        for one in family.samples
    }


DELIVERED = {
    ("tocsin_deliveries", "desk", "sent"): 1,
    ("tocsin_deliveries", "desk", "failed"): 1,
    ("tocsin_deliveries", "dead", "pager"): 1,
    ("tocsin_undelivered", "dead", "pager"): 1,
    ("tocsin_undelivered", "desk", "waiting"): 1,
    ("tocsin_undelivered", "dead", "desk"): 0,
}


def test_one_process_tells_how_far_messages_have_come_and_what_works(embedded):
    fill(embedded.connection)
    base = FeedState(feed="a", url="https://e.org/a", due=NOW)
    with Transaction(embedded.connection):
        SqliteWriter(embedded.connection, None).feeds([base, replace(base, feed="b", failures=3)])
    told = figures(Metrics(embedded, lambda: ("delivery",))())
    assert DELIVERED.items() <= told.items()
    assert (told["tocsin_part_up", "delivery"], told["tocsin_part_up", "engine"]) == (0, 1)
    assert (told["tocsin_feeds", "answered"], told["tocsin_feeds", "failed"]) == (1, 1)


async def test_an_alerter_tells_the_same_and_is_degraded_until_all_arrived(embedded):
    with closing(connect(embedded.path)) as connection:
        ledger, health = fill(connection), Health("alert")
        watching = asyncio.create_task(watch_deliveries(health, ledger, embedded.clock, look=0.01))
        async with asyncio.timeout(10):
            while health.report()["degraded"] is None:  # noqa: ASYNC110  # filled in another thread
                await asyncio.sleep(0.01)
            report = health.report()
            assert report["well"]
            assert report["degraded"].startswith("1 alert not delivered (pager); 1 alert waiting since")
            assert DELIVERED.items() <= figures(generate_latest(health.registry)).items()
            entry = ledger.get("c").entry
            sending = moved(entry, Delivery.SENDING, NOW)
            ledger.move(sending, expected=Delivery.FAILED)
            ledger.move(moved(sending, Delivery.SENT, NOW), expected=Delivery.SENDING)
            embedded.clock.advance(timedelta(days=2))
            while health.report()["degraded"] is not None:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        watching.cancel()
        told = figures(generate_latest(health.registry))
        assert told["tocsin_undelivered", "dead", "pager"] == 0
