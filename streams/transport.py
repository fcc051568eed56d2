"""The Kafka consumer under Faust, hardened so that nothing is committed before it was worked off.

Upstream acknowledges an event when its stream moves on: after an exception, on
cancellation and for bytes it could not decode, and it believes any jump in the
offsets. Each of these loses messages (docs/decisions/faust-transport.md). Here

1. only `Consumer.done` counts, from the body of the agent, in the generation that delivered the event;
2. the committed offset is the end of the contiguous part of what is done;
3. a hole in the offsets ends the process: our topics have none, being neither compacted nor transactional.

Everything that this relies on upstream is fingerprinted in tests/unit/streams/test_transport.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import faust.transport.drivers.aiokafka as driver
from faust.types import TP

from tocsin.errors import BackendFault


class Done:
    """Which offsets of one partition are worked off, and how far that is contiguous."""

    __slots__ = ("_done", "_next")

    def __init__(self, first: int) -> None:
        self._next = first
        self._done: set[int] = set()

    def add(self, offset: int) -> None:
        """Note that the record at ``offset`` is worked off."""
        if offset >= self._next:
            self._done.add(offset)

    def advance(self) -> int | None:
        """Return the offset to commit: the end of the contiguous part, or None where it has not moved."""
        start = self._next
        while self._next in self._done:
            self._done.discard(self._next)
            self._next += 1
        return self._next if self._next > start else None

    def __bool__(self) -> bool:
        return bool(self._done)


class Consumer(driver.Consumer):
    """A consumer that commits what `done` was said of, and nothing else."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._partitions: dict[TP, Done] = {}
        super().__init__(*arguments, **options)

    def done(self, event: Any) -> None:
        """Say that an event is worked off: everything it led to is acknowledged by the broker."""
        message = event.message
        if message.generation_id != self.app.consumer_generation_id:
            return  # delivered before a rebalance: its new owner has it too
        partition = self._partitions.get(message.tp)
        if partition is not None:
            partition.add(message.offset)

    def ack(self, message: Any) -> bool:
        """Ignore every acknowledgement of upstream's; see `done`."""
        return False

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Forget the partitions' progress: whoever has them next starts from the commit."""
        self._partitions.clear()
        await super().on_partitions_revoked(revoked)

    async def perform_seek(self) -> None:
        """Start every partition at its committed offset."""
        await super().perform_seek()
        committed: Mapping[TP, int | None] = self._committed_offset
        self._partitions = {tp: Done(offset) for tp, offset in committed.items() if offset}

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        raise BackendFault(
            f"{tp.topic}[{tp.partition}]: the log has no records {offset_from} to {offset_to}; "
            "see docs/operations.md, “the log was cut before it was read”"
        )

    def _to_message(self, tp: TP, record: Any) -> Any:
        self._partitions.setdefault(tp, Done(record.offset))
        return super()._to_message(tp, record)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return iter([tp for tp, partition in self._partitions.items() if partition])

    def _new_offset(self, tp: TP) -> int | None:
        return self._partitions[tp].advance()


class Transport(driver.Transport):
    """Faust's aiokafka transport with our consumer."""

    Consumer = Consumer
