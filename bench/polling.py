"""What polls cost against a feed server in a process of its own, in CPU time."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.feed_server import typical
from ingest.fetch import Request
from ingest.http import HttpFetcher
from ingest.outcome import new_state
from ingest.parsing import Job
from ingest.poll import Tools, poll
from ingest.spec import FeedSpec, IngestSpec
from ingest.worker import ParseWorkers
from tocsin.clock import SystemClock

ROOT = Path(__file__).resolve().parents[1]
LIMITS = IngestSpec(allow_networks=("127.0.0.0/8",))
SPEC = FeedSpec(id="a", url="https://news.example/rss", name="a", publisher="a", country="KG")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def cpu(*pids: int) -> float:
    """CPU seconds of this process and of some others."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = used.ru_utime + used.ru_stime
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


async def polls(port: int, count: int, share_200: float, rounds: int = 3) -> float:
    """CPU milliseconds a poll, HTTP to article JSON, with a share of 200s (one new entry each)."""
    fetcher, workers = HttpFetcher(LIMITS), ParseWorkers(LIMITS)
    await workers.parse(Job(body=typical(0)))
    memory: dict[str, object] = {}

    async def recall(_, keys):
        return {key: memory[key] for key in keys if key in memory}

    tools = Tools(fetcher=fetcher, parsers=workers, recall=recall, clock=SystemClock(), limits=LIMITS)
    room, best = asyncio.Semaphore(50), float("inf")
    spec = SPEC.model_copy(update={"url": f"http://127.0.0.1:{port}/0"})
    first, _ = await poll(spec, new_state(spec, now=NOW), tools)
    memory.update(first.seen)

    async def one(number: int) -> None:
        async with room:
            fresh = number * share_200 % 1 < share_200
            url = f"http://127.0.0.1:{port}/{1 if fresh else 0}"
            state = replace(first.state, url=url, etag=None if fresh else '"1"')
            change, _ = await poll(spec, state, tools)
            assert fresh == bool(change.seen)

    for _ in range(rounds):
        pids = workers.pids
        before = cpu(*pids)
        await asyncio.gather(*(one(number) for number in range(count)))
        best = min(best, (cpu(*pids) - before) / count * 1000)
    await workers.close()
    await fetcher.close()
    return best


async def bare_304(port: int, count: int = 2000, rounds: int = 3) -> float:
    """CPU milliseconds of one conditional GET that is answered 304, on a connection of its own."""
    fetcher, room, best = HttpFetcher(LIMITS), asyncio.Semaphore(50), float("inf")

    async def one() -> None:
        async with room:
            answer = await fetcher.fetch(Request(url=f"http://127.0.0.1:{port}/0", etag='"1"'))
            assert answer.status == 304

    for _ in range(rounds):
        before = cpu()
        await asyncio.gather(*(one() for _ in range(count)))
        best = min(best, (cpu() - before) / count * 1000)
    await fetcher.close()
    return best


async def network() -> dict[str, float]:
    """Return what polling costs against a feed server in a process of its own, by name of the figure."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "bench/feed_server.py"), stdout=asyncio.subprocess.PIPE
    )
    port = int(await server.stdout.readline())
    try:
        return {
            "304": await bare_304(port),
            "poll 304": await polls(port, 1000, 0.0),
            "poll 200": await polls(port, 500, 1.0),
            "poll 10 %": await polls(port, 1000, 0.1),
        }
    finally:
        server.kill()
        await server.wait()
