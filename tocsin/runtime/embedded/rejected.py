"""The dead letters of a data folder (port `tocsin.runtime.rejected`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from tocsin.clock import Clock
from tocsin.codec import decode, encode
from tocsin.model import Rejected
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.topics import REJECTED

_PAGE = 500


class SqliteDeadLetters:
    """Reads and appends beside a running process."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        self._connection, self._log = connection, SqliteLog(connection, clock.now)

    def read(self) -> Iterator[Rejected]:
        """Yield all that is kept, oldest first."""
        start = 0
        while page := self._log.read(REJECTED.name, start, _PAGE):
            for record in page:
                message = decode(record.value)
                if isinstance(message, Rejected):
                    yield message
            start = page[-1].offset + 1

    def put_back(self, one: Rejected, note: Rejected) -> None:
        """Append both in one transaction."""
        with Transaction(self._connection):
            self._log.append(one.topic, one.key, one.value)
            self._log.append(REJECTED.name, one.key, encode(note))
