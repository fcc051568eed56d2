"""Single records put into Kafka by hand: what people decide, and test articles."""

from __future__ import annotations

import asyncio
from typing import Final

from tocsin.codec import Message, encode
from tocsin.errors import BackendFault
from tocsin.model import Action
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.topics import SIGNALS

PATIENCE: Final = 30.0  #: seconds until we say that Kafka does not take it


class KafkaAppend:
    """Puts a record at the end of a topic and waits until every replica has it."""

    def __init__(self, connection: KafkaConnection) -> None:
        self._connection = connection

    def __call__(self, topic: str, key: str, message: Message) -> None:
        """Append the record; it is kept when this returns.

        Raises:
            BackendFault: Kafka did not take it within `PATIENCE` seconds.
        """
        from kafka import KafkaProducer
        from kafka.errors import KafkaError

        try:
            producer = KafkaProducer(acks="all", enable_idempotence=True, **self._connection.client())
        except KafkaError as error:
            raise BackendFault(f"Kafka at {self._connection.bootstrap} does not answer: {error!r}") from error
        try:
            producer.send(topic, key=key.encode(), value=encode(message)).get(timeout=PATIENCE)
        except KafkaError as error:
            raise BackendFault(f"Kafka did not take a record of {topic}: {error!r}") from error
        finally:
            producer.close(timeout=1)


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
