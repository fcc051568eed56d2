"""What the folds of a data folder remember (port `tocsin.runtime.memory`)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tocsin.runtime.embedded.chain import Alerting, Detection
from tocsin.runtime.embedded.database import collected
from tocsin.runtime.memory import Rows


class SqliteMemory:
    """Reads the rows beside a running process."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def detection(self, region: str) -> Rows:  # one process, one partition
        """Return the rows of the only detection fold."""
        return self._rows(Detection.name)

    def alerting(self) -> Rows:
        """Return the rows of the alerting fold."""
        return self._rows(Alerting.name)

    def _rows(self, fold: str) -> Rows:
        from tocsin.index.sqlite import reader

        with closing(reader(collected(self._data))) as connection:
            return _of(connection, fold)


def _of(connection: sqlite3.Connection, fold: str) -> Rows:
    found = connection.execute("SELECT key, value FROM rows WHERE fold = ? ORDER BY key", (fold,))
    return [(key, value) for key, value in found]
