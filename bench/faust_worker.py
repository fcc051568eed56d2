"""Faust workers beside plain aiokafka on a real broker, in one run.

    python bench/faust_worker.py [articles] [--write]

With stand-in stages what is measured is the road; with the real ones, what a
machine does. Every worker is ready before the articles come; the rate counts
from the first output to the last. Wall figures hang on what else the machine
does (its load is printed); a CPU second of a worker does not.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiokafka
import page
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

ROOT = Path(__file__).resolve().parents[1]
# A file beside this one is called like a package: its folder must not shadow it.
here = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT / "bench"]
sys.path = [str(ROOT), str(ROOT / "tests/integration"), *here]

import campaign  # noqa: E402
import standin  # noqa: E402
from workers import Worker, standin_worker  # noqa: E402

from tocsin import topics  # noqa: E402
from tocsin.codec import encode  # noqa: E402
from tocsin.model import Article  # noqa: E402
from tocsin.runtime.distributed.connection import KafkaConnection  # noqa: E402
from tocsin.runtime.distributed.process import GROUP  # noqa: E402
from tocsin.runtime.distributed.records import Received  # noqa: E402
from tocsin.runtime.distributed.tagging import tagged_records  # noqa: E402
from tocsin.runtime.jsonl import article, lines  # noqa: E402
from tocsin.testing.servers import KafkaServer  # noqa: E402

WARM = 120  #: articles before the measured ones, so that every worker has loaded what it needs
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Rate:
    """Articles a second of wall time and of the workers' CPU time."""

    wall: float
    cpu: float


async def plain(connection, count: int) -> Rate:
    """Tag with nothing but a consumer and a producer, 200 records at a time."""
    consumer = aiokafka.AIOKafkaConsumer(
        topics.ARTICLES.name,
        group_id="plain",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        **connection.client(),
    )
    producer = aiokafka.AIOKafkaProducer(acks="all", linger_ms=5, **connection.client())
    await consumer.start()
    await producer.start()
    done, start, cpu = 0, None, 0.0
    while done < count:
        sends = []
        fetched = await consumer.getmany(timeout_ms=500, max_records=200)
        for record in (record for records in fetched.values() for record in records):
            if start is None:
                start, cpu = time.perf_counter(), time.process_time()
            received = Received(
                topic=record.topic, partition=record.partition, offset=record.offset, key="", value=record.value,
                at=standin.START,
            )  # fmt: skip
            said = tagged_records(received, tag=standin.tag, mentions=standin.mentions)
            sends += [await producer.send(one.topic, one.value, key=one.key.encode()) for one in said]
            done += 1
        await asyncio.gather(*sends)
        if fetched:
            await consumer.commit()
    rate = Rate(count / (time.perf_counter() - start), count / (time.process_time() - cpu))
    await consumer.stop()
    await producer.stop()
    return rate


def shipped_worker(bootstrap: str, folder: Path) -> Worker:
    """Return a worker as `tocsin process` starts it, with the shipped configuration."""
    return Worker(
        ["-m", "tocsin.cli", "process"], folder,
        TOCSIN_KAFKA=bootstrap, TOCSIN_HEALTH="off", TOCSIN_DATA=str(folder),
        TOCSIN_SNAPSHOTS=str(folder.parent / "snapshots.sqlite"),
    )  # fmt: skip


def reported() -> list[Article]:
    """The articles of the demo: thin news in three languages, most of them violent."""
    with (ROOT / "config/demo/osh-2010.jsonl").open("rb") as file:
        return [article(number, line, now=datetime.now(UTC)) for number, line in lines(file)]


def real_articles(count: int) -> list[Article]:
    """The demo's articles over and over, each with an id and a moment of its own."""
    story = reported()
    start = max(one.seen for one in story)
    made = []
    for number in range(count):
        at = start + timedelta(seconds=number)
        one = story[number % len(story)]
        made.append(replace(one, id=f"{one.id}-{number}", seen=at, at=at, published=at))
    return made


