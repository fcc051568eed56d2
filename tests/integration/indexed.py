"""What the `index` role made of a campaign: waited for, then read back and judged."""

from __future__ import annotations

import time

from campaign import committed
from workers import ROOT, Worker

from tocsin.index.connection import ElasticConnection
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.indexing import GROUP, READS
from tocsin.testing.elastic import empty, set_up


def prepare(elasticsearch) -> ElasticConnection:
    """Return a connection to a node whose index is set up and empty."""
    connection = ElasticConnection(hosts=(elasticsearch.url,))
    empty(connection)
    set_up(connection, ROOT / "config" / "elasticsearch")
    return connection


def caught_up(kafka: KafkaConnection, worker: Worker, *, seconds: float) -> bool:
    """Wait until the indexer has committed all there is; return whether it has."""
    from kafka import KafkaConsumer, TopicPartition

    consumer = KafkaConsumer(**kafka.client())
    parts = [TopicPartition(topic.name, number) for topic in READS for number in range(topic.partitions)]
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            worker.revive()
            held = committed(kafka, GROUP)
            ends = consumer.end_offsets(parts)
            if all(part in held and held[part] >= last for part, last in ends.items() if last):
                return True
            time.sleep(0.5)
        return False
    finally:
        consumer.close()


def judge_index(connection: ElasticConnection, good: set[str], bad: set[str]) -> dict[str, int]:
    """Count what of the articles is not, or wrongly, in the index, and which poison cannot be looked up."""
    from elasticsearch.helpers import scan

    client = connection.client()
    client.indices.refresh(index="tocsin-*")
    found = {hit["_id"] for hit in scan(client, index="tocsin-articles", source=False, size=5_000)}
    dead = {
        hit["_source"]["key"]
        for hit in scan(client, index="tocsin-rejected", size=5_000, ignore_unavailable=True)
    }
    client.close()
    return {
        "lost in the index": len(good - found),
        "in the index without need": len(found - good),
        "poison not in the index": len(bad - dead),
    }
