"""One role per process: each function runs until it is told to stop, and says what it needs by its settings.

TOCSIN_KAFKA, TOCSIN_KAFKA_PROTOCOL, ...   tocsin.runtime.distributed.connection
TOCSIN_ELASTICSEARCH, ..._KEY, ..._CA      tocsin.index.connection
TOCSIN_SNAPSHOTS                           a SQLite file for one machine; Elasticsearch where absent
TOCSIN_HEALTH                              host:port, or off
TOCSIN_DATA                                the outbox of a poller, Faust's own files
TOCSIN_SHARD                               names one of several pollers
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Any, Final

from tocsin.clock import SystemClock
from tocsin.index.connection import elastic_connection
from tocsin.index.setup import IndexAdmin
from tocsin.runtime.distributed.connection import kafka_connection
from tocsin.runtime.distributed.health import Health, address, served
from tocsin.runtime.distributed.quiet import hush
from tocsin.runtime.distributed.ready import check_log
from tocsin.runtime.distributed.snapshots import kept_snapshots
from tocsin.runtime.distributed.stages import Stages, data_folder
from tocsin.settings import setting
from tocsin.topics import MENTIONS

_log = logging.getLogger(__name__)
GRACE: Final = 10.0  #: seconds that a role has after SIGTERM; compose gives 60 before it kills


async def poll(stages: Stages, environment: Mapping[str, str], stop: asyncio.Event) -> None:
    """Poll feeds into the outbox and ship it to Kafka until ``stop`` is set."""
    from ingest.http import HttpFetcher
    from ingest.poller import Poller
    from ingest.store import SqliteFeedStore
    from ingest.worker import ParseWorkers
    from tocsin.runtime.distributed.outbox import SqliteOutbox
    from tocsin.runtime.distributed.shipper import Shipper

    file = data_folder(environment) / "poller.sqlite"
    file.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
    database.execute("PRAGMA journal_mode = WAL")
    async with _health("poll", environment) as health:
        shipper = Shipper(file, kafka_connection(environment), beat=partial(health.beat, "ship"))
        shipper.start()
        poller = Poller(
            feeds=stages.config.feeds,
            limits=stages.config.ingest,
            store=SqliteFeedStore(database, SqliteOutbox(database)),
            fetcher=HttpFetcher(stages.config.ingest),
            parsers=ParseWorkers(stages.config.ingest),
            clock=SystemClock(),
            shard=setting("SHARD", environment) or "0",
            partitions=MENTIONS.partitions,
        )
        measuring = asyncio.create_task(_measure(health, shipper))
        try:
            await poller.run(stop)
        finally:
            measuring.cancel()
            await asyncio.to_thread(shipper.stop)
            database.close()


async def _measure(health: Health, shipper: Any) -> None:
    while True:
        health.measure("outbox_waiting", shipper.waiting)
        health.measure("records_shipped", shipper.shipped)
        await asyncio.sleep(5)


async def index(stages: Stages, environment: Mapping[str, str], stop: asyncio.Event) -> None:
    """Write the log into Elasticsearch until ``stop`` is set."""
    from tocsin.index.elastic.retention import ElasticRetention
    from tocsin.runtime.distributed.indexing import IndexLoop

    log, connection = kafka_connection(environment), elastic_connection(environment)
    await asyncio.to_thread(check_log, log, "index")
    blocking = connection.client()
    await asyncio.to_thread(IndexAdmin(blocking).check_schema)
    client = connection.async_client()
    try:
        async with _health("index", environment) as health:
            loop = IndexLoop(
                log,
                client,
                stages.atlas,
                retire=ElasticRetention(blocking).retire,
                beat=partial(health.beat, "index"),
            )
            await loop.run(stop.is_set)
    finally:
        await client.close()
        blocking.close()


async def alert(stages: Stages, environment: Mapping[str, str], stop: asyncio.Event) -> None:
    """Fold signals into incidents and messages, and deliver them while active, until ``stop`` is set."""
    from alerts.deliver import Deliverer
    from alerts.receivers import build
    from tocsin.index.elastic import ElasticSearch
    from tocsin.runtime.distributed.alerting import AlertLoop
    from tocsin.runtime.distributed.beside import beside
    from tocsin.runtime.distributed.deliveries import watch_deliveries
    from tocsin.runtime.distributed.ledger import PATIENCE, ElasticLedger

    log = kafka_connection(environment)
    await asyncio.to_thread(check_log, log, "alert")
    client = elastic_connection(environment).client()
    ledger = ElasticLedger(client, patience=PATIENCE)
    receivers = stages.alerts.receivers

    def make_deliverer() -> Deliverer:
        built = build(receivers, lambda name: setting(name, environment), links=stages.config.routes.links)
        return Deliverer(ledger, built, receivers, clock=SystemClock())

    try:
        async with _health("alert", environment) as health, kept_snapshots(environment) as snapshots:
            loop = AlertLoop(
                log,
                make_fold=stages.alerting,
                snapshots=snapshots,
                ledger=ledger,
                make_deliverer=make_deliverer,
                beat=health.beat,
            )
            watching = asyncio.create_task(watch_deliveries(health, ElasticLedger(client), SystemClock()))
            try:
                async with beside(
                    stages, environment, ElasticSearch(client), ledger, active=lambda: loop.active
                ):
                    await loop.run(stop.is_set)
            finally:
                watching.cancel()
    finally:
        client.close()


def run(role: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run an asyncio role until SIGTERM or SIGINT, which end it cleanly."""

    async def main() -> None:
        hush()
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for which in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(which, stop.set)
        await until(stop, role(stop))

    asyncio.run(main())


async def until(stop: asyncio.Event, role: Coroutine[Any, Any, None], *, grace: float = GRACE) -> None:
    """Let a role run; when ``stop`` is set it has so many seconds for what it has in hand, and is then cancelled.

    A role that waits for a server that is away would never end by itself. What
    it had in hand is not committed, so whoever is next does it again.
    """
    running, told = asyncio.ensure_future(role), asyncio.ensure_future(stop.wait())
    await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not running.done():
        await asyncio.wait({running}, timeout=grace)
    if running.done():
        running.result()
        return
    _log.warning("not done within %.0f s: what is in hand is left to whoever is next", grace)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@asynccontextmanager
async def _health(role: str, environment: Mapping[str, str]) -> AsyncIterator[Health]:
    health = Health(role)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(served(health, address(setting("HEALTH", environment), role)))
        yield health
