"""A campaign against real workers: articles in, and when all is over, the log and the index are read and judged."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import standin
from kafka import TopicPartition
from workers import Worker

from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.model import Signal
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.once import Once
from tocsin.runtime.distributed.outbox import SqliteOutbox
from tocsin.runtime.distributed.partition import PartitionFold
from tocsin.runtime.distributed.process import GROUP
from tocsin.runtime.distributed.records import Received
from tocsin.runtime.distributed.says import DETECTION_READS, of_detection
from tocsin.runtime.distributed.shipper import Shipper
from tocsin.testing.topics import fresh


def set_up(kafka) -> KafkaConnection:
    """Return a connection to a broker whose topics are new and empty."""
    connection = KafkaConnection(bootstrap=kafka.bootstrap)
    fresh(connection)
    return connection


def record(number: int, poison_every: int) -> bytes:
    """Return the article of a number as bytes; two in ``poison_every`` are poison, of two kinds."""
    if poison_every and number % poison_every == 7:
        return b"\xff junk"
    return encode(standin.article(number, poison=bool(poison_every) and number % poison_every == 3))


def produce(connection: KafkaConnection, numbers: range, *, poison_every: int = 0) -> None:
    """Write articles at once."""
    from kafka import KafkaProducer

    producer = KafkaProducer(acks="all", enable_idempotence=True, linger_ms=5, **connection.client())
    for number in numbers:
        producer.send(topics.ARTICLES.name, key=f"a{number}".encode(), value=record(number, poison_every))
    producer.flush(60)
    producer.close()


class Drip(threading.Thread):
    """Gives articles in portions, one a second, by the way of a poller: outbox, shipper, Kafka; the rest when it is over."""

    def __init__(
        self, connection: KafkaConnection, folder: Path, numbers: range, *, portions: int, poison_every: int
    ) -> None:
        super().__init__(name="drip")
        self._path = folder / "outbox.sqlite"
        self._numbers, self._poison_every = numbers, poison_every
        self._step = max(1, len(numbers) // portions)
        self._database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._outbox = SqliteOutbox(self._database)
        self._shipper = Shipper(self._path, connection)
        self._hurry = threading.Event()

    def run(self) -> None:
        self._shipper.start()
        for start in range(self._numbers.start, self._numbers.stop, self._step):
            for number in range(start, min(start + self._step, self._numbers.stop)):
                self._outbox.append(topics.ARTICLES.name, f"a{number}", record(number, self._poison_every))
            self._hurry.wait(1.0)

    def over(self, *, seconds: float) -> None:
        """Return when Kafka has taken all; what is left goes at once."""
        self._hurry.set()
        self.join(seconds)
        end = time.monotonic() + seconds
        while len(self._outbox):
            assert time.monotonic() < end, f"{len(self._outbox)} articles wait in the outbox"
            time.sleep(0.2)
        self._shipper.stop()
        self._database.close()


def read(connection: KafkaConnection, topic: topics.Topic) -> list[Received]:
    """Return everything in a topic, partition by partition."""
    from kafka import KafkaConsumer

    consumer = KafkaConsumer(**connection.client(), fetch_max_bytes=50_000_000)
    parts = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
    ends = consumer.end_offsets(parts)
    consumer.assign(parts)
    consumer.seek_to_beginning(*parts)
    found: list[Received] = []
    while any(consumer.position(part) < ends[part] for part in parts):
        for records in consumer.poll(timeout_ms=500, max_records=5000).values():
            for record in records:
                identity = next((value.decode() for name, value in record.headers if name == "id"), None)
                found.append(
                    Received(
                        topic=record.topic, partition=record.partition, offset=record.offset,
                        key=(record.key or b"").decode(), value=record.value, at=standin.START, id=identity,
                    )
                )  # fmt: skip
    consumer.close()
    return sorted(found, key=lambda one: (one.partition, one.offset))


def folded(mentions: list[Received]) -> dict[str, Signal]:
    """Return the signals of a fold that nobody interrupted, by the record that led to each."""
    folds: dict[int, PartitionFold] = defaultdict(
        lambda: PartitionFold(standin.ChainFold, reads=DETECTION_READS, says=of_detection)
    )
    said = [out for one in mentions for out in folds[one.partition].step(one)]
    return {out.id: decode(out.value) for out in said}


def good_and_bad(count: int, poison_every: int) -> tuple[set[str], set[str]]:
    """Return which of ``count`` articles are to come out, and which are to be refused."""
    bad = {f"a{n}" for n in range(count) if poison_every and n % poison_every in (3, 7)}
    return {f"a{n}" for n in range(count)} - bad, bad


def judge(connection: KafkaConnection, count: int, *, poison_every: int = 0) -> dict[str, int]:
    """Count what was lost, doubled or wrong on the way from ``count`` articles to signals.

    ``left`` counts articles that nobody has acknowledged: not worked off, but not lost either. ``written
    twice`` counts records that a successor wrote again; ``said twice`` those of the signals that a
    reader would not know for a second copy.
    """
    good, bad = good_and_bad(count, poison_every)
    left = _left(connection)
    tagged = [decode(one.value).article.id for one in read(connection, topics.TAGGED)]
    mentions = read(connection, topics.MENTIONS)
    named = [decode(one.value).article for one in mentions]
    rejected = {decode(one.value).key for one in read(connection, topics.REJECTED)}
    right = folded(mentions)
    signals = read(connection, topics.SIGNALS)
    wrong = sum(right.get(one.id) != decode(one.value) for one in signals)
    once = Once()
    heard = Counter(one.value for one in signals if one.id is None or not once.knows(one.id))
    return {
        "articles": count,
        "left": len(left),
        "lost tagged": len(good - left - set(tagged)),
        "lost mentions": len(good - left - set(named)),
        "poison not rejected": len(bad - left - rejected),
        "rejected without need": len(rejected - bad),
        "written twice": len(tagged) - len(set(tagged)) + len(signals) - len({one.id for one in signals}),
        "signals": len(right),
        "lost signals": len(set(right) - {one.id for one in signals}),
        "wrong signals": wrong,
        "said twice": sum(heard.values()) - len(heard),
    }


def _left(connection: KafkaConnection) -> set[str]:
    """Return the articles at or behind what the workers' group has committed."""
    reached = committed(connection, GROUP)
    return {
        one.key
        for one in read(connection, topics.ARTICLES)
        if one.offset >= reached.get(TopicPartition(one.topic, one.partition), 0)
    }


