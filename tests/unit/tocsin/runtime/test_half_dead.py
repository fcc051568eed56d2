"""Half a tocsin looks well and says nothing: when the engine or the delivery dies, the process ends and says why."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from alerts.ledger_sqlite import SqliteLedger
from tocsin.atlas import Atlas
from tocsin.codec import encode
from tocsin.config import load
from tocsin.errors import BackendFault
from tocsin.index.sqlite import SqliteSearch, create, reader
from tocsin.model import Tick
from tocsin.runtime.embedded.assembly import RETENTION, Embedded
from tocsin.runtime.embedded.database import Transaction, connect
from tocsin.runtime.embedded.delivery import Delivery
from tocsin.runtime.embedded.engine import Engine
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.run import Running, watch
from tocsin.runtime.parts import Parts
from tocsin.testing.clock import ManualClock
from tocsin.topics import MENTIONS

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Idle:
    """A poller that has nothing to poll."""

    async def run(self, stop):
        await stop.wait()


class Mortal(Engine):
    """An engine that can be told to die."""

    dies = False

    def drain(self):
        if self.dies:
            raise BackendFault("the database is gone")
        return super().drain()


async def until(holds):
    """Wait until it holds; ten seconds at most."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110  # what is waited for happens in threads, in the log, in SQLite
            await asyncio.sleep(0.01)


class Torn:
    """A ledger that nobody can use."""

    def __getattr__(self, name):
        raise KeyError("lane")


@pytest.fixture(scope="module")
def parts(english):
    return Parts(load(english))


@asynccontextmanager
async def run(folder, parts, ledger=None):
    clock = ManualClock(START)
    path = folder / "tocsin.db"
    connection = connect(path)
    create(connection)
    engine = Mortal(connection, [], now=clock.now)
    embedded = Embedded(
        path=path,
        clock=clock,
        connection=connection,
        engine=engine,
        search=SqliteSearch(reader(path)),
        heard=None,
    )
    delivery = Delivery(ledger or SqliteLedger(connection), parts, {}.get, clock)
    yield Running(
        embedded=embedded,
        poller=Idle(),
        delivery=delivery,
        atlas=Atlas([]),
        started=START,
    )
    await delivery.close()
    embedded.close()


async def test_a_delivery_that_died_ends_the_process_and_is_said(tmp_path, parts, caplog):
    async with run(tmp_path, parts, Torn()) as one:
        with pytest.raises(BackendFault, match=r"no longer delivered: KeyError\('lane'\)"):
            await asyncio.wait_for(watch(one, asyncio.Event()), 10)
    assert "alerts are no longer delivered" in caplog.text


async def test_an_engine_that_died_is_noticed_also_where_trimming_has_failed(tmp_path, parts, caplog):
    async with run(tmp_path, parts) as one:
        one.embedded.path = tmp_path / "tocsin.db" / "no folder"
        watching = asyncio.create_task(watch(one, asyncio.Event(), trim_every=0.01))
        await until(lambda: "old records were not taken out" in caplog.text)
        one.embedded.engine.dies = True
        with pytest.raises(BackendFault, match="the database is gone"):
            await asyncio.wait_for(watching, 10)


async def test_trimming_that_failed_once_goes_on(tmp_path, parts, caplog):
    async with run(tmp_path, parts) as one:
        embedded, stop = one.embedded, asyncio.Event()
        log = SqliteLog(embedded.connection, embedded.clock.now)
        with Transaction(embedded.connection):
            log.append(MENTIONS.name, "", encode(Tick(at=START)))
        log.move("detection", MENTIONS.name, 1)
        embedded.clock.set(START + RETENTION + timedelta(days=1))
        right, embedded.path = embedded.path, tmp_path / "tocsin.db" / "no folder"
        watching = asyncio.create_task(watch(one, stop, trim_every=0.01))
        await until(lambda: "old records were not taken out" in caplog.text)
        embedded.path = right
        await until(lambda: not log.read(MENTIONS.name, 0, 9))
        stop.set()
        await asyncio.wait_for(watching, 10)


async def test_what_ends_takes_up_no_other_configuration(tmp_path, parts):
    async with run(tmp_path, parts) as one:
        await one.delivery.end(timedelta())
        with pytest.raises(BackendFault, match="ending"):
            one.delivery.follow(parts)
