"""One process that does everything: polls, works off the log, delivers."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers import Setting
from ingest.poller import Poller, Summary
from ingest.spec import FeedSpec
from ingest.store import SqliteFeedStore
from ingest.watcher import Outcome
from tocsin.atlas import Atlas
from tocsin.config import Config
from tocsin.index.sqlite import SqliteWriter
from tocsin.model import TaggedArticle
from tocsin.runtime.embedded.assembly import RETENTION, Embedded, first_start
from tocsin.runtime.embedded.database import Transaction, connect
from tocsin.runtime.embedded.delivery import PATIENCE, Delivery
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.parts import Parts

_log = logging.getLogger(__name__)
PATIENCE_ONCE = timedelta(seconds=30)  #: the same, where one round is all there is
LOOK = 1.0  #: seconds between two looks whether everything still runs
TRIM_EVERY = 600.0  #: seconds between two looks for records past their retention


class Onlooker(Protocol):
    """Hears what happens, to show it to people; called from several threads."""

    def polled(self, spec: FeedSpec, outcome: Outcome) -> None:
        """Hear of one poll."""
        ...

    def heard(self, tagged: TaggedArticle) -> None:
        """Hear of one tagged article."""
        ...


@dataclass(slots=True)
class Running:
    """Everything that runs; `running` starts and ends it."""

    embedded: Embedded
    poller: Poller
    delivery: Delivery
    atlas: Atlas
    started: datetime  #: when this data folder was first used
    patience: timedelta = PATIENCE  #: that messages get to go out at the end

    def follow(self, parts: Parts) -> None:
        """Go on by another configuration, whole: feeds, rules, words, receivers.

        Raises:
            BackendFault: it is ending already.
            ConfigProblem: a setting that a receiver needs is not set; then all stays as it was.
        """
        self.delivery.follow(parts)
        self.atlas = parts.atlas
        self.embedded.reload(parts)
        self.poller.reload(parts.config.feeds, parts.config.ingest)

    def broken(self) -> tuple[str, ...]:
        """Return which parts have stopped, from any thread."""
        stopped = (
            ("the engine", self.embedded.engine.failed is not None),
            ("delivery", self.delivery.is_over),
        )
        return tuple(name for name, has in stopped if has)


@asynccontextmanager
async def running(
    embedded: Embedded,
    parts: Parts,
    onlooker: Onlooker,
    setting: Setting,
) -> AsyncIterator[Running]:
    """Make poller and deliverer, and deliver until the block is left; the log is worked off by `watch` or `once`."""
    started = first_start(embedded.connection, embedded.clock.now())
    async with AsyncExitStack() as stack:
        delivery = Delivery(SqliteLedger(embedded.connect()), parts, setting, embedded.clock)
        stack.push_async_callback(delivery.close)
        poller = _poller(embedded, parts.config, onlooker)
        stack.push_async_callback(poller.close)  # also where nothing was polled: the desk's port is taken
        embedded.worked = delivery.kicker()
        run = Running(
            embedded=embedded, poller=poller, delivery=delivery, atlas=parts.atlas, started=started
        )  # fmt: skip
        yield run
        delivery.ask()
        await delivery.end(run.patience)


async def watch(run: Running, stop: asyncio.Event, *, trim_every: float = TRIM_EVERY) -> None:
    """Poll and work until ``stop`` is set.

    Raises:
        BackendFault: the database failed, or nothing delivers any more; whatever the engine died of.
    """
    engine = run.embedded.engine
    thread = threading.Thread(target=engine.run, name="engine")
    thread.start()
    beside = [
        asyncio.create_task(_guard(run, thread, stop)),
        asyncio.create_task(_trimming(run, trim_every)),
    ]
    try:
        await run.poller.run(stop)
    finally:
        engine.stop()
        await asyncio.to_thread(thread.join)
        for task in beside:
            await _cancelled(task)
    if engine.failed is not None:
        raise engine.failed
    run.delivery.ask()


async def once(run: Running) -> Summary:
    """Poll every feed once, work everything off, deliver what came of it."""
    summary = await run.poller.poll_once()
    await asyncio.to_thread(run.embedded.engine.drain)
    run.patience = PATIENCE_ONCE
    return summary


async def _guard(run: Running, thread: threading.Thread, stop: asyncio.Event) -> None:
    """Stop everything when the engine or what delivers has died: half a tocsin looks well and says nothing."""
    while not stop.is_set():
        await asyncio.sleep(LOOK)
        if not thread.is_alive() or run.delivery.is_over:
            stop.set()


async def _trimming(run: Running, every: float) -> None:
    """Trim the log now and then; what went wrong is told, and tried again the next time."""
    while True:
        await asyncio.sleep(every)
        try:
            await asyncio.to_thread(trim, run.embedded, run.atlas)
        except Exception:  # noqa: BLE001  # the outermost loop of trimming; a full disk may be mended by then
            _log.exception("old records were not taken out; tried again in %.0f s", every)


def trim(embedded: Embedded, atlas: Atlas) -> None:
    """Take out what is past its retention: log records, articles, hours, settled ledger rows; incidents stay."""
    connection, now = connect(embedded.path), embedded.clock.now()
    try:
        with Transaction(connection):
            SqliteLog(connection, embedded.clock.now).trim(now, keep=RETENTION)
            SqliteWriter(connection, atlas).forget(now - RETENTION)
        SqliteLedger(connection).forget(now - RETENTION)
    finally:
        connection.close()


def _poller(embedded: Embedded, config: Config, onlooker: Onlooker) -> Poller:
    from ingest.http import HttpFetcher
    from ingest.worker import ParseWorkers

    connection = embedded.connect()
    return Poller(
        feeds=config.feeds,
        limits=config.ingest,
        store=SqliteFeedStore(connection, SqliteLog(connection, embedded.clock.now)),
        fetcher=HttpFetcher(config.ingest),
        parsers=ParseWorkers(config.ingest),
        clock=embedded.clock,
        watcher=_Waking(onlooker, embedded.engine.wake),
    )


class _Waking:
    """Wakes the engine after each poll, then lets the onlooker hear of it."""

    def __init__(self, onlooker: Onlooker, wake: Callable[[], None]) -> None:
        self._onlooker, self._wake = onlooker, wake

    def polled(self, spec: FeedSpec, outcome: Outcome) -> None:
        self._wake()
        self._onlooker.polled(spec, outcome)


async def _cancelled(task: asyncio.Task[None]) -> None:
    """Let a task be over; what it died of was told by whoever watches it."""
    task.cancel()
    await asyncio.wait({task})
