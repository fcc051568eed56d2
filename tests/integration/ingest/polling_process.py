"""A process that polls feeds into a SQLite log until it is killed: the victim of the kill test."""

import asyncio
import sqlite3
import sys

from ingest.http import HttpFetcher
from ingest.poller import Poller
from ingest.spec import FeedSpec, IngestSpec
from ingest.store import SqliteFeedStore
from ingest.worker import ParseWorkers
from tocsin.clock import SystemClock


class TableOutbox:
    """The simplest log that shares the poller's transaction."""

    def __init__(self, connection):
        self._connection = connection
        connection.execute(
            "CREATE TABLE IF NOT EXISTS log (n INTEGER PRIMARY KEY, topic TEXT, key TEXT, value BLOB)"
        )

    def append(self, topic, key, value):
        self._connection.execute("INSERT INTO log (topic, key, value) VALUES (?, ?, ?)", (topic, key, value))


async def main(database, *urls):
    connection = sqlite3.connect(database, check_same_thread=False, isolation_level=None, timeout=10)
    connection.execute("PRAGMA journal_mode=WAL")
    limits = IngestSpec(
        allow_networks=("127.0.0.0/8",), host_spacing="0s", connections_per_host=4, floor="1s"
    )
    feeds = [
        FeedSpec(id=f"f{n}", url=url, name="f", publisher="p", interval="0.2s") for n, url in enumerate(urls)
    ]
    poller = Poller(
        feeds=feeds, limits=limits, store=SqliteFeedStore(connection, TableOutbox(connection)),
        fetcher=HttpFetcher(limits), parsers=ParseWorkers(limits), clock=SystemClock(),
    )  # fmt: skip
    await poller.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
