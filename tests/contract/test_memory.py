"""The port of what folds remember: one suite over a data folder, and over Kafka with snapshots in Elasticsearch.

Across Kafka only the first half of the log is in a snapshot; the rest is read on from it.
"""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.fold import AlertFold
from streams.detect.explain import explain
from streams.detect.fold import DetectorFold
from streams.shingles import fingerprint
from tocsin import topics
from tocsin.codec import encode
from tocsin.model import Mention, Tick
from tocsin.runtime.distributed.family import partition_of
from tocsin.runtime.memory import Memory
from tocsin.testing.alerting import config
from tocsin.testing.signals import fergana, signal

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ATLAS = fergana()


class Stages:
    """A small atlas and small rules in place of the shipped ones."""

    atlas = ATLAS
    alerts = config()

    def detection(self):
        return DetectorFold(atlas=ATLAS)

    def alerting(self):
        return AlertFold(self.alerts, ATLAS)


def mention(number):
    words = " ".join(f"w{number}x{at}" for at in range(12))
    prints = fingerprint(words)
    at = START + number * MINUTE
    return Mention(
        article=f"a{number}", revision=1, region="KG-O", themes=("violence",), at=at, seen=at,
        publisher=f"Paper {number}", owner=f"paper {number}", feed=f"f{number}", feed_since=START - timedelta(days=9),
        feed_entries=90, language="en", categories=("armed-clash",), shingles=prints.shingles, teaser=prints.teaser,
        title=words,
    )  # fmt: skip


MENTIONS = [one for n in range(1, 9) for one in (mention(n), Tick(at=START + n * MINUTE))]
SIGNALS = [Tick(at=START), signal(at=START), signal("KG", at=START), Tick(at=START + 2 * MINUTE)]


def sqlite(folder, _request):
    from tocsin.runtime.embedded.chain import Alerting, Detection
    from tocsin.runtime.embedded.database import connect
    from tocsin.runtime.embedded.engine import Engine
    from tocsin.runtime.embedded.log import SqliteLog
    from tocsin.runtime.embedded.memory import SqliteMemory

    def written(topic, records):
        connection = connect(folder / "tocsin.db")
        log = SqliteLog(connection, lambda: START)
        for one in records:
            log.append(topic.name, "KG-O", encode(one))
        stages = (Detection(Stages().detection()), Alerting(Stages().alerting(), lambda _note: None))
        Engine(connection, stages, now=lambda: START).drain()
        connection.close()
        return SqliteMemory(folder)

    return written


def kafka_and_elasticsearch(_folder, request):
    from kafka import KafkaProducer

    from tocsin.index.connection import ElasticConnection
    from tocsin.index.elastic.snapshots import ElasticState
    from tocsin.runtime.distributed.connection import KafkaConnection
    from tocsin.runtime.distributed.memory import LogMemory
    from tocsin.runtime.distributed.partition import PartitionFold
    from tocsin.runtime.distributed.reading import to_end
    from tocsin.runtime.distributed.says import ALERTING_READS, DETECTION_READS
    from tocsin.runtime.distributed.snapshots import SharedSnapshots
    from tocsin.testing.elastic import empty, set_up
    from tocsin.testing.topics import fresh

    log = KafkaConnection(bootstrap=request.getfixturevalue("kafka").bootstrap)
    index = ElasticConnection(hosts=(request.getfixturevalue("nodes")("9.2.0").url,))
    empty(index)
    set_up(index, Path(__file__).parents[2] / "config" / "elasticsearch")
    fresh(log)

    @asynccontextmanager
    async def snapshots():
        client = index.async_client()
        try:
            yield SharedSnapshots(ElasticState(client))
        finally:
            await client.close()

    async def keep(topic, partition, snapshot):
        async with snapshots() as kept:
            await kept.save(topic, partition, snapshot)

    def written(topic, records):
        partition = partition_of("KG") if topic is topics.MENTIONS else 0
        producer = KafkaProducer(acks="all", **log.client())
        for one in records:
            producer.send(topic.name, key=b"KG-O", value=encode(one), partition=partition)
        producer.flush(30)
        producer.close()
        make, reads = (
            (Stages().detection, DETECTION_READS)
            if topic is topics.MENTIONS
            else (Stages().alerting, ALERTING_READS)
        )
        fold = PartitionFold(make, reads=reads, says=lambda *_: ())
        for one in list(to_end(log, topic.name, partition))[: len(records) // 2]:
            fold.step(one)
        asyncio.run(keep(topic.name, partition, fold.snapshot()))
        return LogMemory(log, Stages(), snapshots)

    return written


@pytest.fixture(
    params=[
        sqlite,
        pytest.param(kafka_and_elasticsearch, marks=[pytest.mark.kafka, pytest.mark.elasticsearch]),
    ]
)
def written(request, tmp_path):
    return request.param(tmp_path, request)


def folded(fold, rows):
    fold.load(rows)
    return fold


def straight(fold, records):
    for one in records:
        fold.apply(one)
    return fold


def test_a_region_is_explained_as_the_fold_stands(written):
    memory: Memory = written(topics.MENTIONS, MENTIONS)
    found = explain(folded(Stages().detection(), memory.detection("KG-O")), "KG-O")
    assert found == explain(straight(Stages().detection(), MENTIONS), "KG-O")
    assert found[0].windows[-1].stories == 8


def test_the_alerter_is_remembered_as_it_stands(written):
    memory: Memory = written(topics.SIGNALS, SIGNALS)
    found = folded(Stages().alerting(), memory.alerting()).incidents()
    assert found == straight(Stages().alerting(), SIGNALS).incidents()
    assert [one.region for one in found] == ["KG"]
