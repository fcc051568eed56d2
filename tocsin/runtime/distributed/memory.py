"""What the folds across Kafka remember (port `tocsin.runtime.memory`): the last snapshot, and the log behind it.

A snapshot may be minutes old, and a young installation has none; so the
partition is read on to its end, by nobody's group, and what it says is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from tocsin import topics
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.family import partition_of
from tocsin.runtime.distributed.partition import MakeFold, PartitionFold
from tocsin.runtime.distributed.reading import to_end
from tocsin.runtime.distributed.says import ALERTING_READS, DETECTION_READS
from tocsin.runtime.distributed.snapshots import Snapshot, Snapshots
from tocsin.runtime.distributed.stages import Stages
from tocsin.runtime.memory import Rows
from tocsin.topics import Topic


class LogMemory:
    """Folds on from the snapshots to the end of the log."""

    def __init__(
        self,
        connection: KafkaConnection,
        stages: Stages,
        snapshots: Callable[[], AbstractAsyncContextManager[Snapshots]],
    ) -> None:
        self._connection = connection
        self._stages = stages
        self._snapshots = snapshots

    def detection(self, region: str) -> Rows:
        """Return the rows of the partition that holds the region's country."""
        partition = partition_of(self._stages.atlas.family(region))
        return self._rows(topics.MENTIONS, partition, self._stages.detection, DETECTION_READS)

    def alerting(self) -> Rows:
        """Return the rows of the alerting fold."""
        return self._rows(topics.SIGNALS, 0, self._stages.alerting, ALERTING_READS)

    def _rows(self, topic: Topic, partition: int, make: MakeFold, reads: tuple[type, ...]) -> Rows:
        snapshot = asyncio.run(self._snapshot(topic.name, partition))
        fold = PartitionFold(make, reads=reads, says=lambda *_: (), snapshot=snapshot)
        for received in to_end(self._connection, topic.name, partition, fold.applied):
            fold.step(received)
        return fold.rows()

    async def _snapshot(self, topic: str, partition: int) -> Snapshot | None:
        async with self._snapshots() as kept:
            return await kept.load(topic, partition)
