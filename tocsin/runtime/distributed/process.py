"""The `process` role: one Faust worker that tags articles and folds mentions.

The agent is stateless and stands on the hardened consumer; detection is a
service of the same app with a group consumer of its own, because Faust's
rebalance hooks cannot carry a hydration (docs/decisions/faust-transport.md).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import faust
import mode

from streams.transport import Transport
from tocsin import topics
from tocsin.clock import SystemClock
from tocsin.runtime.distributed.connection import KafkaConnection, kafka_connection
from tocsin.runtime.distributed.fatal import end_process, leave_within
from tocsin.runtime.distributed.folding import FoldLoop
from tocsin.runtime.distributed.health import Health, address, served
from tocsin.runtime.distributed.partition import MakeFold, PartitionFold
from tocsin.runtime.distributed.quiet import hush
from tocsin.runtime.distributed.ready import check_log
from tocsin.runtime.distributed.records import Outgoing, Received, key_text, moment
from tocsin.runtime.distributed.reread import remind
from tocsin.runtime.distributed.says import DETECTION_READS, of_detection
from tocsin.runtime.distributed.snapshots import Snapshots, kept_snapshots
from tocsin.runtime.distributed.stages import Stages, data_folder, stages_of
from tocsin.runtime.distributed.tagging import Family, Mentions, Tag, tagged_records
from tocsin.settings import setting

_log = logging.getLogger(__name__)
GROUP: Final = "tocsin-process"
FOLD_GROUP: Final = "tocsin-detect"
#: articles whose outputs may be on their way at once; 200 left a busy machine idle while it waited (docs/benchmarks.md)
IN_FLIGHT: Final = 500
LEAVE: Final = 30.0  #: seconds that a worker has after SIGTERM; its detection has 15 of them, compose gives 60 before it kills


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the worker is made of; the decisions come as plain callables."""

    connection: KafkaConnection
    tag: Tag
    mentions: Mentions
    make_fold: MakeFold
    family: Family = str
    snapshots: Callable[[], AbstractAsyncContextManager[Snapshots]]  #: opened for as long as the worker runs
    data: Path
    beat: Callable[[str], None] = lambda _: None
    serving: Callable[[], AbstractAsyncContextManager[Any]] = (
        nullcontext  #: health and metrics, while the worker runs
    )
    in_flight: int = IN_FLIGHT


