"""The `index` role: what all stages said, out of the log and into Elasticsearch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import aiokafka
from aiokafka.errors import IllegalStateError, KafkaError

from tocsin import topics
from tocsin.atlas import Atlas
from tocsin.clock import SystemClock
from tocsin.codec import Message, decode
from tocsin.errors import BackendFault, CodecFault
from tocsin.index.bulk import Bulk
from tocsin.index.indexer import Indexer
from tocsin.index.operations import Operation
from tocsin.model import FeedState, Incident, TaggedArticle, Tick, WindowCount
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.records import Outgoing, Received, received, refusal

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

_log = logging.getLogger(__name__)
GROUP: Final = "tocsin-index"
READS: Final = (
    topics.TAGGED, topics.WINDOWS, topics.SIGNALS, topics.INCIDENTS, topics.FEEDS, topics.REJECTED,
)  # fmt: skip
BATCH: Final = 500


class IndexLoop:
    """Reads, writes until stored, commits; every write may be repeated."""

    def __init__(
        self,
        connection: KafkaConnection,
        client: AsyncElasticsearch,
        atlas: Atlas,
        *,
        retire: Callable[[datetime], Sequence[str]] = lambda _: (),
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        options = connection.client()
        self._consumer = aiokafka.AIOKafkaConsumer(
            *(topic.name for topic in READS),
            group_id=GROUP,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_poll_interval_ms=3_600_000,  # Elasticsearch may be away for a while
            **options,
        )
        self._producer = aiokafka.AIOKafkaProducer(acks="all", linger_ms=5, **options)
        self.bulk = Bulk(client, self._bury, beat=beat)
        self._indexer = Indexer(atlas, self.bulk)
        self._retention = Retention(retire)
        self._beat = beat
        self._in_hand: dict[str, Received] = {}
        self.indexed = 0

    async def run(self, stopping: Callable[[], bool]) -> None:
        """Index until ``stopping`` says so."""
        await self._producer.start()
        await self._consumer.start()
        try:
            while not stopping():
                self._beat()
                await self._turn()
        finally:
            await self._consumer.stop()
            await self._producer.stop()

    async def _turn(self) -> None:
        fetched = await self._consumer.getmany(timeout_ms=300, max_records=BATCH)
        if not fetched:
            return
        batch: list[tuple[Message, int]] = []
        self._in_hand.clear()
        for record in (record for records in fetched.values() for record in records):
            one = received(record)
            try:
                message = decode(one.value)
            except CodecFault as fault:
                await self._reject(refusal(one, fault.reason))
                continue
            batch.append((message, one.offset))
            if name := _name(message):
                self._in_hand[name] = one
        await self._indexer.write(batch)
        self.indexed += len(batch)
        await self._commit({tp: records[-1].offset + 1 for tp, records in fetched.items()})
        ticks = [message.at for message, _ in batch if isinstance(message, Tick)]
        if ticks:
            await self._retention.ticked(max(ticks))

    async def _commit(self, offsets: dict[Any, int]) -> None:
        try:
            await self._consumer.commit(offsets)
        except (IllegalStateError, KafkaError) as error:  # its next owner writes the same again
            _log.warning("not committed: %r", error)

    async def _bury(self, operation: Operation, why: str) -> None:
        """Send the record behind a document that can never be stored to the dead letters."""
        name = operation.id
        while name not in self._in_hand and ":" in name:
            name = name.rpartition(":")[0]
        behind = self._in_hand.get(name)
        if behind is None:
            _log.error("%s %s cannot be stored: %s", operation.index, operation.id, why)
            return
        await self._reject(refusal(behind, f"{operation.index}: {why}"))

    async def _reject(self, dead: Outgoing) -> None:
        dead = replace(dead, key=dead.key or "-")
        await self._producer.send_and_wait(dead.topic, dead.value, key=dead.key.encode())


class Retention:
    """Lets go of whole months once a day, when a tick says that a day has begun.

    ``retire`` deletes what is no longer kept at a moment, blocks, and names what
    it deleted. A tick from the future retires nothing more than today does.
    """

    def __init__(
        self, retire: Callable[[datetime], Sequence[str]], *, now: Callable[[], datetime] = SystemClock().now
    ) -> None:
        self._retire = retire
        self._now = now
        self._day: date | None = None

    async def ticked(self, at: datetime) -> None:
        """Retire, if this is the first tick of a day."""
        from elasticsearch import ApiError, TransportError

        moment = min(at, self._now())
        if self._day is not None and moment.date() <= self._day:
            return
        self._day = moment.date()
        try:
            gone = await asyncio.to_thread(self._retire, moment)
        except (ApiError, TransportError) as error:  # tomorrow is another day; writing goes on
            _log.warning("old months were not deleted: %s", type(error).__name__)
            return
        except BackendFault as fault:
            _log.warning("what is no longer kept was not all deleted: %s", fault)
            return
        for name in gone:
            _log.info("%s is no longer kept", name)


def _name(message: Message) -> str | None:
    """Return what a message's document ids begin with."""
    match message:
        case TaggedArticle():
            return message.article.id
        case Incident():
            return message.id
        case FeedState():
            return message.feed
        case WindowCount():
            return f"{message.region}:{message.theme}:{message.hour}"
    return None
