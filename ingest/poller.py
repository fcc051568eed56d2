"""The loop that asks feeds: who is due, whose host is free, and once a minute a tick.

How to wire it (everything is created inside the running event loop)::

    store = SqliteFeedStore(connection, outbox)     # ingest.store; called from one thread of the poller
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
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from ingest.feedstore import Change, FeedStore
from ingest.fetch import Fetcher
from ingest.minute import Minutes
from ingest.parsing import ParsePool
from ingest.poll import Tools, broken, poll
from ingest.roster import Roster
from ingest.round import Round, Summary, held
from ingest.spec import FeedSpec, IngestSpec
from ingest.turns import Turn, Turns
from ingest.watcher import NobodyWatches, Outcome, Watcher
from ingest.writer import Writer
from tocsin.clock import Clock
from tocsin.errors import BackendFault
from tocsin.model import FeedState

__all__ = ["Poller", "Summary"]

_PATIENCE: Final = 1.0  #: seconds that running polls get to end after a stop
_MOST_SLEEP: Final = 5.0  #: seconds; a clock that was set forward is noticed by then


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
        self._roster = Roster(feeds)
        self._turns = Turns(limits)
        self._minutes = Minutes(shard=shard, partitions=partitions)
        self._polls: set[asyncio.Task[Outcome]] = set()
        self._ended: dict[str, Outcome] = {}
        self._wake = asyncio.Event()
        self._tidied: datetime | None = None
        self._broken: BaseException | None = None

    @property
    def states(self) -> Mapping[str, FeedState]:
        """What is remembered of every feed in the configuration."""
        return self._roster.states

    def reload(self, feeds: Sequence[FeedSpec], limits: IngestSpec | None = None) -> None:
        """Poll other feeds from now on; what is known of those that stay is kept.

        Of the limits, pace and manners change at once; connection limits, time
        outs and the user agent with the next start.
        """
        if limits is not None:
            self._limits = limits
            self._tools = replace(self._tools, limits=limits)
            self._turns.follow(limits)
        self._roster.follow(feeds, now=self._clock.now())
        self._turns.plan({feed: state.due for feed, state in self.states.items()})
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
        single = Round(self._roster.specs)
        try:
            await self.open()
            now = self._clock.now()
            self._minute(now)
            self._turns.plan({feed: state.retry_at or now for feed, state in self.states.items()})
            while single.left:
                self._start_due(only=single.left)
                self._give_up_held(single.left)
                if not single.left <= self._ended.keys():
                    await self._pause(None)
                self._minute(self._clock.now())
                single.take(self._ended)
                self._ended.clear()
            self._minute(self._clock.now(), last=True)
        finally:
            await self.close()
        return single.summary()

    async def open(self) -> None:
        """Take up what the store remembers."""
        self._roster.recall(await self._writer.states(), now=self._clock.now())
        self._turns.plan({feed: state.due for feed, state in self.states.items()})

    def step(self) -> None:
        """Do what is due now: the minute's records, and the polls that may start. Never waits."""
        self._check()
        self._minute(self._clock.now())
        self._start_due(only=self.states)
        self._ended.clear()

    def next_due(self) -> datetime:
        """Return when `step` has something to do again."""
        minute, first = self._minutes.next(self._clock.now()), self._turns.first()
        return min(minute, first) if first else minute

    async def settle(self) -> None:
        """Wait until no poll is running and all is written."""
        while self._polls:
            await asyncio.wait(self._polls)
        await self._writer.flush()

    async def close(self) -> None:
        """End polls (a second's grace), keep what they brought, close all ports."""
        if self._polls:
            await asyncio.wait(self._polls, timeout=_PATIENCE)
        for task in self._polls:
            task.cancel()
        if self._polls:
            await asyncio.wait(self._polls, timeout=_PATIENCE)
        await self._tools.parsers.close()
        await self._tools.fetcher.close()
        await self._writer.close()

    def _check(self) -> None:
        """Raise what the store raised."""
        self._writer.check()
        if self._broken is not None:
            raise self._broken

    def _start_due(self, *, only: Container[str]) -> None:
        now = self._clock.now()
        while turn := self._turns.next(self.states, only=only, now=now):
            spec, state = self._roster.specs[turn.feed], self.states[turn.feed]
            task = asyncio.create_task(self._poll(spec, state, turn))
            self._polls.add(task)
            task.add_done_callback(partial(self._on_end, turn))

    def _give_up_held(self, left: Container[str]) -> None:
        """Count feeds whose host asked us to stay away for longer as failed: a single round does not wait for them."""
        limit = self._clock.now() + 2 * self._limits.total_timeout
        for feed, at in self._turns.queued_after(limit).items():
            if feed in left and feed not in self._ended:
                self._tell(feed, held(self.states[feed], at))

    async def _poll(self, spec: FeedSpec, before: FeedState, turn: Turn) -> Outcome:
        change, outcome = await poll(spec, before, self._tools)
        if outcome.articles or change.seen:
            await self._writer.commit(change)
        else:
            self._writer.later(change)
        self._roster.keep(outcome.state)
        if before.failures > 0 and outcome.state.failures == 0:
            self._minutes.recovered()
        failure = outcome.failure
        if failure is not None and failure.retry_after is not None:
            self._turns.hold(turn, self._clock.now() + failure.retry_after)
        self._watcher.polled(spec, outcome)
        return outcome

    def _on_end(self, turn: Turn, task: asyncio.Task[Outcome]) -> None:
        self._polls.discard(task)
        try:
            if not task.cancelled():
                self._note(turn.feed, task)
        finally:
            self._turns.finish(turn, self.states, now=self._clock.now())
            self._wake.set()

    def _note(self, feed: str, task: asyncio.Task[Outcome]) -> None:
        """Take the outcome of a poll; a store that fails ends the poller, a bug of ours only the poll."""
        error = task.exception()
        if error is None:
            self._ended[feed] = task.result()
        elif isinstance(error, BackendFault) or not isinstance(error, Exception):
            self._broken = error
        elif feed in self.states:
            outcome = broken(self.states[feed], error, now=self._clock.now())
            self._roster.keep(outcome.state)
            self._tell(feed, outcome)

    def _tell(self, feed: str, outcome: Outcome) -> None:
        self._ended[feed] = outcome
        self._watcher.polled(self._roster.specs[feed], outcome)

    def _minute(self, now: datetime, *, last: bool = False) -> None:
        """Write what the minute has to tell, and tidy up once a day."""
        if not last and not self._minutes.begins(now):
            return
        self._writer.later(Change(messages=self._minutes.records(self._roster.pairs(), now, last=last)))
        self._tidy(now)

    def _tidy(self, now: datetime) -> None:
        if self._tidied is not None and now - self._tidied < timedelta(hours=24):
            return
        self._tidied = now
        self._turns.tidy(now=now)
        self._writer.forget(now - self._limits.forget_after)

    async def _pause(self, ended: asyncio.Task[bool] | None) -> None:
        """Sleep until something is due, a poll ends, or we are to stop."""
        woken = asyncio.create_task(self._wake.wait())
        seconds = _MOST_SLEEP if self._turns.full else (self.next_due() - self._clock.now()).total_seconds()
        waits = {woken} if ended is None else {woken, ended}
        await asyncio.wait(
            waits, timeout=min(max(seconds, 0.001), _MOST_SLEEP), return_when=asyncio.FIRST_COMPLETED
        )
        woken.cancel()
        self._wake.clear()
        self._check()
