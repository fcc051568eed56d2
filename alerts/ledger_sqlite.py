"""The ledger in SQLite: one table, written through the connection it is given.

The connection must be in autocommit mode (``isolation_level=None``): `plan`
then takes part in a transaction that the caller has begun, and every other
call is a transaction of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from alerts.ledger import WAITING, Row, planned
from tocsin.codec import decode, encode
from tocsin.errors import WrongSchema
from tocsin.model import Delivery, LogEntry, Notification

#: words of the statement, not its values: only so does SQLite see that the small indexes hold all it is asked for
_WAITS: Final = "status IN ({})".format(", ".join(f"'{status.value}'" for status in WAITING))
_DIED: Final = f"status = '{Delivery.DEAD.value}'"
SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS ledger (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    receiver TEXT NOT NULL,
    step INTEGER NOT NULL,
    status TEXT NOT NULL,
    at REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    ts TEXT, error TEXT, merged_into TEXT, retry_at REAL,
    note BLOB NOT NULL, failing_since REAL
) STRICT;
CREATE INDEX IF NOT EXISTS ledger_waiting ON ledger (receiver, status) WHERE {_WAITS};
CREATE INDEX IF NOT EXISTS ledger_subject ON ledger (subject, receiver);
CREATE INDEX IF NOT EXISTS ledger_dead ON ledger (at) WHERE {_DIED};
CREATE INDEX IF NOT EXISTS ledger_merged ON ledger (merged_into) WHERE merged_into IS NOT NULL;
"""
_COLUMNS: Final = (
    "id, subject, step, receiver, status, at, tries, ts, error, merged_into, retry_at, note, failing_since"
)


class SqliteLedger:
    """Rows in the table ``ledger`` of one database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        for statement in SCHEMA.split(";"):
            if statement.strip():
                self._db.execute(statement)
        columns = {row[1] for row in self._db.execute("PRAGMA table_info(ledger)")}
        if "failing_since" not in columns:  # a ledger of a version that knew no bound in time
            with suppress(sqlite3.OperationalError):  # another connection was first
                self._db.execute("ALTER TABLE ledger ADD COLUMN failing_since REAL")

    def plan(self, notes: Iterable[Notification]) -> None:
        """Enter messages as planned; one whose id is known changes nothing."""
        rows = []
        for note in notes:
            entry = planned(note)
            rows.append((
                entry.id, entry.subject, entry.receiver, entry.step, entry.status.value,
                entry.at.timestamp(), encode(note),
            ))  # fmt: skip
        self._db.executemany(
            "INSERT INTO ledger (id, subject, receiver, step, status, at, note) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO NOTHING",
            rows,
        )

    def waiting(self, receiver: str) -> list[Row]:
        """Return the rows of a receiver that are planned, sending or failed, in the order of planning."""
        return self._rows(f"receiver = ? AND {_WAITS} ORDER BY number", receiver)

    def move(self, entry: LogEntry, *, expected: Delivery) -> bool:
        """Write a row's new status if it still has the expected one; return whether it did."""
        done = self._db.execute(
            "UPDATE ledger SET status = ?, at = ?, tries = ?, ts = ?, error = ?, merged_into = ?, retry_at = ?,"
            " failing_since = ?"
            " WHERE id = ? AND status = ?",
            (
                entry.status.value, entry.at.timestamp(), entry.tries, entry.ts, entry.error, entry.into,
                _seconds(entry.retry_at), _seconds(entry.failing_since), entry.id, expected.value,
            ),
        )  # fmt: skip
        return done.rowcount == 1

    def get(self, row: str) -> Row | None:
        """Return a row by its id."""
        return next(iter(self._rows("id = ?", row)), None)

    def sent(self, subject: str, receiver: str) -> list[Row]:
        """Return the rows of a subject that one receiver has accepted, in the order of planning."""
        where = "subject = ? AND receiver = ? AND status = ? ORDER BY number"
        return self._rows(where, subject, receiver, Delivery.SENT.value)

    def merged_into(self, row: str) -> list[Row]:
        """Return the rows that another row speaks for, in the order of planning."""
        return self._rows("merged_into = ? ORDER BY number", row)

    def entries(self, *, subject: str | None = None, limit: int = 200) -> list[LogEntry]:
        """Return the latest entries, newest first, for people who ask what was said."""
        if subject is None:
            return [row.entry for row in self._rows("1 ORDER BY number DESC LIMIT ?", limit)]
        return [row.entry for row in self._rows("subject = ? ORDER BY number DESC LIMIT ?", subject, limit)]

    def unsent(self, dead_since: datetime) -> list[Row]:
        """Return the rows of all receivers that are not settled, and those that died since then."""
        waiting = f"SELECT number FROM ledger WHERE {_WAITS}"  # noqa: S608 - our own words
        dead = f"SELECT number FROM ledger WHERE {_DIED} AND at >= ?"  # noqa: S608 - our own words
        return self._rows(f"number IN ({waiting} UNION ALL {dead}) ORDER BY number", dead_since.timestamp())

    def counts(self) -> dict[tuple[str, Delivery], int]:
        """Return how many rows each receiver has in each status."""
        found = self._db.execute("SELECT receiver, status, count(*) FROM ledger GROUP BY receiver, status")
        return {(receiver, Delivery(status)): count for receiver, status, count in found}

    def forget(self, before: datetime) -> int:
        """Delete settled rows that are older; return how many."""
        done = self._db.execute(
            "DELETE FROM ledger WHERE at < ? AND status NOT IN (?, ?, ?)",
            (before.timestamp(), *(status.value for status in WAITING)),
        )
        return done.rowcount

    def _rows(self, where: str, *values: Any) -> list[Row]:
        found = self._db.execute(f"SELECT {_COLUMNS} FROM ledger WHERE {where}", values)  # noqa: S608 - our own words
        return [_row(one) for one in found]


def _row(one: tuple[Any, ...]) -> Row:
    row, subject, step, receiver, status, at, tries, ts, error, into, retry_at, data, since = one
    note = decode(data)
    if not isinstance(note, Notification):
        raise WrongSchema(f"ledger row {row} holds no notification")
    entry = LogEntry(
        id=row, subject=subject, step=step, receiver=receiver, status=Delivery(status), at=_time(at),
        tries=tries, ts=ts, error=error, into=into,
        retry_at=None if retry_at is None else _time(retry_at),
        failing_since=None if since is None else _time(since),
    )  # fmt: skip
    return Row(note=note, entry=entry)


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
