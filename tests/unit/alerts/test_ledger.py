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


class Overheard(sqlite3.Connection):
    """A connection that remembers what it was asked, with its values still unbound."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.heard = []

    def execute(self, sql, values=()):
        self.heard.append((sql, values))
        return super().execute(sql, values)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        pytest.param(lambda ledger: ledger.waiting("desk"), {"ledger_waiting"}, id="at every step of a lane"),
        pytest.param(
            lambda ledger: ledger.unsent(NOON), {"ledger_waiting", "ledger_dead"}, id="status looks"
        ),
    ],
)
def test_what_is_asked_all_the_time_reads_no_settled_rows(ask, index):
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Overheard)
    ledger = SqliteLedger(connection)
    connection.heard.clear()
    ask(ledger)
    asked = tuple(connection.heard)
    plans = [
        row[-1] for sql, values in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    ]
    assert {name for name in index if any(f"INDEX {name}" in plan for plan in plans)} == index
    assert [plan for plan in plans if plan.startswith("SCAN ledger") and "INDEX" not in plan] == []
    connection.close()


def test_what_is_not_settled_and_what_died_lately_is_found_in_the_order_of_planning(ledger):
    ledger.plan(note(name, subject=name) for name in "abcde")
    for name, status, at in (
        ("a", Delivery.DEAD, NOON), ("b", Delivery.SENT, NOON), ("d", Delivery.DEAD, NOON - timedelta(hours=1)),
    ):  # fmt: skip
        sending = moved(planned(note(name)), Delivery.SENDING, NOON)
        ledger.move(sending, expected=Delivery.PLANNED)
        ledger.move(moved(sending, status, at), expected=Delivery.SENDING)
    assert [row.entry.id for row in ledger.unsent(NOON)] == ["a", "c", "e"]
