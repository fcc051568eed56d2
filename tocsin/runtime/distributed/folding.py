"""The loop that folds a topic: fetch, hydrate, step, write, wait, commit.

Laws (measured in docs/operations.md, tested under fire):

1. The generation is read before the fetch; a batch that a rebalance overtook is not worked off but read again.
2. Hydration happens here and never in a rebalance listener, which only forgets the states.
3. Outputs are awaited outside any ``try``: a failed send ends the process before anything is committed.
4. A snapshot is taken only after the outputs of its prefix are acknowledged; one that cannot be kept stops nothing.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Any, Final

import aiokafka
from aiokafka.errors import IllegalStateError, KafkaConnectionError, KafkaError

from tocsin.errors import BackendFault
from tocsin.model import Notification
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.held import Held
from tocsin.runtime.distributed.partition import PartitionFold
from tocsin.runtime.distributed.records import Outgoing, Received, received
from tocsin.runtime.distributed.snapshots import Snapshot, Snapshots, check_position
from tocsin.topics import Topic

_log = logging.getLogger(__name__)
BATCH: Final = 200  #: records between two commits
AGAIN_SECONDS: Final = 30.0  #: until another attempt where a snapshot could not be kept
BREATH: Final = 50  #: records folded before other tasks get their turn

Make = Callable[[Snapshot | None], PartitionFold]
Beat = Callable[[], None]
Plan = Callable[[Sequence[Notification]], Awaitable[None]]


class _Forget(aiokafka.ConsumerRebalanceListener):  # type: ignore[misc]  # no type information upstream
    """Bumps the generation and clears the states: no heartbeat is sent while a listener runs."""

    def __init__(self) -> None:
        self.generation = 0
        self.states: dict[Any, Held] = {}

    def on_partitions_revoked(self, revoked: Any) -> None:
        """Forget every state."""
        self.generation += 1
        self.states.clear()

    def on_partitions_assigned(self, assigned: Any) -> None:
        """Do nothing: states are read when their first records come."""


class FoldLoop:
    """Folds one topic as a member of a group.

    ``plan`` puts notifications into the alerter's ledger; it is awaited before
    the commit, like the sends, and idempotent.
    """

    def __init__(
        self,
        connection: KafkaConnection,
        *,
        topic: Topic,
        group: str,
        make: Make,
        snapshots: Snapshots,
        beat: Beat = lambda: None,
        plan: Plan | None = None,
        session_seconds: float = 10.0,
    ) -> None:
        self._topic = topic
        self._make = make
        self._snapshots = snapshots
        self._beat = beat
        self._plan = plan
        client = connection.client()
        self._consumer = aiokafka.AIOKafkaConsumer(
            group_id=group,
            client_id=f"{group}-{os.getpid()}",  # `kafka-consumer-groups --members` then says which process folds
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=int(session_seconds * 1000),
            heartbeat_interval_ms=int(session_seconds * 300),
            max_poll_interval_ms=1_800_000,  # a long hydration is no reason to be thrown out
            **client,
        )
        self._reader = aiokafka.AIOKafkaConsumer(
            enable_auto_commit=False, auto_offset_reset="earliest", **client
        )
        #: idempotence off: aiokafka's idempotent producer never recovers from a long outage
        self._producer = aiokafka.AIOKafkaProducer(acks="all", linger_ms=20, **client)
        self._listener = _Forget()
        self._bootstrap = connection.bootstrap

    @property
    def active(self) -> bool:
        """Whether the group has given us a partition; a standby has none."""
        return bool(self._consumer.assignment())

    async def run(self, stopping: Callable[[], bool]) -> None:
        """Fold until ``stopping`` says so; then take snapshots and leave the group.

        Raises:
            BackendFault: Kafka does not answer at the start.
        """
        self._consumer.subscribe([self._topic.name], listener=self._listener)
        try:
            await self._start()
            while not stopping():
                self._beat()
                await self._turn()
            await self._save(lambda held: held.fold.applied > held.saved)
        finally:
            await self._consumer.stop()
            await self._reader.stop()
            await self._producer.stop()

    async def _start(self) -> None:
        try:
            for client in (self._producer, self._reader, self._consumer):
                await client.start()
        except KafkaConnectionError as error:
            raise BackendFault(f"Kafka at {self._bootstrap} does not answer: {error}") from error

    async def _turn(self) -> None:
        generation = self._listener.generation
        fetched = await self._consumer.getmany(timeout_ms=300, max_records=BATCH)
        if generation != self._listener.generation:
            self._read_again(fetched)
            return
        commits: dict[Any, int] = {}
        sends: list[Awaitable[Any]] = []
        for tp, records in fetched.items():
            held = await self._held(tp, records[0].offset, generation, sends)
            if held is None:
                self._read_again(fetched)
                return
            for number, record in enumerate(records):
                sends += await self._write(held.fold.step(received(record)))
                if number % BREATH == 0:
                    await asyncio.sleep(0)
            commits[tp] = records[-1].offset + 1
        await asyncio.gather(*sends)
        if commits and generation == self._listener.generation:
            await self._commit(commits)
            await self._save(lambda held: held.due)

    def _read_again(self, fetched: Mapping[Any, Sequence[Any]]) -> None:
        """Go back to where a batch began, where the partition is (again) ours: dropped, it would wait for the next record."""
        for tp, records in fetched.items():
            if tp in self._consumer.assignment():
                self._consumer.seek(tp, records[0].offset)

    async def _held(self, tp: Any, first: int, generation: int, sends: list[Awaitable[Any]]) -> Held | None:
        """Return the partition's state as it was before ``first``; None after another rebalance."""
        held = self._listener.states.get(tp)
        if held is not None:
            return held
        committed = await self._consumer.committed(tp) or 0
        kept = await self._snapshots.load(tp.topic, tp.partition)
        if kept is not None:
            check_position(tp.topic, tp.partition, kept, (await self._reader.end_offsets([tp]))[tp])
        fold = self._make(kept)
        _log.info("%s[%d]: from %d on to %d", tp.topic, tp.partition, fold.applied, first)
        async for one in self._read(tp, fold.applied, first):
            if one.offset % BREATH == 0:
                await asyncio.sleep(0)
            said = fold.step(one)
            if one.offset >= committed:
                sends += await self._write(said)
        if generation != self._listener.generation:
            return None
        held = self._listener.states[tp] = Held(fold)
        return held

    async def _read(self, tp: Any, start: int, end: int) -> AsyncIterator[Received]:
        """Yield the records in [start, end) without being a member of any group."""
        if start >= end:
            return
        self._reader.assign([tp])
        oldest = (await self._reader.beginning_offsets([tp]))[tp]
        if oldest > start > 0:
            _log.error(
                "%s[%d]: the log no longer has records %d to %d; folding goes on from %d",
                *(tp.topic, tp.partition, start, oldest - 1, oldest),
            )
        position = max(start, oldest)
        self._reader.seek(tp, position)
        while position < end:
            self._beat()
            fetched = await self._reader.getmany(tp, timeout_ms=500, max_records=2_000)
            for record in fetched.get(tp, ()):
                if record.offset < end:
                    yield received(record)
                position = record.offset + 1

    async def _write(self, said: Sequence[Outgoing | Notification]) -> list[Awaitable[Any]]:
        planned = [one for one in said if isinstance(one, Notification)]
        if planned and self._plan is not None:
            await self._plan(planned)
        return [
            await self._producer.send(
                one.topic,
                one.value,
                key=one.key.encode(),
                partition=one.partition,
                headers=[("id", one.id.encode())] if one.id else None,
            )
            for one in said
            if isinstance(one, Outgoing)
        ]

    async def _commit(self, offsets: dict[Any, int]) -> None:
        try:
            await self._consumer.commit(offsets)
        except (IllegalStateError, KafkaError) as error:  # its next owner does it again, to the same end
            _log.warning("not committed: %r", error)

    async def _save(self, which: Callable[[Held], bool]) -> None:
        for tp, held in list(self._listener.states.items()):
            if which(held):
                snapshot = held.fold.snapshot()
                try:
                    await self._snapshots.save(tp.topic, tp.partition, snapshot)
                except (
                    BackendFault
                ) as fault:  # the log is the truth: without a snapshot more of it is read again
                    held.not_before = monotonic() + AGAIN_SECONDS
                    _log.warning("%s[%d]: no snapshot now: %s", tp.topic, tp.partition, fault)
                else:
                    held.saved, held.saved_at = snapshot.applied, monotonic()
