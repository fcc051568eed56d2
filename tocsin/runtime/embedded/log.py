"""The topics of the log in SQLite: one partition each, offsets without holes.

The caller owns the transaction, so that what was decided, where we stand in
the log and what was said are written together or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.topics import TOPICS

TRIM = 5_000  #: records one call of `trim` deletes at the most, so that writers never wait long


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it lies in the log."""

    offset: int
    key: str
    value: bytes


class SqliteLog:
    """Appends to topics, reads them, and remembers how far each reader has come."""

    def __init__(self, connection: sqlite3.Connection, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self.now = now  #: stamped on appended records, for retention

    def append(self, topic: str, key: str, value: bytes) -> None:
        """Add one record to the end of a topic."""
        self.extend(topic, [(key, value)])

    def extend(self, topic: str, records: Iterable[tuple[str, bytes]]) -> int:
        """Add (key, value) records to the end of a topic and return its new end."""
        start = self.end(topic)
        at = self.now().timestamp()
        rows = [(topic, start + i, key, value, at) for i, (key, value) in enumerate(records)]
        self._connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?)", rows)
        end = start + len(rows)
        self._connection.execute(
            "INSERT INTO ends VALUES (?, ?) ON CONFLICT (topic) DO UPDATE SET next = excluded.next",
            (topic, end),
        )
        return end

    def end(self, topic: str) -> int:
        """Return the offset that the next record of a topic will have."""
        row = self._connection.execute("SELECT next FROM ends WHERE topic = ?", (topic,)).fetchone()
        return int(row[0]) if row else 0

    def read(self, topic: str, start: int, limit: int) -> list[Record]:
        """Return up to ``limit`` records of a topic from an offset on."""
        rows = self._connection.execute(
            "SELECT offset, key, value FROM log WHERE topic = ? AND offset >= ? ORDER BY offset LIMIT ?",
            (topic, start, limit),
        )
        return [Record(*row) for row in rows]

    def position(self, reader: str, topic: str) -> int:
        """Return the offset of the first record that a reader has not worked off."""
        row = self._connection.execute(
            "SELECT next FROM positions WHERE reader = ? AND topic = ?", (reader, topic)
        ).fetchone()
        return int(row[0]) if row else 0

    def move(self, reader: str, topic: str, offset: int) -> None:
        """Remember that a reader has worked off everything below ``offset``."""
        self._connection.execute(
            "INSERT INTO positions VALUES (?, ?, ?) ON CONFLICT (reader, topic) DO UPDATE SET next = excluded.next",
            (reader, topic, offset),
        )

    def trim(self, now: datetime, keep: timedelta | None = None) -> int:
        """Delete records past their topic's retention that every reader has worked off; return how many.

        ``keep`` shortens (never lengthens) every retention. At most `TRIM`
        records go in one call.
        """
        gone = 0
        for topic in TOPICS:
            retention = min(topic.retention, keep) if keep else topic.retention
            row = self._connection.execute(
                "SELECT min(next) FROM positions WHERE topic = ?", (topic.name,)
            ).fetchone()
            done = self.end(topic.name) if row[0] is None else int(row[0])
            gone += self._connection.execute(
                "DELETE FROM log WHERE topic = ?1 AND offset IN (SELECT offset FROM log"
                " WHERE topic = ?1 AND offset < ?2 AND at < ?3 ORDER BY offset LIMIT ?4)",
                (topic.name, done, (now - retention).timestamp(), TRIM),
            ).rowcount
        return gone
