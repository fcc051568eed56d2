"""The fold loop over a consumer of our own: what a rebalance overtakes is read again, at once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from tocsin import topics
from tocsin.codec import encode
from tocsin.errors import BackendFault
from tocsin.model import Tick
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.folding import FoldLoop
from tocsin.runtime.distributed.held import EVERY_RECORDS
from tocsin.runtime.distributed.partition import PartitionFold, from_start
from tocsin.runtime.distributed.records import received
from tocsin.runtime.distributed.snapshots import SharedSnapshots, Snapshot, pack

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


class Away(NoSnapshots):
    """A store that keeps nothing."""

    tried = 0

    async def save(self, topic, partition, snapshot):
        self.tried += 1
        raise BackendFault("nobody there")


async def loop_over(log, fold, snapshots):
    """Return a loop that reads ``log`` instead of Kafka."""
    loop = FoldLoop(
        KafkaConnection(), topic=topics.SIGNALS, group="g", snapshots=snapshots,
        make=lambda snapshot: PartitionFold(lambda: fold, reads=(Tick,), says=lambda *_: (), snapshot=snapshot),
    )  # fmt: skip
    for unused in (loop._consumer, loop._reader, loop._producer):
        await unused.stop()
    loop._consumer = log
    return loop


async def test_a_snapshot_that_cannot_be_kept_stops_no_folding_and_is_not_tried_at_once_again(caplog):
    fold, away, log = Counting(), Away(), Log(EVERY_RECORDS, None)
    loop = await loop_over(log, fold, away)
    await loop._turn()
    log.records += [log.records[0]._replace(offset=EVERY_RECORDS)]
    log.position = EVERY_RECORDS
    await loop._turn()
    assert (fold.seen, log.commits) == (EVERY_RECORDS + 1, [EVERY_RECORDS, EVERY_RECORDS + 1])
    assert away.tried == 1
    assert "tocsin.signals[0]: no snapshot now: nobody there" in caplog.text


class Ends:
    """A reader that knows where a log ends."""

    def __init__(self, end):
        self.end = end

    async def end_offsets(self, parts):
        return dict.fromkeys(parts, self.end)


class Stands(NoSnapshots):
    """A store with one snapshot."""

    async def load(self, topic, partition):
        return Snapshot(applied=5)


async def test_a_snapshot_of_another_log_ends_the_fold_instead_of_passing_over_what_comes():
    loop = await loop_over(Log(3, None), Counting(), Stands())
    loop._reader = Ends(3)
    with pytest.raises(BackendFault, match="it is of another log, which was lost"):
        await loop._turn()


async def test_what_was_learned_goes_on_in_a_new_log_where_ids_are_used_again():
    class Learned(Counting):
        rows = ()

        def load(self, rows):
            self.rows = tuple(rows)

    def made(fold, snapshot):
        return PartitionFold(lambda: fold, reads=(Tick,), says=lambda *_: (), snapshot=snapshot)

    def tick(offset):
        name = f"tocsin.articles:0:{offset}"
        return replace(received(Record(*SIGNALS, offset, b"k", encode(Tick(at=AT)), 0, ())), id=name)

    before, fold = made(Counting(), Snapshot(applied=0, rows={"KG": b"1"})), Learned()
    for offset in range(3):
        before.step(tick(offset))
    after = made(fold, from_start(before.snapshot()))
    after.step(tick(0))
    assert (fold.rows, fold.seen, after.applied) == ((("KG", b"1"),), 1, 1)


async def test_a_snapshot_is_waited_for_while_its_store_is_away():
    class Late:
        asked = 0

        async def read(self, topic, partition):
            self.asked += 1
            if self.asked < 3:
                raise BackendFault("nobody there")
            return 7, pack({"a": b"1"})

    found = await SharedSnapshots(Late(), pause=0.0).load("t", 0)
    assert found == Snapshot(applied=7, rows={"a": b"1"})
    with pytest.raises(BackendFault):
        await SharedSnapshots(Late(), patience=0.0).load("t", 0)


@pytest.mark.parametrize("overtaken", [False, True], ids=["in quiet times", "overtaken by a rebalance"])
async def test_every_record_is_folded_without_waiting_for_the_next(overtaken):
    fold = Counting()
    log = Log(3, None)
    loop = await loop_over(log, fold, NoSnapshots())
    log._rebalance = (lambda: loop._listener.on_partitions_revoked(())) if overtaken else None
    for _ in range(2):
        await loop._turn()
    assert (fold.seen, log.commits) == (3, [3])
