"""A partition's fold: positions, snapshots, second copies."""

from datetime import UTC, datetime, timedelta

from tocsin.codec import decode, encode
from tocsin.model import Coverage, Rejected, Tick
from tocsin.runtime.distributed.once import KEPT, Once
from tocsin.runtime.distributed.partition import PartitionFold
from tocsin.runtime.distributed.records import Outgoing, Received
from tocsin.runtime.distributed.says import DETECTION_READS, of_alerting, of_detection
from tocsin.runtime.distributed.snapshots import SqliteSnapshots, pack, unpack
from tocsin.topics import MENTIONS

AT = datetime(2026, 1, 1, tzinfo=UTC)


class Ticks:
    """A fold that counts ticks."""

    def __init__(self):
        self.count = 0

    def apply(self, record):
        self.count += isinstance(record, Tick)
        return ()

    def changed(self):
        return {"count": str(self.count).encode()}

    def load(self, rows):
        self.count = int(dict(rows)["count"])


def says(received, message, said):
    return [Outgoing(topic="out", key="k", value=str(received.offset).encode())]


def partition(snapshot=None, says=says):
    return PartitionFold(Ticks, reads=DETECTION_READS, says=says, snapshot=snapshot)


def received(offset, value=None, identity=None):
    value = encode(Tick(at=AT + timedelta(minutes=offset))) if value is None else value
    return Received(topic=MENTIONS.name, partition=3, offset=offset, key="k", value=value, at=AT, id=identity)


def test_a_record_below_the_position_changes_nothing():
    fold = partition()
    assert len(fold.step(received(0))) == 1
    assert fold.step(received(0)) == ()
    assert (fold.applied, fold.snapshot().rows["count"]) == (1, b"1")


def test_a_fold_from_a_snapshot_goes_on_like_the_one_that_gave_it():
    whole, first = partition(), partition()
    for offset in range(10):
        whole.step(received(offset, identity=f"i{offset % 7}"))
    for offset in range(4):
        first.step(received(offset, identity=f"i{offset % 7}"))
    second = partition(first.snapshot())
    for offset in range(10):  # the first four again
        second.step(received(offset, identity=f"i{offset % 7}"))
    assert second.snapshot() == whole.snapshot()


def test_a_second_copy_is_dropped_and_still_moves_the_position():
    fold = partition()
    fold.step(received(0, identity="mentions:1:5"))
    assert fold.step(received(1, identity="mentions:1:5")) == ()
    assert (fold.applied, fold.snapshot().rows["count"]) == (2, b"1")


def test_what_does_not_belong_is_refused_and_the_fold_goes_on():
    (one,) = partition().step(received(5, b"junk"))
    assert isinstance(decode(one.value), Rejected)


def test_ids_are_forgotten_oldest_first():
    once = Once()
    for number in range(KEPT + 1):
        assert not once.knows(str(number))
    assert not once.knows("0")
    assert once.knows(str(KEPT))
    assert Once(once.dump()).knows(str(KEPT))


def test_a_tick_travels_on_with_its_partition():
    (one,) = partition(says=of_detection).step(received(0))
    assert one.topic == "tocsin.signals"
    assert decode(one.value) == Tick(at=AT, partition=3)


def test_coverage_travels_on_as_it_is():
    coverage = Coverage(shard="s", region="KG", hour=1, usual=1.0, visible=1.0)
    (one,) = of_detection(received(0, encode(coverage)), coverage, ())
    assert (one.key, decode(one.value)) == ("KG", coverage)


def test_time_says_nothing_of_its_own_to_the_incidents():
    assert list(of_alerting(received(0), Tick(at=AT), ())) == []


def test_rows_survive_packing():
    rows = {"b": b"\x00\xff", "a": b""}
    assert unpack(pack(rows)) == rows


async def test_the_lower_position_loses(tmp_path):
    store = SqliteSnapshots(tmp_path / "snapshots.sqlite")
    fold = partition()
    fold.step(received(0))
    early = fold.snapshot()
    fold.step(received(1))
    late = fold.snapshot()
    await store.save("t", 0, late)
    await store.save("t", 0, early)
    assert await store.load("t", 0) == late
    assert await store.load("t", 1) is None
    store.close()
