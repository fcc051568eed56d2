"""The dead letters across Kafka (port `tocsin.runtime.rejected`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.errors import CodecFault
from tocsin.model import Rejected
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.reading import to_end
from tocsin.runtime.distributed.records import Outgoing

_BY_KEY: Final = frozenset({topics.ARTICLES.name, topics.TAGGED.name, topics.WINDOWS.name})


class KafkaDeadLetters:
    """Reads the topic of dead letters to its end, and appends."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection

    def read(self) -> Iterator[Rejected]:
        """Yield all that is kept, oldest first; what a newer tocsin wrote is passed over."""
        for received in to_end(self._connection, topics.REJECTED.name, 0):
            try:
                message = decode(received.value)
            except CodecFault:
                continue
            if isinstance(message, Rejected):
                yield message

    def put_back(self, one: Rejected, note: Rejected) -> None:
        """Append the bytes to the partition they stood in (or that their key names), then the note."""
        partition = None if one.topic in _BY_KEY else one.partition
        put(self._connection, [Outgoing(topic=one.topic, key=one.key, value=one.value, partition=partition)])
        put(self._connection, [Outgoing(topic=topics.REJECTED.name, key=one.key or "-", value=encode(note))])
