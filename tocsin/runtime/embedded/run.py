"""One process that does everything: polls, works off the log, delivers, shows the desk page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import tocsin
from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers import Setting, build
from ingest.poller import Poller, Summary
from ingest.spec import FeedSpec
from ingest.store import SqliteFeedStore
from ingest.watcher import Outcome
from tocsin.clock import Clock
from tocsin.config import Config
from tocsin.desk.ports import Facts
from tocsin.model import TaggedArticle
from tocsin.runtime.embedded.assembly import RETENTION, Embedded, SqliteActs, first_start
from tocsin.runtime.embedded.database import Transaction, connect
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.parts import Parts

PATIENCE = timedelta(seconds=2)  #: that messages in hand get to go out when we end
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
    deliverer: Deliverer
    facts: DeskFacts
    desk: str | None = None  #: the address of the desk page


class DeskFacts:
    """How the process is doing (port `tocsin.desk.ports.Status`)."""

    def __init__(self, config: Config, parts: Parts, *, started: datetime, clock: Clock) -> None:
        self.config, self.parts = config, parts
        self._started, self._clock = started, clock
        self.problem: str | None = None  #: why the last reload was refused

    def learning_day(self) -> int | None:
        """Return which day of learning this is (1 on the first), or None once it is over."""
        day = (self._clock.now() - self._started).days + 1
        return day if day <= self.config.detector.learning_days else None

    def count(self, kind: str) -> int:
        """Return how many rules ask for a ``spike``, ``threshold``, ``sequence`` or ``silence``."""
        return sum(
            1 for file in self.config.rules for rule in file.rules if getattr(rule.when, kind) is not None
        )

    def facts(self) -> Facts:
        """Return how things are now."""
        themes = self.config.themes
        return Facts(
            version=tocsin.__version__,
            runtime="embedded",
            started_at=self._started,
            feeds=len(self.config.feeds),
            learning_day=self.learning_day(),
            learning_days=int(self.config.detector.learning_days),
            spike_rules=self.count("spike"),
            threshold_rules=self.count("threshold"),
            receivers=tuple(self.parts.alerts.receivers),
            config=self.config.digest[:12],
            config_problem=self.problem,
            themes=tuple(themes.themes),
            titles={
                **{name: theme.title for name, theme in themes.themes.items()},
                **{name: category.title for name, category in themes.categories.items()},
            },
        )

    def line(self) -> str:
        """Return the line that is always visible: what waits, what is live."""
        day, live = self.learning_day(), self.count("threshold")
        rules = f"{live} threshold rules live"
        if day is None:
            return f"watching: {self.count('spike')} spike rules and {rules}"
        return f"learning, day {day} of {int(self.config.detector.learning_days)}: spike rules wait, {rules}"


@asynccontextmanager
async def running(
    embedded: Embedded,
    parts: Parts,
    onlooker: Onlooker,
    setting: Setting,
    *,
    desk: tuple[str, int] | None,
) -> AsyncIterator[Running]:
    """Start the engine, the deliverer and the desk page; end them when the block is left."""
    clock, config = embedded.clock, parts.config
    started = first_start(embedded.connection, clock.now())
    facts = DeskFacts(config, parts, started=started, clock=clock)
    async with AsyncExitStack() as stack:
        deliverer = _deliverer(embedded, parts, setting)
        run = Running(
            embedded=embedded,
            poller=_poller(embedded, config, onlooker),
            deliverer=deliverer,
            facts=facts,
        )
        delivering = asyncio.create_task(deliverer.run())
        stack.push_async_callback(_cancelled, delivering)
        if desk is not None:
            run.desk = await stack.enter_async_context(_desk(embedded, parts, facts, desk))
        embedded.worked = _kicker(deliverer, asyncio.get_running_loop())
        yield run
        await deliverer.drain(PATIENCE)
        await deliverer.close()


async def watch(run: Running, stop: asyncio.Event) -> None:
    """Poll and work until ``stop`` is set.

    Raises:
        BackendFault: the database failed; whatever the engine died of.
    """
    engine = run.embedded.engine
    thread = threading.Thread(target=engine.run, name="engine")
    thread.start()
    watching = asyncio.create_task(_guard(run, thread, stop))
    try:
        await run.poller.run(stop)
    finally:
        engine.stop()
        await asyncio.to_thread(thread.join)
        await _cancelled(watching)
    if engine.failed is not None:
        raise engine.failed


async def once(run: Running) -> Summary:
    """Poll every feed once, work everything off, deliver what came of it."""
    summary = await run.poller.poll_once()
    await asyncio.to_thread(run.embedded.engine.drain)
    await run.deliverer.drain(timedelta(seconds=30))
    return summary


async def _guard(run: Running, thread: threading.Thread, stop: asyncio.Event) -> None:
    """Stop everything when the engine has died, and trim the log now and then."""
    waited = 0.0
    while not stop.is_set():
        await asyncio.sleep(1)
        if not thread.is_alive():
            stop.set()
        waited += 1
        if waited >= TRIM_EVERY:
            waited = 0.0
            await asyncio.to_thread(_trim, run.embedded)


def _trim(embedded: Embedded) -> None:
    connection = connect(embedded.path)
    try:
        with Transaction(connection):
            SqliteLog(connection, embedded.clock.now).trim(embedded.clock.now(), keep=RETENTION)
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


def _deliverer(embedded: Embedded, parts: Parts, setting: Setting) -> Deliverer:
    receivers = build(parts.alerts.receivers, setting, links=parts.config.routes.links)
    return Deliverer(
        SqliteLedger(embedded.connect()), receivers, parts.alerts.receivers, clock=embedded.clock
    )


def _kicker(deliverer: Deliverer, loop: asyncio.AbstractEventLoop) -> Callable[[str, int], None]:
    def worked(stage: str, _count: int) -> None:
        if stage == "alerting":
            with suppress(RuntimeError):  # the loop is closing: the ledger keeps what is not out yet
                loop.call_soon_threadsafe(deliverer.kick)

    return worked


@asynccontextmanager
async def _desk(
    embedded: Embedded, parts: Parts, facts: DeskFacts, where: tuple[str, int]
) -> AsyncIterator[str]:
    from tocsin.desk.app import build as build_desk
    from tocsin.desk.serving import serving

    acts = SqliteActs(embedded.connect(), embedded.clock, embedded.engine.wake)
    app = build_desk(embedded.search, facts, acts, parts.atlas, now=embedded.clock.now)
    async with serving(app, *where) as server:
        yield server.url


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
