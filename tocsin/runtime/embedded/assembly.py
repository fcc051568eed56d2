"""The embedded runtime, put together: one database, the stages, the poller, the ledger, the desk page.

Every thread has a connection of its own: the engine's, the poller's, the
deliverer's and the reader's. SQLite lets one of them write at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from alerts.ledger_sqlite import SqliteLedger
from alerts.state import Sight, Times
from alerts.undelivered import Undelivered, undelivered
from tocsin.clock import Clock
from tocsin.codec import decode_value
from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create, reader
from tocsin.model import TaggedArticle
from tocsin.runtime.embedded.chain import Alerting, Detection, Indexing, Tagging
from tocsin.runtime.embedded.database import FILE, Transaction, connect, fact, remember
from tocsin.runtime.embedded.engine import Engine
from tocsin.runtime.embedded.reread import Reread
from tocsin.runtime.embedded.stages import Stage, load
from tocsin.runtime.parts import Parts

RETENTION = timedelta(days=90)  #: no record of the embedded log is kept for longer


@dataclass(slots=True)
class Embedded:
    """The database and the engine of one data folder; `open_embedded` makes it."""

    path: Path
    clock: Clock
    connection: sqlite3.Connection
    engine: Engine
    search: SqliteSearch
    heard: Callable[[TaggedArticle], None]
    worked: Callable[[str, int], None] = lambda _stage, _count: None  #: hears of batches
    _others: list[sqlite3.Connection] = field(default_factory=list)

    def connect(self) -> sqlite3.Connection:
        """Return a further connection; it is closed with the rest."""
        connection = connect(self.path)
        self._others.append(connection)
        return connection

    def reached(self) -> datetime | None:
        """Return the moment up to which alerting has worked the log off, from any thread; None before the first tick."""
        times = [decode_value(value, Times).now for value in self._alerting("times")]
        return times[0] if times else None

    def blind(self) -> tuple[str, ...]:
        """Return the regions that desks were told we cannot see now, from any thread."""
        sights = (decode_value(value, Sight) for value in self._alerting("sight"))
        return tuple(sight.region for sight in sights if sight.told and sight.low_since is not None)

    def undelivered(self) -> tuple[Undelivered, ...]:
        """Return what people should have heard and have not, from any thread."""
        with closing(connect(self.path)) as connection:
            return undelivered(SqliteLedger(connection), self.clock.now())

    def _alerting(self, kind: str) -> list[bytes]:
        """Return the rows of one kind that alerting keeps, in the order of their keys."""
        with closing(reader(self.path)) as connection:
            rows = connection.execute(
                "SELECT value FROM rows WHERE fold = ? AND key >= ? AND key < ? ORDER BY key",
                (Alerting.name, f"{kind}/", f"{kind}0"),  # 0 follows upon the slash
            )
            return [value for (value,) in rows]

    def reload(self, parts: Parts) -> None:
        """Go on with another configuration; what the folds know stays."""
        self.engine.swap(lambda: _stages(self.connection, parts, self.heard))

    def close(self) -> None:
        """Close every connection."""
        for connection in (*self._others, self.connection):
            connection.close()


def open_embedded(
    data: Path,
    parts: Parts,
    clock: Clock,
    *,
    heard: Callable[[TaggedArticle], None] = lambda _tagged: None,
) -> Embedded:
    """Open (or create) a data folder and load what its folds remember.

    Raises:
        BackendFault: the folder cannot be used, or belongs to a newer tocsin.
    """
    path = data / FILE
    connection = connect(path)
    create(connection)

    def worked(stage: str, count: int) -> None:
        embedded.worked(stage, count)  # whoever listens by then

    engine = Engine(connection, _stages(connection, parts, heard), now=clock.now, worked=worked)
    embedded = Embedded(
        path=path,
        clock=clock,
        connection=connection,
        engine=engine,
        search=SqliteSearch(reader(path)),
        heard=heard,
    )
    return embedded


def _stages(
    connection: sqlite3.Connection, parts: Parts, heard: Callable[[TaggedArticle], None]
) -> Sequence[Stage]:
    detection, alerting = parts.detection(), parts.alerting()
    load(connection, Detection.name, detection)
    load(connection, Alerting.name, alerting)
    ledger = SqliteLedger(connection)
    return (
        Tagging(lambda: parts.tagger, parts.atlas, heard, Reread(connection, parts.atlas)),
        Detection(detection),
        Alerting(alerting, lambda note: ledger.plan([note])),
        Indexing(SqliteWriter(connection, parts.atlas)),
    )


def first_start(connection: sqlite3.Connection, now: datetime) -> datetime:
    """Return when this data folder was first used; today, if this is the first time."""
    known = fact(connection, "started")
    if known is not None:
        return datetime.fromisoformat(known)
    with Transaction(connection):
        remember(connection, "started", now.isoformat())
    return now
