"""A partition read to its present end by nobody's group: for verbs that only look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.records import Received, received


def to_end(connection: KafkaConnection, topic: str, partition: int, start: int = 0) -> Iterator[Received]:
    """Yield the records of a partition from ``start`` (or the oldest kept) to its end as it is now.

    Raises:
        BackendFault: Kafka does not answer.
    """
    from kafka import KafkaConsumer, TopicPartition
    from kafka.errors import KafkaError

    part = TopicPartition(topic, partition)
    try:
        with closing(KafkaConsumer(enable_auto_commit=False, **connection.client())) as consumer:
            consumer.assign([part])
            end = consumer.end_offsets([part])[part]
            consumer.seek(part, max(start, consumer.beginning_offsets([part])[part]))
            while consumer.position(part) < end:
                for record in consumer.poll(timeout_ms=1_000, max_records=2_000).get(part, ()):
                    if record.offset < end:
                        yield received(record)
    except KafkaError as error:
        raise BackendFault(f"Kafka at {connection.bootstrap} does not answer: {error!r}") from error
