import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.ledger import MAY_BECOME, moved, planned
from alerts.ledger_sqlite import SqliteLedger
from tocsin.model import Delivery, Notification, Reason
from tocsin.testing.signals import NOON


def note(name="a", *, subject="s", root=None, receiver="desk"):
    return Notification(
        id=name, subject=subject, step=1, receiver=receiver, reason=Reason.FIRST, at=NOON, root=root
    )


@pytest.fixture
def ledger():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield SqliteLedger(connection)
    connection.close()


def test_planning_twice_changes_nothing(ledger):
    ledger.plan([note("a"), note("a")])
    ledger.plan([note("a")])
    assert [row.note.id for row in ledger.waiting("desk")] == ["a"]


def test_a_plan_belongs_to_the_transaction_it_was_made_in():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    ledger = SqliteLedger(connection)
    connection.execute("BEGIN")
    ledger.plan([note("a")])
    connection.execute("ROLLBACK")
    assert ledger.waiting("desk") == []
    connection.close()


def test_a_row_moves_only_from_the_status_that_was_expected(ledger):
    ledger.plan([note("a")])
    sending = moved(planned(note("a")), Delivery.SENDING, NOON)
    assert ledger.move(sending, expected=Delivery.PLANNED)
    assert not ledger.move(sending, expected=Delivery.PLANNED)
    assert ledger.get("a").entry.tries == 1


@pytest.mark.parametrize("status", [status for status, after in MAY_BECOME.items() if not after])
def test_what_is_settled_stays_settled(status):
    entry = planned(note("a"))
    settled = replace(entry, status=status)
    for after in Delivery:
        with pytest.raises(ValueError, match="cannot become"):
            moved(settled, after, NOON)


def test_what_was_said_can_be_read_and_forgotten(ledger):
    ledger.plan([note("a"), note("b", subject="t", receiver="log")])
    sending = moved(planned(note("a")), Delivery.SENDING, NOON)
    ledger.move(sending, expected=Delivery.PLANNED)
    ledger.move(moved(sending, Delivery.SENT, NOON, ts="C1/1.0"), expected=Delivery.SENDING)
    assert [row.entry.ts for row in ledger.sent("s", "desk")] == ["C1/1.0"]
    assert [entry.id for entry in ledger.entries()] == ["b", "a"]
    assert [entry.id for entry in ledger.entries(subject="s")] == ["a"]
    assert ledger.counts() == {("desk", Delivery.SENT): 1, ("log", Delivery.PLANNED): 1}
    assert ledger.forget(NOON + timedelta(days=1)) == 1
    assert [entry.id for entry in ledger.entries()] == ["b"]
