import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from ingest.feedstore import Change
from ingest.fetch import Fault, Fetched, FetchFailed
from ingest.poller import Poller
from ingest.spec import FeedSpec, IngestSpec
from ingest.watcher import PollKind
from tocsin.errors import BackendFault
from tocsin.model import Article, Coverage, FeedState, Tick
from tocsin.testing.clock import ManualClock
from tocsin.testing.feedstore import ListOutbox, MemoryFeedStore
from tocsin.testing.fetcher import FakeFetcher, InlineParsers, rss

LIMITS = IngestSpec()
MINUTE = timedelta(minutes=1)
TWO = rss(("a", "First report"), ("b", "Second report"))
THREE = rss(("c", "Third report"), ("a", "First report"), ("b", "Second report"))


class Seen:
    def __init__(self):
        self.polls = []
        self.first = asyncio.Event()

    def polled(self, spec, outcome):
        self.polls.append((spec.id, outcome))
        self.first.set()

    @property
    def kinds(self):
        return [outcome.kind for _, outcome in self.polls]


class World:
    def __init__(self, *feeds, limits=LIMITS, store=None, partitions=1):
        self.clock, self.fetcher, self.seen = ManualClock(), FakeFetcher(), Seen()
        self.store = store or MemoryFeedStore()
        self.parsers = InlineParsers()
        self.poller = Poller(
            feeds=feeds, limits=limits, store=self.store, fetcher=self.fetcher, parsers=self.parsers,
            clock=self.clock, watcher=self.seen, partitions=partitions,
        )  # fmt: skip

    async def step(self, advance=timedelta()):
        self.clock.advance(advance)
        self.poller.step()
        await self.poller.settle()
        await asyncio.sleep(0)

    def articles(self):
        return self.store.outbox.of("tocsin.articles")

    def mentions(self, kind):
        return [record for record in self.store.outbox.of("tocsin.mentions") if isinstance(record, kind)]


def feed(name, host="", **more):
    host = host or f"{name}.example"
    return FeedSpec(id=name, url=f"https://{host}/{name}", name=name, publisher=name, country="KG", **more)


async def test_a_feed_is_polled_when_due_and_news_comes_once():
    world = World(feed("a"))
    world.fetcher.serve("https://a.example/a", TWO)
    await world.poller.open()
    await world.step()
    await world.step(MINUTE)
    assert world.seen.kinds == [PollKind.NEWS]
    await world.step(timedelta(hours=2))
    world.fetcher.serve("https://a.example/a", THREE, version="2")
    await world.step(timedelta(hours=2))
    assert world.seen.kinds == [PollKind.NEWS, PollKind.NOT_MODIFIED, PollKind.NEWS]
    assert [(a.title, a.backlog) for a in world.articles()] == [
        ("First report", True),
        ("Second report", True),
        ("Third report", False),
    ]
    await world.poller.close()
    assert world.fetcher.closed


async def test_a_body_that_differs_only_in_its_build_date_is_not_parsed():
    world = World(feed("a"))
    await world.poller.open()
    for minute in (1, 2, 3):
        body = rss(("a", "x"), channel=f"<lastBuildDate>Sun, 01 Mar 2026 12:0{minute}:00 GMT</lastBuildDate>")
        world.fetcher.answer("https://a.example/a", Fetched(status=200, url="u", body=body))
        await world.step(timedelta(hours=3))
    assert world.seen.kinds == [PollKind.NEWS, PollKind.SAME, PollKind.SAME]
    assert len(world.parsers.jobs) == 1
    await world.poller.close()


async def test_a_restart_goes_on_where_it_ended():
    first = World(feed("a"))
    first.fetcher.serve("https://a.example/a", TWO)
    await first.poller.open()
    await first.step()
    due = first.poller.states["a"].due
    await first.poller.close()
    second = World(feed("a"), store=first.store)
    second.fetcher.serve("https://a.example/a", TWO)
    await second.poller.open()
    assert second.poller.states["a"].due == due
    await second.step()
    assert second.seen.polls == []
    await second.step(timedelta(hours=2))
    assert second.seen.kinds == [PollKind.NOT_MODIFIED]
    assert len(second.articles()) == 2
    await second.poller.close()


async def test_a_failure_is_told_and_waits_longer_each_time():
    world = World(feed("a"))
    await world.poller.open()
    waits = []
    for _ in range(4):
        await world.step(timedelta(days=2))
        waits.append(world.poller.states["a"].due - world.clock.now())
    assert waits == sorted(waits)
    assert world.seen.polls[-1][1].failure.fault is Fault.DNS
    assert world.poller.states["a"].failures == 4
    await world.poller.close()


