"""The outbox to Kafka, on a thread of its own: send, wait for every acknowledgement, then delete.

Polling never waits for Kafka: through an outage the outbox grows and nothing
is lost. After one expired batch kafka-python's idempotent producer can hang
without a word, so every wait has an end, and a producer that failed once is
thrown away.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from tocsin import topics
from tocsin.codec import encode
from tocsin.model import Rejected
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.fatal import end_process
from tocsin.runtime.distributed.outbox import SqliteOutbox, Waiting

if TYPE_CHECKING:
    from kafka import KafkaProducer

_log = logging.getLogger(__name__)
BATCH: Final = 500
IDLE: Final = 0.2  #: seconds between two looks into an empty outbox
DELIVERY: Final = 120.0  #: seconds a batch may take; shorter ones hang the idempotent producer
WATCHDOG: Final = DELIVERY + 30.0
LARGEST: Final = 4_000_000  #: bytes of one record
_KEPT: Final = 65_536  #: bytes kept of a record that is too large


class Shipper(threading.Thread):
    """Ships one outbox file until `stop`."""

    def __init__(
        self, path: Path, connection: KafkaConnection, *, beat: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(name="shipper", daemon=True)
        self._path = path
        self._connection = connection
        self._beat = beat
        self._ending = threading.Event()
        self._producer: KafkaProducer | None = None
        self.shipped = 0
        self.waiting = 0

    def stop(self, *, seconds: float = 10.0) -> None:
        """Ship what is left, for so many seconds at the most, and end."""
        self._ending.set()
        self.join(seconds)

    def run(self) -> None:
        """Ship until told to stop and, then, until the outbox is empty or Kafka does not answer.

        What nobody foresaw ends the process: a poller that fills an outbox which nothing empties looks well and is not.
        """
        try:
            self._run()
        except Exception as error:  # noqa: BLE001  # whatever it is, this thread ends
            end_process("shipping to Kafka failed", error)

    def _run(self) -> None:
        database = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        outbox = SqliteOutbox(database)
        pause = IDLE
        try:
            while True:
                done = self._turn(outbox)
                if self._ending.is_set() and done != BATCH:
                    return
                pause = min(30.0, pause * 2) if done is None else IDLE
                if done != BATCH:
                    self._ending.wait(pause)
        finally:
            self._drop()
            database.close()

    def _turn(self, outbox: SqliteOutbox) -> int | None:
        """Ship one batch; return how many records that were, or None where Kafka did not take them all."""
        from kafka.errors import KafkaError

        self._beat()
        batch = outbox.first(BATCH)
        try:
            taken = self._ship(batch) if batch else []
        except KafkaError as error:
            _log.warning("Kafka does not answer, %d records wait: %r", len(outbox), error)
            self._drop()
            return None
        outbox.forget(taken)
        self.shipped += len(taken)
        self.waiting = len(outbox)
        if len(taken) < len(batch):
            self._drop()
            return None
        return len(batch)

    def _ship(self, batch: list[Waiting]) -> list[int]:
        """Send a batch and return the numbers of what was acknowledged, up to the first that was not.

        What follows a failure is sent again, so that no later revision of an
        article stands in the log before an earlier one for good.
        """
        from kafka.errors import KafkaError

        producer = self._open()
        futures = [(one, self._send(producer, one)) for one in batch]
        end = monotonic() + WATCHDOG
        taken: list[int] = []
        for one, future in futures:
            try:
                future.get(timeout=max(0.1, end - monotonic()))
            except KafkaError as error:
                _log.warning("%s %s was not taken: %r", one.topic, one.key, error)
                break
            taken.append(one.number)
        return taken

    def _send(self, producer: KafkaProducer, one: Waiting) -> Any:
        if len(one.value) > LARGEST:
            one = _too_large(one)
        return producer.send(one.topic, key=one.key.encode(), value=one.value, partition=one.partition)

    def _open(self) -> KafkaProducer:
        if self._producer is None:
            from kafka import KafkaProducer

            self._producer = KafkaProducer(
                acks="all",
                enable_idempotence=True,
                linger_ms=5,
                delivery_timeout_ms=int(DELIVERY * 1000),
                max_request_size=LARGEST + 100_000,
                **self._connection.client(),
            )
        return self._producer

    def _drop(self) -> None:
        if self._producer is not None:
            from kafka.errors import KafkaError

            with suppress(KafkaError):
                self._producer.close(timeout=1)
            self._producer = None


def _too_large(one: Waiting) -> Waiting:
    """Return the dead letter that takes a record's place: one giant must not hold up all others."""
    rejected = Rejected(
        topic=one.topic,
        partition=-1,
        offset=one.number,
        key=one.key,
        reason=f"{len(one.value)} bytes are more than a record may have",
        value=one.value[:_KEPT],
        at=datetime.now(UTC),
    )
    return replace(one, topic=topics.REJECTED.name, value=encode(rejected))
