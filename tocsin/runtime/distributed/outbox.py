"""What a poll decided, kept until Kafka has it: written in the transaction that moves the feed's state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

_TABLE = """CREATE TABLE IF NOT EXISTS outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL
)"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record that Kafka has not acknowledged yet."""

    number: int
    topic: str
    key: str
    value: bytes

    @property
    def partition(self) -> int | None:
        """The partition that the key ``@n`` names; None where the key decides by its hash."""
        return int(self.key[1:]) if self.key.startswith("@") and self.key[1:].isdigit() else None


class SqliteOutbox:
    """Records in the order in which they were decided; the caller owns the transaction of `append`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_TABLE)

    def append(self, topic: str, key: str, value: bytes) -> None:
        """Keep a record for the shipper."""
        self._connection.execute(
            "INSERT INTO outbox (topic, key, value) VALUES (?, ?, ?)", (topic, key, value)
        )

    def first(self, limit: int) -> list[Waiting]:
        """Return the oldest records."""
        rows = self._connection.execute(
            "SELECT number, topic, key, value FROM outbox ORDER BY number LIMIT ?", (limit,)
        )
        return [Waiting(*row) for row in rows]

    def forget(self, numbers: Iterable[int]) -> None:
        """Delete records that Kafka has acknowledged."""
        self._connection.executemany("DELETE FROM outbox WHERE number = ?", [(one,) for one in numbers])

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM outbox").fetchone()[0])
