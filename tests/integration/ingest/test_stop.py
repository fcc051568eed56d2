"""A poller over real HTTP and real workers ends within three seconds, whatever publishers are doing."""

import asyncio
import time
from pathlib import Path

import pytest

from ingest.http import HttpFetcher
from ingest.poller import Poller
from ingest.spec import FeedSpec, IngestSpec
from ingest.worker import ParseWorkers
from tocsin.clock import SystemClock
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.feedstore import MemoryFeedStore
from tocsin.testing.fetcher import rss

pytestmark = pytest.mark.integration
LIMITS = IngestSpec(allow_networks=("127.0.0.0/8",), host_spacing="0s", connections_per_host=10)
DEEP = b"<rss><channel>" + b"<" * 5_000_000


class Saw:
    def __init__(self):
        self.news = asyncio.Event()

    def polled(self, spec, outcome):
        if outcome.articles:
            self.news.set()


def poller(urls, store, watcher=None):
    feeds = [FeedSpec(id=f"f{n}", url=url, name="f", publisher="p") for n, url in enumerate(urls)]
    parsers = ParseWorkers(LIMITS)
    made = Poller(
        feeds=feeds,
        limits=LIMITS,
        store=store,
        fetcher=HttpFetcher(LIMITS),
        parsers=parsers,
        clock=SystemClock(),
        watcher=watcher,
    )
    return made, parsers


async def test_it_ends_while_servers_hang_and_parsers_toil():
    with FeedServer() as server:
        urls = [
            server.put("/good", rss(("a", "A"), ("b", "B"))),
            server.put("/slow", Page(body=rss(("c", "C")), delay=8)),
            server.put("/drip", Page(body=rss(("d", "D")), drip=0.2)),
            server.put("/deep", DEEP),
        ]
        store = MemoryFeedStore()
        saw = Saw()
        made, parsers = poller(urls, store, saw)
        stop = asyncio.Event()
        task = asyncio.create_task(made.run(stop))
        await saw.news.wait()
        pids = parsers.pids
        stop.set()
        began = time.monotonic()
        await task
        assert time.monotonic() - began < 3
    assert {article.title for article in store.outbox.of("tocsin.articles")} == {"A", "B"}
    assert not _alive(pids)


async def test_one_round_over_good_and_bad_feeds_comes_to_an_end():
    with FeedServer() as server:
        urls = [server.put(f"/{n}", rss((f"g{n}x", f"Title {n}"))) for n in range(30)]
        urls += [server.put("/404", Page(status=404)), server.put("/html", b"<!doctype html><html>")]
        store = MemoryFeedStore()
        made, _ = poller(urls, store)
        summary = await made.poll_once()
    assert (summary.polled, summary.new) == (32, 30)
    assert [failure.detail for _, failure in summary.failed] == ["404 Not Found", "not a feed but a web page"]


def _alive(pids):
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]