def build(parts: Parts) -> Any:
    """Return a Faust app with the tagging agent and the detection service; nothing is started."""
    parts.data.mkdir(parents=True, exist_ok=True)
    for noisy in ("aiokafka", "faust", "mode"):  # Faust lets them write debug lines: a quarter of the CPU
        logging.getLogger(noisy).setLevel(logging.INFO)
    app = faust.App(
        GROUP,
        **parts.connection.faust(),
        datadir=str(parts.data),
        broker_session_timeout=10.0,
        broker_heartbeat_interval=3.0,
        broker_request_timeout=30.0,
        broker_commit_interval=1.0,
        consumer_auto_offset_reset="earliest",
        producer_acks=-1,
        producer_linger_ms=20,  # fuller batches: a fifth of the socket calls, and nobody reads news in milliseconds
        stream_wait_empty=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        topic_partitions=topics.ARTICLES.partitions,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.transport = Transport(app.conf.broker_consumer, app)
    _add_tagging(app, parts)
    _add_detection(app, parts)
    return app


def _raw(app: Any, topic: topics.Topic) -> Any:
    """Bytes in, bytes out: what Faust cannot decode it acknowledges unseen."""
    return app.topic(topic.name, partitions=topic.partitions, key_serializer="raw", value_serializer="raw")


def _add_tagging(app: Any, parts: Parts) -> None:
    written = {topic.name: _raw(app, topic) for topic in (topics.TAGGED, topics.MENTIONS, topics.REJECTED)}
    answers = partial(tagged_records, tag=parts.tag, mentions=parts.mentions, family=parts.family)

    async def send(one: Outgoing) -> Awaitable[Any]:
        headers = {"id": one.id.encode()} if one.id else None
        future: Awaitable[Any] = await written[one.topic].send(
            key=one.key.encode(), value=one.value, partition=one.partition, headers=headers
        )
        return future

    async def tag_articles(stream: Any) -> None:
        free = asyncio.Semaphore(parts.in_flight)

        def finished(sends: asyncio.Future[Any], event: Any) -> None:
            free.release()
            if sends.cancelled():
                return  # stopping: the event stays open and comes again
            if failure := sends.exception():
                end_process("an output was not accepted", failure)
            app.consumer.done(event)

        try:
            async for event in stream.noack().events():
                await free.acquire()
                parts.beat("tag")
                sends = [await send(one) for one in answers(_received(event.message))]
                asyncio.gather(*sends).add_done_callback(partial(finished, event=event))
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 – the outermost loop of the agent
            end_process("the tagging agent failed", error)

    app.agent(_raw(app, topics.ARTICLES), name="tag", concurrency=1)(tag_articles)


def _add_detection(app: Any, parts: Parts) -> None:
    class Detection(mode.Service):
        """Folds the mentions beside the agent; it ends by itself when the worker stops."""

        async def on_start(self) -> None:
            self.over = asyncio.Event()

        @mode.Service.task
        async def _fold(self) -> None:
            try:
                async with parts.serving(), parts.snapshots() as snapshots:
                    await _fold_loop(parts, snapshots).run(lambda: self.should_stop)
            except asyncio.CancelledError:
                raise
            except BaseException as error:  # noqa: BLE001 – the outermost loop of the service
                end_process("the detection fold failed", error)
            finally:
                self.over.set()

        async def on_stop(self) -> None:
            try:
                await asyncio.wait_for(self.over.wait(), 15)
            except TimeoutError:
                _log.warning("detection did not end in time; its next owner folds on from the last commit")

    app.service(Detection)


def _fold_loop(parts: Parts, snapshots: Snapshots) -> FoldLoop:
    return FoldLoop(
        parts.connection,
        topic=topics.MENTIONS,
        group=FOLD_GROUP,
        make=lambda snapshot: PartitionFold(
            parts.make_fold, reads=DETECTION_READS, says=of_detection, snapshot=snapshot
        ),
        snapshots=snapshots,
        beat=partial(parts.beat, "detect"),
    )


def _received(message: Any) -> Received:
    return Received(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=key_text(message.key),
        value=message.value or b"",
        at=moment(int((message.timestamp or 0) * 1000)),
    )


def process_parts(stages: Stages, environment: Mapping[str, str]) -> Parts:
    """Return what a Faust worker is made of."""
    from streams.mentions import mentions

    hush()
    health = Health("process")
    atlas, tagger = stages.atlas, stages.tagger
    return Parts(
        connection=kafka_connection(environment),
        tag=tagger.tag,
        mentions=lambda tagged: mentions(tagged, atlas),
        make_fold=stages.detection,
        family=atlas.family,
        snapshots=lambda: kept_snapshots(environment),
        data=data_folder(environment) / "faust",
        beat=health.beat,
        serving=lambda: served(health, address(setting("HEALTH", environment), "process")),
    )


def run(stages: Stages, environment: Mapping[str, str]) -> None:
    """Run one Faust worker, tagging and detection in it, until a signal ends it.

    Raises:
        BackendFault: Kafka does not answer, or has not what we work on.
    """
    parts = process_parts(stages, environment)
    check_log(parts.connection, "process")
    remind(parts.connection, stages.tagger.name, SystemClock().now())
    app = build(parts)
    _Worker(app, loglevel="WARNING", redirect_stdouts=False).execute_from_commandline()


class _Worker(faust.Worker):
    """A worker that ends when it is told to, also where Kafka is gone: Faust waits for it without end."""

    async def stop(self) -> None:
        leave_within(LEAVE)
        await super().stop()


def app_from_environment() -> Any:
    """Return the app for this process's environment; see `tocsin.runtime.distributed.roles`."""
    return build(process_parts(stages_of(os.environ), os.environ))
