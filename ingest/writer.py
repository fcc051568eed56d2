"""Commits in groups, on a thread of their own: the event loop never waits for a disk.

What arrives while one transaction is being written goes into the next one.
States that say nothing but a new due time wait up to a second for company.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Final, TypeVar

from ingest.decide import Known
from ingest.feedstore import Change, FeedStore
from tocsin.model import FeedState

T = TypeVar("T")
_COMPANY: Final = 1.0  #: seconds that a change nobody waits for may wait


class Writer:
    """All access to a `FeedStore` from an event loop; what fails reaches every caller and `check`."""

    def __init__(self, store: FeedStore) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="feed-store")
        self._pending: list[Change] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._broken: BaseException | None = None

    async def states(self) -> dict[str, FeedState]:
        """Return the states of all feeds."""
        return await self._call(self._store.states)

    async def recall(self, feed: str, keys: Sequence[str]) -> dict[str, Known]:
        """Return what is remembered of one feed under these keys."""
        return await self._call(lambda: self._store.known(feed, keys))

    def forget(self, before: datetime) -> None:
        """Forget articles last seen before a moment, soon; nobody waits for it."""
        self._thread.submit(self._store.forget, before).add_done_callback(self._on_forgotten)

    async def commit(self, change: Change) -> None:
        """Keep a change; return when it is safe on disk."""
        self.check()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending.append(change)
        self._waiting.append(done)
        self._start(0.0)
        await asyncio.shield(done)

    def later(self, change: Change) -> None:
        """Keep a change soon; nobody waits for it."""
        self.check()
        self._pending.append(change)
        self._start(_COMPANY)

    def check(self) -> None:
        """Raise what the last failed commit raised."""
        if self._broken is not None:
            raise self._broken

    async def flush(self) -> None:
        """Write what is pending, now."""
        while self._task is not None and not self._task.done():
            self._hurry()
            await asyncio.wait({self._task})
        self.check()

    async def close(self) -> None:
        """Write what is pending and end the thread."""
        try:
            await self.flush()
        finally:
            self._thread.shutdown(wait=True)

    def _on_forgotten(self, done: Future[int]) -> None:
        self._broken = self._broken or done.exception()

    async def _call(self, what: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, what)

    def _start(self, delay: float) -> None:
        if self._task is None or self._task.done():
            self._wake = asyncio.Event()
            self._task = asyncio.create_task(self._run(delay))
        elif delay == 0.0:
            self._hurry()

    def _hurry(self) -> None:
        self._wake.set()

    async def _run(self, delay: float) -> None:
        if delay:
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._wake.wait()
        while self._pending and self._broken is None:
            await self._write()

    async def _write(self) -> None:
        changes, self._pending = self._pending, []
        waiting, self._waiting = self._waiting, []
        try:
            await self._call(lambda: self._store.commit(changes))
        except Exception as error:  # noqa: BLE001  # carried to every caller: a store that fails stops the poller
            self._broken = error
        for done in waiting:
            if done.cancelled():
                continue
            if self._broken is None:
                done.set_result(None)
            else:
                done.set_exception(self._broken)
