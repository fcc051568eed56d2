"""The loop that asks feeds: who is due, whose host is free, and once a minute a tick.

How to wire it (everything is created inside the running event loop)::

    outbox = ...                       # has append(topic: str, key: str, value: bytes) -> None
    store = SqliteFeedStore(connection, outbox)     # check_same_thread=False, WAL, busy timeout;
                                                    # the store's calls come from one thread of the poller
    poller = Poller(
        feeds=feed_specs,              # Sequence[FeedSpec]
        limits=ingest_spec,            # IngestSpec
        store=store,                   # FeedStore
        fetcher=HttpFetcher(ingest_spec),          # ingest.http
        parsers=ParseWorkers(ingest_spec),         # ingest.worker
        clock=SystemClock(),
        watcher=watcher,               # has polled(spec: FeedSpec, outcome: Outcome) -> None
        shard="0", partitions=1,       # partitions of tocsin.mentions
    )
    await poller.run(stop)             # asyncio.Event; returns within 3 s after stop.set()
    summary = await poller.poll_once() # instead: every feed once; Summary(polled, new, revised, failed)
    poller.reload(feed_specs, ingest_spec)          # while running: new specs at the next step
    poller.states                      # Mapping[str, FeedState], for the desk and reports

`run` and `poll_once` close fetcher, parsers and the store's thread when they
end (a poller is used once). They raise `BackendFault` when the store fails.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from ingest import moves
from ingest.due import DueFeeds
from ingest.feedstore import Change, FeedStore
from ingest.fetch import Fault, Fetcher, FetchFailed
from ingest.hosts import Hosts
from ingest.minute import Minutes
from ingest.outcome import failed, new_state
from ingest.parsing import ParsePool
from ingest.poll import Tools, poll
from ingest.spec import FeedSpec, IngestSpec
from ingest.watcher import NobodyWatches, Outcome, PollKind, Watcher
from ingest.writer import Writer
from tocsin.clock import Clock
from tocsin.errors import BackendFault
from tocsin.model import FeedState

_PATIENCE: Final = 1.0  #: seconds that running polls get to end after a stop
_MOST_SLEEP: Final = 5.0  #: seconds; a clock that was set forward is noticed by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What `Poller.poll_once` did."""

    polled: int
    new: int
    revised: int
    failed: tuple[tuple[str, FetchFailed], ...] = ()  #: feed id and failure, by id


