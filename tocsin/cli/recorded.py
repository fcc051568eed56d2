"""What the log holds of signals: all that alerting was ever told, as far back as it is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import CodecFault
from tocsin.settings import setting
from tocsin.topics import SIGNALS

if TYPE_CHECKING:
    from tocsin.codec import Message

PAGE = 5_000  #: records read at once


def signals(data: Path) -> Iterator[Message]:
    """Yield what alerting was told, the oldest first; of Kafka, where ``TOCSIN_KAFKA`` names it.

    Raises:
        BackendFault: nothing was ever collected there, or a server does not answer.
    """
    from tocsin.codec import decode

    for value in _of_kafka() if setting("KAFKA", os.environ) else _of_folder(data):
        with suppress(CodecFault):  # alerting passed it over, too
            yield decode(value)


def _of_folder(data: Path) -> Iterator[bytes]:
    from tocsin.index.sqlite import reader
    from tocsin.runtime.embedded.database import collected
    from tocsin.runtime.embedded.log import SqliteLog

    with closing(reader(collected(data))) as connection:
        log, start = SqliteLog(connection, lambda: datetime.now(UTC)), 0
        while records := log.read(SIGNALS.name, start, PAGE):
            yield from (record.value for record in records)
            start = records[-1].offset + 1


def _of_kafka() -> Iterator[bytes]:
    from tocsin.runtime.distributed.connection import kafka_connection
    from tocsin.runtime.distributed.once import Once
    from tocsin.runtime.distributed.reading import to_end

    for partition in range(SIGNALS.partitions):
        once = Once()  # what a worker that died wrote again, alerting dropped
        for record in to_end(kafka_connection(os.environ), SIGNALS.name, partition):
            if record.id is None or not once.knows(record.id):
                yield record.value
