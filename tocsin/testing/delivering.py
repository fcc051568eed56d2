"""A deliverer against the fake Slack, in virtual time, that can be killed at any line and started again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from alerts.deliver import Deliverer
from alerts.ledger import Ledger, Row
from alerts.ledger_sqlite import SqliteLedger
from alerts.receiver import Look, Receiver
from alerts.spec import ReceiverSpec
from tocsin.model import Delivery, LogEntry, Notification
from tocsin.testing.clock import ManualClock
from tocsin.testing.slack import TOKEN, FakeSlack


class Killed(BaseException):
    """The process died here."""


class Killer:
    """Dies at the n-th point it is asked at."""

    def __init__(self, at: int | None = None) -> None:
        self.at = at
        self.count = 0

    def point(self) -> None:
        """Die here, if it is time."""
        self.count += 1
        if self.count == self.at:
            raise Killed


class MortalLedger:
    """A ledger before and after whose writes a process may die."""

    def __init__(self, ledger: Ledger, killer: Killer) -> None:
        self._ledger = ledger
        self._killer = killer

    def move(self, entry: LogEntry, *, expected: Delivery) -> bool:
        """Write, with a chance to die before and after."""
        self._killer.point()
        done = self._ledger.move(entry, expected=expected)
        self._killer.point()
        return done

    def plan(self, notes: Iterable[Notification]) -> None:
        """Plan, with a chance to die before and after."""
        self._killer.point()
        self._ledger.plan(notes)
        self._killer.point()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


class MortalReceiver:
    """A receiver before and after whose calls a process may die."""

    looks_up = True

    def __init__(self, receiver: Receiver, killer: Killer) -> None:
        self._receiver = receiver
        self._killer = killer

    async def post(self, note: Notification, *, root: str | None, late: bool, look: Look) -> str:
        """Post, with a chance to die before, and after the answer."""
        self._killer.point()
        ts = await self._receiver.post(note, root=root, late=late, look=look)
        self._killer.point()
        return ts

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Edit, with a chance to die before, and after the answer."""
        self._killer.point()
        await self._receiver.edit(note, ts=ts, late=late)
        self._killer.point()

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Look up."""
        self._killer.point()
        return await self._receiver.find(note, root=root, since=since)

    async def take_back(self, ts: str) -> None:
        """Take back."""
        await self._receiver.take_back(ts)

    async def close(self) -> None:
        """Close."""
        await self._receiver.close()


class Post:
    """A deliverer with one Slack channel over one SQLite file, on a clock of its own."""

    def __init__(self, slack: FakeSlack, clock: ManualClock, path: str = ":memory:") -> None:
        self.slack = slack
        self.clock = clock
        self._path = path
        self.connection = _opened(path)
        self.ledger = SqliteLedger(self.connection)
        self.specs = {
            "desk": ReceiverSpec.model_validate(
                {"name": "desk", "slack": {"channel": "C1"}, "second": "log"}
            ),
            "log": ReceiverSpec.model_validate({"name": "log", "slack": {"channel": "C2"}}),
        }
        self.killer = Killer()
        self.deliverer = self._start()

    def _start(self) -> Deliverer:
        from alerts.receivers.slack import SlackChannel

        receivers = {
            name: MortalReceiver(
                SlackChannel(token=TOKEN, channel=channel, base_url=self.slack.url, timeout=5), self.killer
            )
            for name, channel in (("desk", "C1"), ("log", "C2"))
        }
        ledger: Any = MortalLedger(self.ledger, self.killer)
        return Deliverer(ledger, receivers, self.specs, clock=self.clock, look_again=timedelta(seconds=1))

    async def die_and_restart(self) -> None:
        """Forget everything but the database, as a crash would."""
        await self.deliverer.close()
        if self._path != ":memory:":
            self.connection.close()
            self.connection = _opened(self._path)
            self.ledger = SqliteLedger(self.connection)
        self.killer = Killer()
        self.deliverer = self._start()

    async def deliver(self, patience: timedelta = timedelta(hours=2)) -> bool:
        """Send all that waits, in virtual time."""
        return await self.deliverer.drain(patience, self.clock.sleep)

    async def deliver_dying(self, seed: Random, span: int) -> int:
        """Deliver, dying and starting again at random points until all is sent; return how often it died."""
        deaths = 0
        while True:
            self.killer.at = seed.randint(1, span) if deaths < 20 else None
            self.killer.count = 0
            try:
                await self.deliver()
            except Killed:
                deaths += 1
                await self.die_and_restart()
                continue
            return deaths

    def rows(self, status: Delivery) -> list[Row]:
        """Return all rows in a status."""
        found = (self.ledger.get(entry.id) for entry in self.ledger.entries(limit=100_000))
        return [row for row in found if row is not None and row.entry.status is status]

    async def close(self) -> None:
        """Close everything."""
        await self.deliverer.close()
        self.connection.close()


def _opened(path: str) -> sqlite3.Connection:
    """Return a connection that does not wait for the disk: a killed process loses nothing by that."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    return connection
