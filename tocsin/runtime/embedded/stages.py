"""The stages as readers of the log: each batch is one transaction.

    articles -> tagging -> tagged, mentions -> detection -> signals -> alerting -> incidents, ledger
                                       tagged, signals, incidents, feeds -> indexing -> search

What a stage decided, its rows, its outputs and its position are written
together, so a crash at any point repeats a batch or does not, never half of
it. Bytes that cannot be read go to ``tocsin.rejected`` and are passed over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from tocsin.codec import Message, decode, encode
from tocsin.errors import CodecFault
from tocsin.fold import Fold
from tocsin.model import Rejected
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import Record, SqliteLog
from tocsin.topics import REJECTED, Topic

BATCH = 500


class Stage(Protocol):
    """Reads topics, and works off one batch of one of them in one transaction."""

    @property
    def name(self) -> str:
        """Its name as a reader of the log; never changed, or everything is read anew."""
        ...

    @property
    def topics(self) -> Sequence[Topic]:
        """The topics it reads."""
        ...

    def work(self, topic: Topic, records: Sequence[tuple[Record, Message]], out: Outputs) -> None:
        """Work off decoded records; write through ``out`` only."""
        ...


@runtime_checkable
class Prepares(Protocol):
    """A stage that may have to read for long before it writes: outside of the transaction, so that nobody waits."""

    def prepare(self, records: Sequence[tuple[Record, Message]]) -> None:
        """Do what a batch needs done first; write nothing."""
        ...


@dataclass(slots=True)
class Outputs:
    """What one batch says: records by topic, rows by fold; written when the batch is done."""

    connection: sqlite3.Connection
    records: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)

    def say(self, topic: Topic, key: str, message: Message) -> None:
        """Append a message to a topic when the batch commits."""
        self.records.setdefault(topic.name, []).append((key, encode(message)))

    def keep(self, fold: str, rows: Iterable[tuple[str, bytes | None]]) -> None:
        """Write a fold's changed rows when the batch commits."""
        for key, value in rows:
            if value is None:
                self.connection.execute("DELETE FROM rows WHERE fold = ? AND key = ?", (fold, key))
            else:
                self.connection.execute(
                    "INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT (fold, key) DO UPDATE SET value = excluded.value",
                    (fold, key, value),
                )


class Worker:
    """Drives one stage: reads, decodes, works, writes, moves on."""

    def __init__(self, connection: sqlite3.Connection, log: SqliteLog, stage: Stage) -> None:
        self._connection, self._log, self.stage = connection, log, stage

    def step(self, limit: int = BATCH) -> int:
        """Work off at most one batch of each topic and return how many records that were."""
        return sum(self._batch(topic, limit) for topic in self.stage.topics)

    def _batch(self, topic: Topic, limit: int) -> int:
        start = self._log.position(self.stage.name, topic.name)
        records = self._log.read(topic.name, start, limit)
        if not records:
            return 0
        readable, refused = _decoded(topic, records, self._log.now())
        if isinstance(self.stage, Prepares):
            self.stage.prepare(readable)
        with Transaction(self._connection):
            out = Outputs(self._connection)
            for dead in refused:
                out.say(REJECTED, dead.key, dead)
            self.stage.work(topic, readable, out)
            for name, said in out.records.items():
                self._log.extend(name, said)
            self._log.move(self.stage.name, topic.name, records[-1].offset + 1)
        return len(records)


def _decoded(
    topic: Topic, records: Iterable[Record], now: datetime
) -> tuple[list[tuple[Record, Message]], list[Rejected]]:
    readable: list[tuple[Record, Message]] = []
    refused: list[Rejected] = []
    for record in records:
        try:
            readable.append((record, decode(record.value)))
        except CodecFault as fault:
            refused.append(
                Rejected(
                    topic=topic.name,
                    partition=0,
                    offset=record.offset,
                    key=record.key,
                    reason=fault.reason,
                    value=record.value,
                    at=now,
                )
            )
    return readable, refused


def load(connection: sqlite3.Connection, name: str, fold: Fold[Any, Any]) -> None:
    """Give a fold the rows that an earlier run kept of it."""
    rows = connection.execute("SELECT key, value FROM rows WHERE fold = ? ORDER BY key", (name,))
    fold.load((key, value) for key, value in rows)
