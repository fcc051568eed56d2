"""A campaign against real workers: articles in, workers stopped, killed and frozen, then the log is read and judged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import standin

from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.model import Signal
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.partition import PartitionFold
from tocsin.runtime.distributed.records import Received
from tocsin.runtime.distributed.says import DETECTION_READS, of_detection
from tocsin.testing.topics import fresh

SCRIPT = Path(__file__).with_name("standin_worker.py")
ROOT = Path(__file__).parents[2]


class Worker:
    """One worker process that is started again, after a pause, whenever it ends."""

    def __init__(self, bootstrap: str, folder: Path, *arms: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._command = [sys.executable, str(SCRIPT), bootstrap, str(folder), *arms]
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.ends: list[int] = []
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.child = subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log)

    def revive(self) -> None:
        if self.child.poll() is not None:
            self.ends.append(self.child.returncode)
            self.start()

    def signal(self, which: signal.Signals) -> None:
        if self.child.poll() is None:
            self.child.send_signal(which)

    def end(self) -> None:
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            self.child.wait(25)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.ends.append(self.child.returncode)


def set_up(kafka) -> KafkaConnection:
    """Return a connection to a broker whose topics are new and empty."""
    connection = KafkaConnection(bootstrap=kafka.bootstrap)
    fresh(connection)
    return connection


def produce(connection: KafkaConnection, numbers: range, *, poison_every: int = 0) -> None:
    from kafka import KafkaProducer

    producer = KafkaProducer(acks="all", enable_idempotence=True, linger_ms=5, **connection.client())
    for number in numbers:
        poison = poison_every and number % poison_every == 3
        junk = poison_every and number % poison_every == 7
        value = b"\xff junk" if junk else encode(standin.article(number, poison=bool(poison)))
        producer.send(topics.ARTICLES.name, key=f"a{number}".encode(), value=value)
    producer.flush(60)
    producer.close()


def read(connection: KafkaConnection, topic: topics.Topic) -> list[Received]:
    """Return everything in a topic, partition by partition."""
    from kafka import KafkaConsumer, TopicPartition

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


def judge(connection: KafkaConnection, count: int, *, poison_every: int = 0) -> dict[str, int]:
    """Count what was lost, doubled or wrong on the way from `count` articles to signals."""
    bad = {f"a{n}" for n in range(count) if poison_every and n % poison_every in (3, 7)}
    good = {f"a{n}" for n in range(count)} - bad
    tagged = [decode(one.value).article.id for one in read(connection, topics.TAGGED)]
    mentions = read(connection, topics.MENTIONS)
    named = [decode(one.value).article for one in mentions]
    rejected = {decode(one.value).key for one in read(connection, topics.REJECTED)}
    right = folded(mentions)
    signals = read(connection, topics.SIGNALS)
    wrong = sum(right.get(one.id) != decode(one.value) for one in signals)
    return {
        "articles": count,
        "lost tagged": len(good - set(tagged)),
        "lost mentions": len(good - set(named)),
        "poison not rejected": len(bad - rejected),
        "rejected without need": len(rejected - bad),
        "doubled": len(tagged) - len(set(tagged)),
        "signals": len(right),
        "lost signals": len(set(right) - {one.id for one in signals}),
        "wrong signals": wrong,
    }


def waited(connection: KafkaConnection, count: int, workers: list[Worker], *, seconds: float) -> None:
    """Return when everything that went in has come out, or when nothing has moved for long."""
    from kafka import KafkaConsumer, TopicPartition

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
        if (now[0] >= count and still > 6) or still > 18:
            break
        time.sleep(0.5)
    consumer.close()


def havoc(workers: list[Worker], seed: int, rounds: int, *, freeze: float, restart=None) -> list[str]:
    """Stop, kill and freeze workers at times and in an order that the seed decides; say what was done."""
    dice = random.Random(seed)
    done: list[str] = []
    acts = ["SIGTERM", "SIGKILL", "SIGSTOP"] + (["broker"] if restart else [])
    for number in range(rounds):
        time.sleep(dice.uniform(2.0, 4.0))
        act = acts[number % len(acts)]
        worker = dice.choice(workers)
        done.append(act)
        if act == "broker":
            restart()
        elif act == "SIGSTOP":
            worker.signal(signal.SIGSTOP)
            time.sleep(freeze)
            worker.signal(signal.SIGCONT)
        else:
            worker.signal(signal.Signals[act])
            time.sleep(1.0)
        for one in workers:
            one.revive()
    return done
