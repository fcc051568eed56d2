"""A group put back to what was written at a moment: after a restore, to work off what the backup does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.topics import Topic


def rewind(connection: KafkaConnection, group: str, reads: Sequence[Topic], moment: datetime) -> int:
    """Let a group without members begin at the first record from ``moment`` on; return how many records that is.

    Raises:
        BackendFault: Kafka does not answer, or a member of the group still runs.
    """
    from kafka import KafkaConsumer, TopicPartition
    from kafka.errors import KafkaError
    from kafka.structs import OffsetAndMetadata

    parts = [TopicPartition(topic.name, number) for topic in reads for number in range(topic.partitions)]
    try:
        with closing(
            KafkaConsumer(group_id=group, enable_auto_commit=False, **connection.client())
        ) as consumer:
            consumer.assign(parts)
            ends = consumer.end_offsets(parts)
            found = consumer.offsets_for_times(dict.fromkeys(parts, int(moment.timestamp() * 1000)))
            starts = {part: at.offset if (at := found.get(part)) else ends[part] for part in parts}
            consumer.commit({part: OffsetAndMetadata(offset, "", -1) for part, offset in starts.items()})
    except KafkaError as error:
        raise BackendFault(
            f"{group} was not put back: {error!r}; every process of the role must have ended (10 s ago, if killed)"
        ) from error
    return sum(ends[part] - start for part, start in starts.items())