async def test_one_host_is_asked_one_feed_at_a_time_with_a_pause():
    world = World(*(feed(f"f{n}", host="one.example") for n in range(3)))
    for n in range(3):
        world.fetcher.serve(f"https://one.example/f{n}", TWO)
    await world.poller.open()
    asked = []
    for _ in range(8):
        await world.step()
        asked.append(len(world.fetcher.requests))
        world.clock.advance(timedelta(seconds=1))
    assert asked == [1, 1, 2, 2, 3, 3, 3, 3]
    await world.poller.close()


async def test_retry_after_keeps_the_whole_host_waiting():
    world = World(feed("a", host="one.example"), feed("b", host="one.example"))
    world.fetcher.answer(
        "https://one.example/a",
        FetchFailed(fault=Fault.RATE_LIMITED, status=429, retry_after=timedelta(minutes=30)),
    )
    world.fetcher.serve("https://one.example/b", TWO)
    await world.poller.open()
    await world.step()
    await world.step(timedelta(minutes=29))
    assert len(world.fetcher.requests) == 1
    await world.step(timedelta(minutes=1))
    await world.step(timedelta(seconds=30))
    assert [request.url[-1] for request in world.fetcher.requests] == ["a", "b", "a"]
    await world.poller.close()


async def test_a_tick_a_minute_into_every_partition():
    world = World(feed("a"), partitions=3)
    await world.poller.open()
    for _ in range(6):
        await world.step(timedelta(seconds=30))
    await world.poller.close()
    ticks = world.mentions(Tick)
    assert {tick.partition for tick in ticks} == {0, 1, 2}
    assert [tick.at.minute for tick in ticks if tick.partition == 1] == [0, 1, 2, 3]
    keys = {message.key for message in world.store.outbox.messages if message.topic == "tocsin.mentions"}
    assert keys == {"@0", "@1", "@2"}


async def test_coverage_falls_when_feeds_fail_and_is_restated_when_they_recover():
    world = World(feed("a"), feed("b"))
    world.fetcher.serve("https://a.example/a", TWO)
    world.fetcher.serve("https://b.example/b", TWO)
    await world.poller.open()
    await world.step()
    await world.step(MINUTE)
    world.fetcher.answer("https://a.example/a", FetchFailed(fault=Fault.TIMEOUT))
    for _ in range(60):
        await world.step(timedelta(minutes=5))
    shares = {record.hour % 24: record.visible / record.usual for record in world.mentions(Coverage)}
    assert shares[12] == 1.0
    assert shares[16] == pytest.approx(0.5)
    world.fetcher.serve("https://a.example/a", TWO)
    for _ in range(60):
        await world.step(timedelta(minutes=5))
    shares = {record.hour % 24: record.visible / record.usual for record in world.mentions(Coverage)}
    assert shares[16] == 1.0
    assert {record.region for record in world.mentions(Coverage)} == {"KG"}
    await world.poller.close()


async def test_feed_health_goes_to_its_topic():
    world = World(feed("a"))
    world.fetcher.serve("https://a.example/a", TWO)
    await world.poller.open()
    await world.step()
    await world.poller.close()
    (health,) = world.store.outbox.of("tocsin.feeds")
    assert isinstance(health, FeedState)
    assert health.entries == 2


async def test_poll_once_asks_every_feed_whatever_its_due_time():
    limits = IngestSpec(host_spacing="0s")
    world = World(feed("a"), feed("b", host="a.example"), feed("c"), limits=limits)
    world.fetcher.serve("https://a.example/a", TWO)
    world.fetcher.serve("https://a.example/b", THREE)
    summary = await world.poller.poll_once()
    assert (summary.polled, summary.new) == (3, 5)
    assert [(name, failure.fault) for name, failure in summary.failed] == [("c", Fault.DNS)]
    again = World(feed("a"), feed("b", host="a.example"), feed("c"), limits=limits, store=world.store)
    again.fetcher.serve("https://a.example/a", TWO)
    summary = await again.poller.poll_once()
    assert (summary.polled, summary.new, len(again.fetcher.requests)) == (3, 0, 3)
    assert len(world.articles()) == 5
    assert isinstance(world.store.outbox.of("tocsin.mentions")[-1], Tick)


async def test_poll_once_does_not_wait_for_hosts_that_ask_to_be_left_alone():
    world = World(feed("a"))
    world.fetcher.answer(
        "https://a.example/a",
        FetchFailed(fault=Fault.RATE_LIMITED, status=429, retry_after=timedelta(hours=1)),
    )
    await world.poller.poll_once()
    again = World(feed("a"), store=world.store)
    summary = await again.poller.poll_once()
    assert again.fetcher.requests == []
    assert "asked us to wait until 2026-03-01 13:00 UTC" in summary.failed[0][1].detail


async def test_run_ends_soon_after_the_stop_and_keeps_everything():
    world = World(feed("a"))
    world.fetcher.serve("https://a.example/a", TWO)
    stop = asyncio.Event()
    task = asyncio.create_task(world.poller.run(stop))
    await world.seen.first.wait()
    stop.set()
    await asyncio.wait_for(task, 3)
    assert len(world.articles()) == 2
    assert isinstance(world.articles()[0], Article)
    assert world.store.states()["a"].entries == 2