class Poller:
    """Polls feeds through its ports; see the module's docstring for how to wire it."""

    def __init__(
        self, *, feeds: Sequence[FeedSpec], limits: IngestSpec, store: FeedStore, fetcher: Fetcher,
        parsers: ParsePool, clock: Clock, watcher: Watcher | None = None, shard: str = "0", partitions: int = 1,
    ) -> None:  # fmt: skip
        self._limits, self._clock = limits, clock
        self._writer = Writer(store)
        self._tools = Tools(
            fetcher=fetcher, parsers=parsers, recall=self._writer.recall, clock=clock, limits=limits
        )
        self._watcher = watcher or NobodyWatches()
        self._specs = {spec.id: spec for spec in feeds}
        self._states: dict[str, FeedState] = {}
        self._due = DueFeeds()
        self._running: dict[str, asyncio.Task[Outcome]] = {}
        self._hosts = Hosts(limits)
        self._minutes = Minutes(shard=shard, partitions=partitions)
        self._tidied: datetime | None = None
        self._wake = asyncio.Event()
        self._ended: dict[str, Outcome] = {}
        self._remembered: dict[str, FeedState] = {}
        self._forgetting: asyncio.Task[int] | None = None
        self._broken: BaseException | None = None

    @property
    def states(self) -> Mapping[str, FeedState]:
        """What is remembered of every feed in the configuration."""
        return self._states

    def reload(self, feeds: Sequence[FeedSpec], limits: IngestSpec | None = None) -> None:
        """Poll other feeds from now on; what is known of those that stay is kept.

        Of the limits, pace and manners change at once; connection limits, time
        outs and the user agent with the next start.
        """
        if limits is not None:
            self._limits = limits
            self._hosts.follow(limits)
            self._tools = Tools(
                fetcher=self._tools.fetcher, parsers=self._tools.parsers, recall=self._tools.recall,
                clock=self._clock, limits=limits,
            )  # fmt: skip
        self._remembered.update(self._states)
        self._specs = {spec.id: spec for spec in feeds}
        self._adopt(self._remembered, self._clock.now())
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop`` is set."""
        ended = asyncio.create_task(stop.wait())
        try:
            await self.open()
            while not stop.is_set():
                self.step()
                await self._pause(ended)
        finally:
            ended.cancel()
            await self.close()

    async def poll_once(self) -> Summary:
        """Poll every feed once, whatever its due time, with all manners; then close."""
        outcomes: dict[str, Outcome] = {}
        try:
            await self.open()
            now = self._clock.now()
            self._minute(now)
            for feed in self._specs:
                self._due.put(feed, self._states[feed].retry_at or now)
            left = set(self._specs)
            while left:
                self._start_due(only=left)
                self._give_up_held(left)
                if not left <= self._ended.keys():
                    await self._pause(None)
                self._minute(self._clock.now())
                for feed in left & self._ended.keys():
                    left.discard(feed)
                    outcomes[feed] = self._ended.pop(feed)
            self._minute(self._clock.now(), last=True)
        finally:
            await self.close()
        return _summary(outcomes)

    def _give_up_held(self, left: Iterable[str]) -> None:
        """Count feeds whose host asked us to stay away for longer as failed: a single round does not wait for them."""
        limit = self._clock.now() + 2 * self._limits.total_timeout
        queued = self._due.moments()
        for feed in left:
            if queued.get(feed, limit) > limit and feed not in self._ended:
                self._ended[feed] = _held(self._states[feed], queued[feed])
                self._watcher.polled(self._specs[feed], self._ended[feed])

    async def open(self) -> None:
        """Take up what the store remembers."""
        self._remembered = await self._writer.states()
        self._adopt(self._remembered, self._clock.now())

    def step(self) -> None:
        """Do what is due now: the minute's records, and the polls that may start. Never waits."""
        self._check()
        self._minute(self._clock.now())
        self._start_due()
        self._ended.clear()

    def next_due(self) -> datetime:
        """Return when `step` has something to do again."""
        minute, first = self._minutes.next(self._clock.now()), self._due.first()
        return min(minute, first) if first else minute

    async def settle(self) -> None:
        """Wait until no poll is running and all is written."""
        while self._running:
            await asyncio.wait(self._running.values())
        await self._writer.flush()

    async def close(self) -> None:
        """End polls (a second's grace), keep what they brought, close all ports."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=_PATIENCE)
        for task in list(self._running.values()):
            task.cancel()
        if self._running:
            await asyncio.wait(self._running.values(), timeout=_PATIENCE)
        if self._forgetting is not None:
            await asyncio.wait({self._forgetting})
        await self._tools.parsers.close()
        await self._tools.fetcher.close()
        await self._writer.close()

    def _check(self) -> None:
        """Raise what the store raised."""
        self._writer.check()
        if self._broken is not None:
            raise self._broken

    def _adopt(self, remembered: Mapping[str, FeedState], now: datetime) -> None:
        self._states = {
            feed: moves.follow_spec(remembered[feed], spec.url) if feed in remembered else new_state(spec, now=now)
            for feed, spec in self._specs.items()
        }  # fmt: skip
        self._due.clear()
        for feed, state in self._states.items():
            if feed not in self._running:
                self._due.put(feed, state.due)

    def _start_due(self, *, only: Iterable[str] | None = None) -> None:
        now = self._clock.now()
        while len(self._running) < self._limits.connections:
            feed = self._due.pop(now)
            if feed is None:
                return
            if feed in self._specs and feed not in self._running and (only is None or feed in only):
                self._start(feed, now)

    def _start(self, feed: str, now: datetime) -> None:
        host = _host(self._states[feed])
        free = self._hosts.earliest(host, now=now)
        if free is None:
            self._hosts.wait(host, feed)
        elif free > now:
            self._due.put(feed, free)
        else:
            self._hosts.start(host, now=now)
            task = asyncio.create_task(self._poll(self._specs[feed], self._states[feed], host))
            self._running[feed] = task
            task.add_done_callback(self._finisher(feed, host))

    def _finisher(self, feed: str, host: str) -> Callable[[asyncio.Task[Outcome]], None]:
        def finished(task: asyncio.Task[Outcome]) -> None:
            self._running.pop(feed, None)
            now = self._clock.now()
            for waited in self._hosts.finish(host):
                if waited in self._specs and waited not in self._due and waited not in self._running:
                    self._due.put(waited, now)
            if not task.cancelled():
                self._note(feed, task)
            if feed in self._specs and feed not in self._due:
                self._due.put(feed, self._states[feed].due)
            self._wake.set()

        return finished

    def _note(self, feed: str, task: asyncio.Task[Outcome]) -> None:
        """Take the outcome of a poll; a store that fails ends the poller, a bug of ours only the poll."""
        error = task.exception()
        if error is None:
            self._ended[feed] = task.result()
        elif isinstance(error, Exception) and not isinstance(error, BackendFault) and feed in self._specs:
            failure = FetchFailed(fault=Fault.OURS, detail=f"{type(error).__name__}: {error}"[:200])
            state = failed(self._states[feed], failure, now=self._clock.now())
            self._states[feed] = state
            self._ended[feed] = Outcome(kind=PollKind.FAILED, state=state, failure=failure)
            self._watcher.polled(self._specs[feed], self._ended[feed])
        else:
            self._broken = error

    async def _poll(self, spec: FeedSpec, state: FeedState, host: str) -> Outcome:
        change, outcome = await poll(spec, state, self._tools)
        if outcome.articles or change.seen:
            await self._writer.commit(change)
        else:
            self._writer.later(change)
        if spec.id in self._specs:  # it may be gone, or live elsewhere, since a reload
            self._states[spec.id] = moves.follow_spec(outcome.state, self._specs[spec.id].url)
        if state.failures > 0 and outcome.state.failures == 0:
            self._minutes.recovered()
        failure = outcome.failure
        if failure is not None and failure.retry_after is not None:
            self._hosts.hold(host, self._clock.now() + failure.retry_after)
        self._watcher.polled(spec, outcome)
        return outcome

    def _minute(self, now: datetime, *, last: bool = False) -> None:
        """Write what the minute has to tell, and tidy up once a day."""
        if not last and not self._minutes.begins(now):
            return
        feeds = [(spec, self._states[feed]) for feed, spec in self._specs.items()]
        self._writer.later(Change(messages=self._minutes.records(feeds, now, last=last)))
        self._tidy(now)

    def _tidy(self, now: datetime) -> None:
        if self._tidied is not None and now - self._tidied < timedelta(hours=24):
            return
        self._tidied = now
        self._hosts.tidy(now=now)
        self._forgetting = asyncio.create_task(self._writer.forget(now - self._limits.forget_after))

    async def _pause(self, ended: asyncio.Task[bool] | None) -> None:
        """Sleep until something is due, a poll ends, or we are to stop."""
        woken = asyncio.create_task(self._wake.wait())
        full = len(self._running) >= self._limits.connections
        seconds = _MOST_SLEEP if full else (self.next_due() - self._clock.now()).total_seconds()
        waits = {woken} if ended is None else {woken, ended}
        await asyncio.wait(
            waits, timeout=min(max(seconds, 0.001), _MOST_SLEEP), return_when=asyncio.FIRST_COMPLETED
        )
        woken.cancel()
        self._wake.clear()
        self._check()


def _host(state: FeedState) -> str:
    return (urlsplit(state.url).hostname or "").lower()


def _held(state: FeedState, until: datetime) -> Outcome:
    failure = FetchFailed(
        fault=Fault.RATE_LIMITED, detail=f"asked us to wait until {until:%Y-%m-%d %H:%M} UTC"
    )
    return Outcome(kind=PollKind.FAILED, state=state, failure=failure)


def _summary(outcomes: Mapping[str, Outcome]) -> Summary:
    failed = ((feed, outcome.failure) for feed, outcome in sorted(outcomes.items()) if outcome.failure)
    return Summary(
        polled=len(outcomes),
        new=sum(outcome.new for outcome in outcomes.values()),
        revised=sum(outcome.revised for outcome in outcomes.values()),
        failed=tuple(failed),
    )