def send(connection, articles: Sequence[Article]) -> None:
    """Write articles into the topic, key by key, and wait until all are taken."""
    producer = KafkaProducer(acks="all", enable_idempotence=True, linger_ms=5, **connection.client())
    for one in articles:
        producer.send(topics.ARTICLES.name, key=one.id.encode(), value=encode(one))
    producer.flush(60)
    producer.close()


def workers_at_work(kafka, make: Callable[..., Worker], articles: Sequence[Article], workers: int) -> Rate:
    """Return what so many real processes do with ``articles``, from the first output to the last."""
    connection = campaign.set_up(kafka)
    folder = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    running = [make(kafka.bootstrap, folder / f"w{n}") for n in range(workers)]
    consumer = KafkaConsumer(**connection.client())
    parts = [TopicPartition(topics.TAGGED.name, n) for n in range(topics.TAGGED.partitions)]

    def out() -> int:
        return sum(consumer.end_offsets(parts).values())

    try:
        _joined(connection, workers)
        send(connection, articles[:WARM])
        _until(lambda: out() >= WARM)
        send(connection, articles[WARM:])
        _until(lambda: out() > WARM)
        first, start, cpu = out(), time.perf_counter(), _cpu(running)
        _until(lambda: out() >= len(articles))
        took, used = time.perf_counter() - start, _cpu(running) - cpu
        return Rate((len(articles) - first) / took, (len(articles) - first) / used)
    finally:
        consumer.close()
        for worker in running:
            worker.end()


def _joined(connection: KafkaConnection, workers: int) -> None:
    """Return when so many workers share the articles."""
    admin = KafkaAdminClient(**connection.client())

    def members() -> int:
        found = admin.describe_groups([GROUP])[GROUP]
        return sum(bool(one.get("member_assignment")) for one in found.get("members", ()))

    _until(lambda: members() >= workers)
    admin.close()


def _until(holds: Callable[[], bool], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the workers do not move on")
        time.sleep(0.05)


def _cpu(running: Sequence[Worker]) -> float:
    """CPU seconds that the workers have used so far."""
    fields = [Path(f"/proc/{one.child.pid}/stat").read_text().rpartition(")")[2].split() for one in running]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICK


def table(count: int) -> str:
    """Return the table of all arms."""
    rows: list[tuple[str, Rate]] = []
    kafka = KafkaServer().start()
    try:
        connection = campaign.set_up(kafka)
        made = [standin.article(number) for number in range(count)]
        send(connection, made)
        rows.append(("plain aiokafka, tagging only, stand-in stages", asyncio.run(plain(connection, count))))
        for workers in (1, 2, 3):
            rate = workers_at_work(kafka, standin_worker, made, workers)
            rows.append((f"Faust, tagging and detection, stand-in stages, {_number(workers)}", rate))
        real = real_articles(count // 2)
        rows += [
            (
                f"Faust, the shipped stages, {_number(workers)}",
                workers_at_work(kafka, shipped_worker, real, workers),
            )
            for workers in (1, 2, 3)
        ]
    finally:
        kafka.stop()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    where = (
        f"Measured {datetime.now(UTC):%Y-%m-%d}: {platform.machine()}, {os.cpu_count()} cores shared with other jobs (load "
        f"{load}), Python {platform.python_version()}, Kafka 4.3.1 on the same machine; {count:,} articles, half as many for "
        "the shipped stages."
    )
    head = ["| who | articles a second | per CPU second of the workers |", "| --- | --- | --- |"]
    return "\n".join(
        [where, "", *head, *(f"| {who} | {rate.wall:,.0f} | {rate.cpu:,.0f} |" for who, rate in rows)]
    )


def _number(workers: int) -> str:
    return "1 worker" if workers == 1 else f"{workers} workers"


def main() -> None:
    """Print the figures, and with ``--write`` put them into docs/benchmarks.md."""
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    text = table(numbers[0] if numbers else 8_000)
    print(text)
    if "--write" in sys.argv:
        page.write("faust", text)


if __name__ == "__main__":
    main()