async def test_a_reload_starts_new_feeds_and_drops_old_ones():
    world = World(feed("a"))
    world.fetcher.serve("https://a.example/a", TWO)
    world.fetcher.serve("https://b.example/b", TWO)
    world.fetcher.serve("https://moved.example/a", TWO)
    await world.poller.open()
    await world.step()
    world.poller.reload([feed("b")])
    await world.step(timedelta(hours=3))
    assert [request.url for request in world.fetcher.requests] == [
        "https://a.example/a",
        "https://b.example/b",
    ]
    world.poller.reload([feed("a", host="moved.example"), feed("b")])
    await world.step(timedelta(hours=3))
    assert "https://moved.example/a" in [request.url for request in world.fetcher.requests]
    assert len([a for a in world.articles() if a.source.feed == "a"]) == 2
    await world.poller.close()


async def test_a_feed_that_is_being_polled_during_a_reload_is_polled_again_afterwards():
    world = World(feed("a"))
    world.fetcher.serve("https://a.example/a", TWO)
    await world.poller.open()
    world.poller.step()  # the poll has begun
    world.poller.reload([feed("a")], IngestSpec(host_spacing="1s"))
    await world.step()
    await world.step(timedelta(hours=3))
    await world.step(timedelta(hours=3))
    assert len(world.fetcher.requests) >= 2
    await world.poller.close()


async def test_what_a_poll_brought_is_known_when_a_feed_that_was_delisted_meanwhile_is_listed_again():
    world = World(feed("a"))
    world.fetcher.serve("https://a.example/a", TWO)
    world.fetcher.serve("https://b.example/b", TWO)
    await world.poller.open()
    world.poller.step()  # the poll has begun
    world.poller.reload([feed("b")])
    await world.poller.settle()
    kept = world.store.states()["a"]
    assert kept.entries == 2
    assert "a" not in world.poller.states
    world.poller.reload([feed("a"), feed("b")])
    assert world.poller.states["a"] == kept
    await world.step(timedelta(hours=3))
    assert world.store.states()["a"].entries == 2
    await world.poller.close()


async def test_a_store_that_fails_ends_the_poller():
    class Broken(MemoryFeedStore):
        def commit(self, changes):
            raise BackendFault("disk full")

    world = World(feed("a"), store=Broken(ListOutbox()))
    world.fetcher.serve("https://a.example/a", TWO)
    with pytest.raises(BackendFault, match="disk full"):
        await asyncio.wait_for(world.poller.run(asyncio.Event()), 5)


async def test_a_store_that_cannot_forget_ends_the_poller():
    class Broken(MemoryFeedStore):
        def forget(self, before):
            raise BackendFault("disk full")

    world = World(feed("a"), store=Broken())
    await world.poller.open()
    with pytest.raises(BackendFault, match="disk full"):
        await world.step()


async def test_a_bug_in_one_poll_is_that_feeds_failure_only():
    world = World(feed("a"), feed("b"))

    def bug(request):
        raise ZeroDivisionError("oops")

    world.fetcher.answer("https://a.example/a", bug)
    world.fetcher.serve("https://b.example/b", TWO)
    await world.poller.open()
    await world.step()
    assert {name: outcome.kind for name, outcome in world.seen.polls} == {
        "a": PollKind.FAILED,
        "b": PollKind.NEWS,
    }
    assert world.poller.states["a"].error == "a mistake of our own"
    await world.poller.close()


async def test_a_bug_in_the_poll_of_a_feed_that_left_meanwhile_ends_nothing():
    world = World(feed("a"), feed("b"))

    def bug(request):
        raise ZeroDivisionError("oops")

    world.fetcher.answer("https://a.example/a", bug)
    world.fetcher.serve("https://b.example/b", TWO)
    await world.poller.open()
    world.poller.step()
    world.poller.reload([feed("b")])
    await world.poller.settle()
    await world.step(timedelta(hours=3))
    assert set(world.poller.states) == {"b"}
    await world.poller.close()


async def test_a_document_the_parser_did_not_survive_is_not_tried_again():
    first = World(feed("a"))
    first.fetcher.answer("https://a.example/a", Fetched(status=200, url="u", body=TWO))
    await first.poller.open()
    await first.step()
    state = first.poller.states["a"]
    await first.poller.close()
    first.store.commit([Change(state=replace(state, bad_hash=state.body_hash, body_hash=None))])
    second = World(feed("a"), store=first.store)
    second.fetcher.answer("https://a.example/a", Fetched(status=200, url="u", body=TWO))
    await second.poller.open()
    await second.step(timedelta(hours=3))
    assert second.seen.polls[-1][1].failure.fault is Fault.KNOWN_BAD
    assert second.parsers.jobs == []
    await second.poller.close()
