"""One Faust worker beside plain aiokafka on a real broker, in one run.

    PYTHONPATH=.:tests/integration python bench/faust_worker.py [articles]

Stand-in stages, so that what is measured is the road and not the tagger.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

import aiokafka
import campaign
import standin

from tocsin import topics
from tocsin.runtime.distributed.records import Received
from tocsin.runtime.distributed.tagging import tagged_records
from tocsin.testing.servers import KafkaServer


async def plain(connection, count):
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
    done, start = 0, None
    while done < count:
        sends = []
        fetched = await consumer.getmany(timeout_ms=500, max_records=200)
        for record in (record for records in fetched.values() for record in records):
            start = start or time.perf_counter()
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
    took = time.perf_counter() - start
    await consumer.stop()
    await producer.stop()
    return count / took


def faust(kafka, connection, count, workers):
    """Return articles a second of so many real workers, from the first output to the last."""
    from kafka import KafkaConsumer, TopicPartition

    folder = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
    running = [campaign.Worker(kafka.bootstrap, folder / f"w{n}") for n in range(workers)]
    consumer = KafkaConsumer(**connection.client())
    parts = [TopicPartition(topics.TAGGED.name, n) for n in range(topics.TAGGED.partitions)]
    first = None
    try:
        while True:
            out = sum(consumer.end_offsets(parts).values())
            now = time.perf_counter()
            if out and first is None:
                first = (now, out)
            if out >= count:
                return (out - first[1]) / (now - first[0])
            time.sleep(0.05)
    finally:
        consumer.close()
        for worker in running:
            worker.end()


def main() -> None:
    """Print the figures as rows of a Markdown table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000
    kafka = KafkaServer().start()
    try:
        print("| who | articles a second |\n| --- | --- |")
        connection = campaign.set_up(kafka)
        campaign.produce(connection, range(count))
        print(f"| plain aiokafka, tagging only | {asyncio.run(plain(connection, count)):,.0f} |")
        for workers in (1, 2, 3):
            connection = campaign.set_up(kafka)
            campaign.produce(connection, range(count))
            print(
                f"| Faust, tagging and detection, {workers} worker(s) | {faust(kafka, connection, count, workers):,.0f} |",
                flush=True,
            )
    finally:
        kafka.stop()


if __name__ == "__main__":
    main()
