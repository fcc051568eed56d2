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
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tocsin.atlas import Atlas
from tocsin.clock import SystemClock
from tocsin.fold import Fold
from tocsin.index.connection import elastic_connection
from tocsin.index.elastic.snapshots import ElasticState
from tocsin.index.setup import IndexAdmin
from tocsin.runtime.distributed.connection import kafka_connection
from tocsin.runtime.distributed.health import Health, address, served
from tocsin.runtime.distributed.quiet import hush
from tocsin.runtime.distributed.snapshots import SharedSnapshots, Snapshots, SqliteSnapshots
from tocsin.settings import setting, settings_set
from tocsin.topics import MENTIONS

if TYPE_CHECKING:
    from tocsin.runtime.distributed.process import Parts

_log = logging.getLogger(__name__)


class Stages(Protocol):
    """The pure parts of one configuration (`tocsin.runtime.parts.Parts`)."""

    @property
    def config(self) -> Any:
        """What operators wrote (`tocsin.config.Config`)."""
        ...

    @property
    def atlas(self) -> Atlas:
        """The regions, the operator's areas included."""
        ...

    @property
    def tagger(self) -> Any:
        """The tagger (`streams.tag.Tagger`)."""
        ...

    @property
    def alerts(self) -> Any:
        """Rules, routes and receivers (`alerts.config.AlertConfig`)."""
        ...

    def detection(self) -> Fold[Any, Any]:
        """Return a new, empty detection fold."""
        ...

    def alerting(self) -> Fold[Any, Any]:
        """Return a new, empty alerting fold."""
        ...


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder that keeps what this process remembers."""
    return Path(setting("DATA", environment) or Path.home() / ".tocsin")


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


def process_parts(stages: Stages, environment: Mapping[str, str]) -> Parts:
    """Return what a Faust worker is made of."""
    from streams.mentions import mentions
    from tocsin.runtime.distributed.process import Parts

    hush()
    health = Health("process")
    atlas, tagger = stages.atlas, stages.tagger
    return Parts(
        connection=kafka_connection(environment),
        tag=tagger.tag,
        mentions=lambda tagged: mentions(tagged, atlas),
        make_fold=stages.detection,
        family=atlas.family,
        snapshots=lambda: kept_snapshots(environment),
        data=data_folder(environment) / "faust",
        beat=health.beat,
        serving=lambda: served(health, address(setting("HEALTH", environment), "process")),
    )


def process(stages: Stages, environment: Mapping[str, str]) -> None:
    """Run one Faust worker, tagging and detection in it, until a signal ends it."""
    import faust

    from tocsin.runtime.distributed.process import build

    app = build(process_parts(stages, environment))
    faust.Worker(app, loglevel="WARNING", redirect_stdouts=False).execute_from_commandline()


async def index(stages: Stages, environment: Mapping[str, str], stop: asyncio.Event) -> None:
    """Write the log into Elasticsearch until ``stop`` is set."""
    from tocsin.runtime.distributed.indexing import IndexLoop

    connection = elastic_connection(environment)
    blocking = connection.client()
    admin = IndexAdmin(blocking)
    await asyncio.to_thread(admin.check_schema)
    client = connection.async_client()
    try:
        async with _health("index", environment) as health:
            loop = IndexLoop(
                kafka_connection(environment),
                client,
                stages.atlas,
                retire=admin.retire,
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
    from tocsin.runtime.distributed.ledger import ElasticLedger

    client = elastic_connection(environment).client()
    ledger = ElasticLedger(client)
    receivers = stages.alerts.receivers

    def make_deliverer() -> Deliverer:
        built = build(receivers, lambda name: setting(name, environment), links=stages.config.routes.links)
        return Deliverer(ledger, built, receivers, clock=SystemClock())

    try:
        async with _health("alert", environment) as health, kept_snapshots(environment) as snapshots:
            loop = AlertLoop(
                kafka_connection(environment),
                make_fold=stages.alerting,
                snapshots=snapshots,
                ledger=ledger,
                make_deliverer=make_deliverer,
                beat=health.beat,
            )
            async with beside(stages, environment, ElasticSearch(client), ledger, active=lambda: loop.active):
                await loop.run(stop.is_set)
    finally:
        client.close()


def run(role: Callable[[asyncio.Event], Any]) -> None:
    """Run an asyncio role until SIGTERM or SIGINT, which end it cleanly."""

    async def main() -> None:
        hush()
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for which in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(which, stop.set)
        await role(stop)

    asyncio.run(main())


@asynccontextmanager
async def kept_snapshots(environment: Mapping[str, str]) -> AsyncIterator[Snapshots]:
    """Open the store of the folds' snapshots: a file (``TOCSIN_SNAPSHOTS``) or Elasticsearch."""
    if path := setting("SNAPSHOTS", environment):
        store = SqliteSnapshots(Path(path))
        try:
            yield store
        finally:
            store.close()
        return
    client = elastic_connection(environment).async_client()
    try:
        yield SharedSnapshots(ElasticState(client))
    finally:
        await client.close()


@asynccontextmanager
async def _health(role: str, environment: Mapping[str, str]) -> AsyncIterator[Health]:
    health = Health(role)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(served(health, address(setting("HEALTH", environment), role)))
        yield health


def stages_of(environment: Mapping[str, str]) -> Stages:
    """Return the parts of the configuration that ``TOCSIN_CONFIG`` names, or of the shipped one."""
    from tocsin.config import load
    from tocsin.runtime.parts import Parts as Built

    return Built(load(config_folder(environment)), settings=settings_set(environment))


def config_folder(environment: Mapping[str, str]) -> Path:
    """Return the configuration folder that ``TOCSIN_CONFIG`` names, or the shipped one."""
    from tocsin.config.place import default_config

    return Path(setting("CONFIG", environment) or default_config())