def waited(connection: KafkaConnection, count: int, workers: Sequence[Worker], *, seconds: float) -> None:
    """Return when everything that went in has come out, or when nothing has moved for long."""
    from kafka import KafkaConsumer

    consumer = KafkaConsumer(**connection.client())
    parts = [TopicPartition(t.name, n) for t in (topics.TAGGED, topics.REJECTED) for n in range(t.partitions)]
    signals = [TopicPartition(topics.SIGNALS.name, 0)]
    moved, last, end = time.monotonic(), (0, 0), time.monotonic() + seconds
    while time.monotonic() < end:
        for worker in workers:
            worker.revive()
        now = (sum(consumer.end_offsets(parts).values()), sum(consumer.end_offsets(signals).values()))
        if now != last:
            moved, last = time.monotonic(), now
        still = time.monotonic() - moved
        if (now[0] >= count and still > 6) or still > 45:
            break
        time.sleep(0.5)
    consumer.close()


def committed(connection: KafkaConnection, group: str) -> dict[TopicPartition, int]:
    """Return what a group has committed; nothing where there is no such group yet."""
    from kafka.admin import KafkaAdminClient
    from kafka.errors import KafkaError

    admin = KafkaAdminClient(**connection.client())
    try:
        return {part: held.offset for part, held in admin.list_group_offsets([group])[group].items()}
    except KafkaError:
        return {}
    finally:
        admin.close()


def begun(connection: KafkaConnection, groups: Sequence[str], *, seconds: float) -> None:
    """Return when each of the groups has committed something: trouble is to meet those who work."""
    end = time.monotonic() + seconds
    while not all(committed(connection, group) for group in groups):
        assert time.monotonic() < end, f"nothing was done within {seconds} s"
        time.sleep(0.5)
