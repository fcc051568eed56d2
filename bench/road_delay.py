"""Bytes received -> alert accepted, across Kafka, Faust and Elasticsearch: every role a process of its own.

    python bench/road_delay.py [--write]

As `bench/pipeline.py` measures it for one process: from the request for the
third publisher's document (before that no rule could hold) to the critical
message that the fake Slack accepted.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
here = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT / "bench"]
sys.path = [str(ROOT), str(ROOT / "tests/integration"), *here, str(ROOT / "bench")]

import page  # noqa: E402
import pipeline  # noqa: E402
from rehearsal import Rehearsal  # noqa: E402

from tocsin.testing.feedserver import FeedServer  # noqa: E402
from tocsin.testing.servers import ElasticsearchServer, KafkaServer  # noqa: E402
from tocsin.testing.slack import FakeSlack  # noqa: E402

ROLES = ("poller", "processor", "indexer", "alerter")
COUNTRIES = pipeline.COUNTRIES[:20]


async def delays(kafka: KafkaServer, elasticsearch: ElasticsearchServer, folder: Path) -> list[float]:
    """Return seconds, one an alert."""
    found: list[float] = []
    with FeedServer() as server:
        for n in range(pipeline.PUBLISHERS):
            server.put(f"/{n}", pipeline.document([f"Market opens in town number {n}"], n))
        pipeline.configuration(folder / "config", server)
        async with FakeSlack(limited=False) as slack:
            rehearsal = Rehearsal(kafka, elasticsearch, folder, slack.url)
            try:
                await asyncio.to_thread(rehearsal.once, "setup")
                for name in ROLES:
                    rehearsal.start(name)
                await asyncio.sleep(
                    45
                )  # models are loaded, groups have formed, the first documents are a backlog
                for number, country in enumerate(COUNTRIES):
                    put = time.monotonic()
                    for n in range(pipeline.PUBLISHERS):
                        titles = [pipeline.headline(text, country, 10 + n) for text in pipeline.HEADLINES]
                        server.put(f"/{n}", pipeline.document(titles, 100 * number + n + 10))
                    if await _accepted(slack, country):
                        found.append(time.monotonic() - pipeline.third_asked(server, put))
            finally:
                await asyncio.to_thread(rehearsal.end)
    return found


async def _accepted(slack: FakeSlack, country: str) -> bool:
    end = time.monotonic() + 30
    while not (said := any(country in one.text for one in slack.roots())) and time.monotonic() < end:  # noqa: ASYNC110  # the fake has no event
        await asyncio.sleep(0.01)
    return said


def main() -> None:
    """Print the figures, and with ``--write`` put them into docs/benchmarks.md."""
    kafka, elasticsearch = KafkaServer().start(), ElasticsearchServer("9.2.0").start()
    try:
        with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name:
            took = sorted(asyncio.run(delays(kafka, elasticsearch, Path(name))))
    finally:
        elasticsearch.stop()
        kafka.stop()
    p95 = took[int(0.95 * (len(took) - 1))]
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    where = (
        f"Measured {datetime.now(UTC):%Y-%m-%d} with `python bench/road_delay.py`: one process a role, Kafka 4.3.1 and "
        f"Elasticsearch 9.2.0, all on {os.cpu_count()} cores shared with other jobs (load {load})."
    )
    rows = [
        "| third publisher's document asked for -> critical alert accepted | seconds | target |",
        "| --- | --- | --- |",
        f"| p50 of {len(took)} of {len(COUNTRIES)} | {statistics.median(took):.2f} | |",
        f"| p95 | {p95:.2f} | 10 |",
    ]
    text = "\n".join([where, "", *rows])
    print(text)
    if "--write" in sys.argv:
        page.write("road-delay", text)


if __name__ == "__main__":
    main()
