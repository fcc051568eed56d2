"""Partitions read to their present end by nobody's group: for verbs that only look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import datetime
from typing import Any

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.records import Received, received
from tocsin.topics import Topic


def _reading(connection: KafkaConnection) -> dict[str, Any]:
    """Return the arguments of a consumer without a group; it goes on with the oldest record left where it is too slow."""
    return {"enable_auto_commit": False, "auto_offset_reset": "earliest", **connection.client()}


def to_end(connection: KafkaConnection, topic: str, partition: int, start: int = 0) -> Iterator[Received]:
    """Yield the records of a partition from ``start`` (or the oldest kept) to its end as it is now.

    Raises:
        BackendFault: Kafka does not answer.
    """
    from kafka import KafkaConsumer, TopicPartition
    from kafka.errors import KafkaError

    part = TopicPartition(topic, partition)
    try:
        with closing(KafkaConsumer(**_reading(connection))) as consumer:
            consumer.assign([part])
            end = consumer.end_offsets([part])[part]
            consumer.seek(part, max(start, consumer.beginning_offsets([part])[part]))
            while consumer.position(part) < end:
                for record in consumer.poll(timeout_ms=1_000, max_records=2_000).get(part, ()):
                    if record.offset < end:
                        yield received(record)
    except KafkaError as error:
        raise BackendFault(f"Kafka at {connection.bootstrap} does not answer: {error!r}") from error


def ends(connection: KafkaConnection, topics: Iterable[Topic]) -> Mapping[tuple[str, int], int]:
    """Return where the partitions of some topics end, by topic and number.

    Raises:
        BackendFault: Kafka does not answer, or knows no such topic.
    """
    from kafka import KafkaConsumer, TopicPartition
    from kafka.errors import KafkaError

    parts = [TopicPartition(topic.name, number) for topic in topics for number in range(topic.partitions)]
    try:
        with closing(KafkaConsumer(**_reading(connection))) as consumer:
            return {(part.topic, part.partition): end for part, end in consumer.end_offsets(parts).items()}
    except KafkaError as error:
        raise BackendFault(f"Kafka at {connection.bootstrap} does not answer: {error!r}") from error


class Stretch:
    """The records of a topic from a moment on to its present end, in no order between partitions; close it."""

    def __init__(self, connection: KafkaConnection, topic: Topic, since: datetime) -> None:
        from kafka import KafkaConsumer, TopicPartition
        from kafka.errors import KafkaError

        self._connection = connection
        parts = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        try:
            with ExitStack() as opened:
                self._consumer = opened.enter_context(closing(KafkaConsumer(**_reading(connection))))
                self._consumer.assign(parts)
                self._ends = self._consumer.end_offsets(parts)
                found = self._consumer.offsets_for_times(dict.fromkeys(parts, int(since.timestamp() * 1000)))
                opened.pop_all()
        except KafkaError as error:
            raise BackendFault(f"Kafka at {connection.bootstrap} does not answer: {error!r}") from error
        self._starts = {part: at.offset if (at := found.get(part)) else self._ends[part] for part in parts}

    def __len__(self) -> int:
        return sum(self._ends[part] - start for part, start in self._starts.items())

    def newest(self, readable: Callable[[Received], bool] = lambda _one: True) -> Received | None:
        """Return the record that the broker took last among those that can be read, none where there is none.

        Each partition is looked at from its end, further back where nothing there can be read.
        """
        found: dict[int, Received] = {}  #: by partition
        for reach in (1, 100, len(self)):
            lasts = {
                part: max(start, self._ends[part] - reach)
                for part, start in self._starts.items()
                if start < self._ends[part] and part.partition not in found
            }
            found |= {one.partition: one for one in self._from(lasts) if readable(one)}
        return max(found.values(), key=lambda one: one.at, default=None)

    def __iter__(self) -> Iterator[Received]:
        return self._from({part: start for part, start in self._starts.items() if start < self._ends[part]})

    def _from(self, starts: Mapping[Any, int]) -> Iterator[Received]:
        from kafka.errors import KafkaError

        consumer, ends = self._consumer, self._ends
        try:
            consumer.assign(list(starts))
            for part, start in starts.items():
                consumer.seek(part, start)
            while any(consumer.position(part) < ends[part] for part in starts):
                for part, records in consumer.poll(timeout_ms=1_000, max_records=2_000).items():
                    yield from (received(record) for record in records if record.offset < ends[part])
        except KafkaError as error:
            raise BackendFault(f"Kafka at {self._connection.bootstrap} does not answer: {error!r}") from error

    def close(self) -> None:
        """Let the broker go."""
        self._consumer.close()
