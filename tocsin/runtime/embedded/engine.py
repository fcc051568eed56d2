"""The engine: one thread that works off the log, stage after stage, until nothing is left."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.stages import Stage, Worker

IDLE = 1.0  #: seconds the engine sleeps at the most when nobody wakes it


class Engine:
    """Drives the stages over one connection; every batch is a transaction of its own."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        stages: Sequence[Stage],
        *,
        now: Callable[[], datetime],
        worked: Callable[[str, int], None] = lambda _stage, _count: None,
    ) -> None:
        self._connection = connection
        self._log = SqliteLog(connection, now)
        self._workers = [Worker(connection, self._log, stage) for stage in stages]
        self._now, self._worked = now, worked
        self._wake, self._stop = threading.Event(), threading.Event()
        self._next: Callable[[], Sequence[Stage]] | None = None
        self.failed: BaseException | None = None

    def drain(self) -> int:
        """Work off everything that is in the log and return how many records that were."""
        total = 0
        while not self._stop.is_set():
            self._take_over()
            done = sum(self._advance(worker) for worker in self._workers)
            if not done:
                break
            total += done
        return total

    def _take_over(self) -> None:
        if self._next is not None:
            make, self._next = self._next, None
            self._workers = [Worker(self._connection, self._log, stage) for stage in make()]

    def _advance(self, worker: Worker) -> int:
        count = worker.step()
        if count:
            self._worked(worker.stage.name, count)
        return count

    def swap(self, make: Callable[[], Sequence[Stage]]) -> None:
        """Go on with other stages (a new configuration); they are made, with what is kept then, once no batch is in hand."""
        self._next = make
        self.wake()

    def wake(self) -> None:
        """Say that there is something new in the log."""
        self._wake.set()

    def stop(self) -> None:
        """Ask the engine to end after the batch in hand."""
        self._stop.set()
        self._wake.set()

    def run(self) -> None:
        """Work until `stop`; sleeps while there is nothing to do. What ends it early is in ``failed``."""
        try:
            while not self._stop.is_set():
                self._wake.clear()
                if not self.drain():
                    self._wake.wait(IDLE)
        except BaseException as error:  # noqa: BLE001  # the outermost loop of the thread; the runtime raises it
            self.failed = error

    def trim(self) -> int:
        """Delete what is past its retention and return how many records that were."""
        with Transaction(self._connection):
            return self._log.trim(self._now())
