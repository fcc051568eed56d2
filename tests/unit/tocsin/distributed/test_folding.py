"""The fold loop over a consumer of our own: what a rebalance overtakes is read again, at once."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from tocsin import topics
from tocsin.codec import encode
from tocsin.model import Tick
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.folding import FoldLoop
from tocsin.runtime.distributed.partition import PartitionFold

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


class TP(NamedTuple):
    topic: str
    partition: int


class Record(NamedTuple):
    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes
    timestamp: int
    headers: tuple[Any, ...]


SIGNALS = TP(topics.SIGNALS.name, 0)


class Log:
    """One partition, read by position; a rebalance may happen during a fetch."""

    def __init__(self, count, rebalance):
        value = encode(Tick(at=AT))
        self.records = [Record(*SIGNALS, n, b"k", value, 0, ()) for n in range(count)]
        self.position, self.commits, self._rebalance = 0, [], rebalance

    async def getmany(self, *, timeout_ms, max_records):
        found, self.position = self.records[self.position :], len(self.records)
        if self._rebalance is not None:
            rebalance, self._rebalance = self._rebalance, None
            rebalance()
        return {SIGNALS: found} if found else {}

    def assignment(self):
        return {SIGNALS}

    def seek(self, tp, offset):
        self.position = offset

    async def committed(self, tp):
        return self.commits[-1] if self.commits else None

    async def commit(self, offsets):
        self.commits += offsets.values()


class Counting:
    """A fold that counts what it was given."""

    seen = 0

    def apply(self, record):
        self.seen += 1
        return ()

    def changed(self):
        return {}

    def load(self, rows):
        pass


class NoSnapshots:
    async def load(self, topic, partition):
        return None

    async def save(self, topic, partition, snapshot):
        pass


@pytest.mark.parametrize("overtaken", [False, True], ids=["in quiet times", "overtaken by a rebalance"])
async def test_every_record_is_folded_without_waiting_for_the_next(overtaken):
    fold = Counting()
    loop = FoldLoop(
        KafkaConnection(), topic=topics.SIGNALS, group="g", snapshots=NoSnapshots(),
        make=lambda snapshot: PartitionFold(lambda: fold, reads=(Tick,), says=lambda *_: (), snapshot=snapshot),
    )  # fmt: skip
    log = Log(3, (lambda: loop._listener.on_partitions_revoked(())) if overtaken else None)
    for unused in (loop._consumer, loop._reader, loop._producer):
        await unused.stop()
    loop._consumer = log
    for _ in range(2):
        await loop._turn()
    assert (fold.seen, log.commits) == (3, [3])
