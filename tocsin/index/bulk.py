"""Writing operations into Elasticsearch until each is stored, already newer there, or dead.

The client's own helper gives up under long blocks and, as it comes, on the
first 429. This loop never gives up on the node; it stops loudly when for a
minute nothing but faults of the set-up came back (a secured node answers 401
to a valid key for about a second after a restart).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from tocsin.errors import BackendFault
from tocsin.index.operations import Operation, newest
from tocsin.index.outcome import BUSY, Outcome, outcome

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

_log = logging.getLogger(__name__)
MAX_OPERATIONS: Final = 500
MAX_BYTES: Final = 4_000_000
SHORTEST, LONGEST = 0.1, 30.0  #: seconds between two attempts
PATIENCE: Final = 60.0  #: seconds without one clean reply before we stop
_TOO_LARGE: Final = 413

#: takes an operation that can never be stored, and why
Dead = Callable[[Operation, str], Awaitable[None]]


class Bulk:
    """Writes operations; safe to repeat and to interrupt at any point."""

    def __init__(
        self,
        client: AsyncElasticsearch,
        dead: Dead,
        *,
        patience: float = PATIENCE,
        longest: float = LONGEST,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        #: this loop is the only retry: the client's own would hide 429s and double the waiting
        self._client = client.options(request_timeout=30, max_retries=0)
        self._dead = dead
        self._patience = patience
        self._longest = longest
        self._beat = beat
        self._bad_since: float | None = None
        self._limit = MAX_OPERATIONS
        self._jitter = random.Random(0)  # noqa: S311 – spreads attempts, decides nothing
        self.counts: Counter[str] = Counter()

    async def write(self, operations: Iterable[Operation]) -> None:
        """Return when every operation is done or dead.

        Raises:
            BackendFault: the set-up is wrong and stayed so for the whole patience.
        """
        waiting = newest(list(operations))
        tries = 0
        while waiting:
            self._beat()
            batch, lines = self._batch(waiting)
            again = await self._send(batch, lines)
            waiting = again + waiting[len(batch) :]
            tries = 0 if len(again) < len(batch) else tries + 1
            if again:
                pause = min(self._longest, SHORTEST * 2 ** min(tries, 10))
                await asyncio.sleep(self._jitter.uniform(0.5, 1.0) * pause)

    def _batch(self, waiting: list[Operation]) -> tuple[list[Operation], list[bytes]]:
        batch: list[Operation] = []
        lines: list[bytes] = []
        size = 0
        for one in waiting[: self._limit]:
            added = one.lines()
            size += sum(map(len, added))
            if batch and size > MAX_BYTES:
                break
            batch.append(one)
            lines += added
        return batch, lines

    async def _send(self, batch: list[Operation], lines: list[bytes]) -> list[Operation]:
        """Send a batch once and return what must be sent again; an unknown outcome means all of it."""
        from elasticsearch import ApiError, TransportError

        try:
            reply = await self._client.bulk(operations=lines)  # type: ignore[arg-type]  # bytes pass
        except ApiError as error:
            return await self._refused(batch, error.meta.status)
        except TransportError as error:
            self._count(f"transport:{type(error).__name__}")
            return batch
        return await self._sort(batch, reply["items"])

    async def _sort(self, batch: list[Operation], items: list[Mapping[str, Any]]) -> list[Operation]:
        again: list[Operation] = []
        wrong = None
        for one, item in zip(batch, items, strict=True):
            (result,) = item.values()
            error = result.get("error") or {}
            became = outcome(one, result["status"], error)
            self._count(f"{became}:{result['status']}:{error.get('type', '')}")
            if became is Outcome.DEAD:
                await self._dead(one, f"{error['type']}: {error.get('reason', '')}")
            elif became is not Outcome.DONE:
                again.append(one)
            if became is Outcome.SETUP:
                wrong = f"{one.index}: {result['status']} {error.get('type')}"
        self._judge_setup(wrong)
        return again

    async def _refused(self, batch: list[Operation], status: int) -> list[Operation]:
        self._count(f"request:{status}")
        if status == _TOO_LARGE and len(batch) > 1:
            self._limit = max(1, len(batch) // 2)
            return batch
        if status == _TOO_LARGE:
            await self._dead(batch[0], "too large for this server")
            return []
        if status not in BUSY:
            self._judge_setup(f"bulk answered {status}")
        return batch

    def _judge_setup(self, wrong: str | None) -> None:
        if wrong is None:
            self._bad_since = None
            return
        self._bad_since = self._bad_since or monotonic()
        if monotonic() - self._bad_since > self._patience:
            raise BackendFault(f"Elasticsearch takes nothing: {wrong}; run `tocsin doctor`")

    def _count(self, what: str) -> None:
        self.counts[what] += 1
        if self.counts[what] == 1 and not what.startswith("done:2"):
            _log.info("first %s", what)
