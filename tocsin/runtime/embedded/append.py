"""Single records put into the embedded log by hand: what people decide, and test articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from tocsin.clock import Clock
from tocsin.codec import Message, encode
from tocsin.model import Action
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.topics import SIGNALS


class SqliteAppend:
    """Puts a record at the end of a topic, in a transaction of its own."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Clock, wake: Callable[[], None] = lambda: None
    ) -> None:
        self._connection, self._log, self._wake = connection, SqliteLog(connection, clock.now), wake

    def __call__(self, topic: str, key: str, message: Message) -> None:
        """Append the record; it is kept when this returns."""
        with Transaction(self._connection):
            self._log.append(topic, key, encode(message))
        self._wake()


class SqliteActs:
    """What people decide, into ``tocsin.signals`` (port `tocsin.desk.ports.Acts`)."""

    def __init__(self, append: SqliteAppend) -> None:
        self._append = append

    async def append(self, action: Action) -> None:
        """Append the action; it is kept when this returns."""
        self.put(action)

    def put(self, action: Action) -> None:
        """Append the action; it is kept when this returns."""
        self._append(SIGNALS.name, action.incident or "", action)
