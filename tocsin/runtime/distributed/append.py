"""Records put into Kafka by hand: what people decide, test articles, what a rereading found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from tocsin.codec import Message, encode
from tocsin.errors import BackendFault
from tocsin.model import Action
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.records import Outgoing
from tocsin.topics import SIGNALS

PATIENCE: Final = 30.0  #: seconds until we say that Kafka does not take it


def put(connection: KafkaConnection, records: Iterable[Outgoing]) -> None:
    """Put records at the end of their topics; every replica has them when this returns.

    Raises:
        BackendFault: Kafka did not take one within `PATIENCE` seconds.
    """
    from kafka import KafkaProducer
    from kafka.errors import KafkaError

    try:
        producer = KafkaProducer(acks="all", enable_idempotence=True, **connection.client())
    except KafkaError as error:
        raise BackendFault(f"Kafka at {connection.bootstrap} does not answer: {error!r}") from error
    try:
        for future in [producer.send(one.topic, **_fields(one)) for one in records]:
            future.get(timeout=PATIENCE)
    except KafkaError as error:
        raise BackendFault(f"Kafka did not take a record: {error!r}") from error
    finally:
        producer.close(timeout=1)


def _fields(one: Outgoing) -> dict[str, object]:
    headers = [("id", one.id.encode())] if one.id else []
    return {"key": one.key.encode(), "value": one.value, "partition": one.partition, "headers": headers}


class KafkaAppend:
    """Puts a record at the end of a topic and waits until every replica has it."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection

    def __call__(self, topic: str, key: str, message: Message) -> None:
        """Append the record; it is kept when this returns.

        Raises:
            BackendFault: Kafka did not take it within `PATIENCE` seconds.
        """
        put(self._connection, [Outgoing(topic=topic, key=key, value=encode(message))])


class KafkaActs:
    """What people decide, into ``tocsin.signals`` (port `tocsin.desk.ports.Acts`)."""

    def __init__(self, append: KafkaAppend) -> None:
        self._append = append

    async def append(self, action: Action) -> None:
        """Append the action; it is kept when this returns."""
        await asyncio.to_thread(self.put, action)

    def put(self, action: Action) -> None:
        """Append the action; it is kept when this returns."""
        self._append(SIGNALS.name, action.incident or "", action)
