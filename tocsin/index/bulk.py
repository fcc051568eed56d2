"""Writing operations into Elasticsearch until each is stored, already newer there, or dead; looking up until it answers.

The client's own helper gives up under long blocks and, as it comes, on the
first 429. This loop never gives up on the node; it stops loudly when for a
minute nothing but faults of the set-up came back (`tocsin.index.patience`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tocsin.index.operations import Operation, newest
from tocsin.index.outcome import Outcome, absent, outcome
from tocsin.index.patience import LONGEST, PATIENCE, Patience

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

MAX_OPERATIONS: Final = 500
MAX_BYTES: Final = 4_000_000
_TOO_LARGE: Final = 413
_REFUSED: Final = "security_exception"  #: of a document in an index that the key may not read

#: takes an operation that can never be stored, and why
Dead = Callable[[Operation, str], Awaitable[None]]
#: some fields of documents, by id
Held = dict[str, Mapping[str, Any]]


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
        self._patience = Patience(patience=patience, longest=longest)
        self._beat = beat
        self._limit = MAX_OPERATIONS

    @property
    def counts(self) -> Counter[str]:
        """What came back so far, by kind."""
        return self._patience.counts

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
                await self._patience.pause(tries)

    async def stored(self, asked: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> Held:
        """Return some fields of the documents named (``_index``, ``_id``), by id; nothing of one that is not there.

        Raises:
            BackendFault: the set-up is wrong and stayed so for the whole patience.
        """
        tries = 0
        while (found := await self._look(asked, fields)) is None:
            self._beat()
            tries += 1
            await self._patience.pause(tries)
        return found

    async def _look(self, asked: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> Held | None:
        """Look once; None where nobody answers, or not for every document: its shard is not up yet."""
        from elasticsearch import ApiError, TransportError

        try:
            reply = await self._client.mget(docs=asked, source_includes=fields)
        except (ApiError, TransportError) as error:
            self._patience.failed(error)
            return None
        self._patience.answered()
        unknown = [
            one["error"]["type"] for one in reply["docs"] if "error" in one and not absent(one["error"])
        ]
        if unknown:
            self._patience.count(f"look-up:{unknown[0]}")
            if _REFUSED in unknown:
                self._patience.judge(f"a look-up was answered {_REFUSED}")
            return None
        return {one["_id"]: one["_source"] for one in reply["docs"] if one.get("found")}

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
        except (ApiError, TransportError) as error:
            if isinstance(error, ApiError) and error.meta.status == _TOO_LARGE:
                return await self._smaller(batch)
            self._patience.failed(error)
            return batch
        self._patience.answered()
        return await self._sort(batch, reply["items"])

    async def _sort(self, batch: list[Operation], items: list[Mapping[str, Any]]) -> list[Operation]:
        again: list[Operation] = []
        wrong = None
        for one, item in zip(batch, items, strict=True):
            (result,) = item.values()
            error = result.get("error") or {}
            became = outcome(one, result["status"], error)
            self._patience.count(f"{became}:{result['status']}:{error.get('type', '')}")
            if became is Outcome.DEAD:
                await self._dead(one, f"{error['type']}: {error.get('reason', '')}")
            elif became is not Outcome.DONE:
                again.append(one)
            if became is Outcome.SETUP:
                wrong = f"{one.index}: {result['status']} {error.get('type')}"
        self._patience.judge(wrong)
        return again

    async def _smaller(self, batch: list[Operation]) -> list[Operation]:
        """Send half as much from now on; one operation that is too large alone is dead."""
        self._patience.count(f"request:{_TOO_LARGE}")
        if len(batch) > 1:
            self._limit = max(1, len(batch) // 2)
            return batch
        await self._dead(batch[0], "too large for this server")
        return []
