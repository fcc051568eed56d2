"""Parse workers against documents that want to harm them."""

import asyncio
import os
import random
import signal
import time
from pathlib import Path

import pytest

from ingest.fetch import Fault
from ingest.parsed import Parsed
from ingest.parsing import Job, ParseFailed
from ingest.spec import IngestSpec, ParserChoice
from ingest.worker import ParseWorkers
from tocsin.testing.fetcher import rss

pytestmark = pytest.mark.integration
SOUND = rss(*((f"g{n}x", f"Report {n}") for n in range(30)))
LIMITS = IngestSpec(parse_timeout="2s", slow_parse_timeout="4s")


def described(text):
    return f"<rss version='2.0'><channel><title>T</title><item><title>t</title><link>https://e.com/1</link><description>{text}</description></item></channel></rss>".encode()


ENTITIES = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10 if n else 'lol'}'>" for n in range(9))
HOSTILE = {
    "100,000 comment openers in CDATA": described("<![CDATA[" + "<!--" * 100_000 + "]]>"),
    "100,000 comment openers, not well-formed": described("<!--" * 100_000),
    "one tag with 50,000 attributes": described("<a " + " ".join(f"a{n}='{n}'" for n in range(50_000)) + ">"),
    "50,000 attributes in quoted markup": described(
        "&lt;a " + " ".join(f"a{n}='{n}'" for n in range(50_000)) + "&gt;"
    ),
    "a billion laughs": b"<!DOCTYPE r [" + ENTITIES.encode() + b"]>" + described("&l8;"),
    "an external entity": b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + described("&x;"),
    "100,000 open elements": b"<rss><channel>" + b"<item>" * 100_000,
    "100,000 nested divs": described("<div>" * 100_000),
    "nested JSON": b'{"items":' + b"[" * 200_000,
    "9 MB of ampersands": b"<rss><channel><item><title>" + b"&" * 9_000_000,
    "9 MB of less-than signs": b"<rss><channel>" + b"<" * 9_000_000,
    "400,000 entries": b"<rss version='2.0'><channel>"
    + b"<item><title>x</title></item>" * 330_000
    + b"</channel></rss>",
    "zeros": b"\0" * 5_000_000,
    "a path": b"/etc/passwd",
    "an address": b"http://127.0.0.1:1/feed.xml",
}


@pytest.fixture
async def workers():
    workers = ParseWorkers(LIMITS)
    yield workers
    await workers.close()


async def test_a_sound_document_is_read(workers):
    parsed = await workers.parse(Job(body=SOUND))
    assert isinstance(parsed, Parsed)
    assert len(parsed.entries) == 30
    slow = await workers.parse(Job(body=SOUND, parser=ParserChoice.FEEDPARSER))
    assert [entry.title for entry in slow.entries] == [entry.title for entry in parsed.entries]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_document_ends_in_time_and_hurts_nobody_else(workers, name):
    await workers.parse(Job(body=SOUND))
    began = time.monotonic()
    hostile = asyncio.create_task(workers.parse(Job(body=HOSTILE[name])))
    await asyncio.sleep(0.05)
    waited = time.monotonic()
    parsed = await workers.parse(Job(body=SOUND))
    other = time.monotonic() - waited
    answer = await hostile
    took = time.monotonic() - began
    assert isinstance(parsed, Parsed)
    assert isinstance(answer, Parsed | ParseFailed)
    assert other < 2.0 + 2.0  # the deadline, and the start of another worker on a busy machine
    assert took < 10
    if isinstance(answer, Parsed):
        text = " ".join(entry.summary + entry.title for entry in answer.entries)
        assert "root:" not in text
        assert len(text) < 10_000_000


async def test_memory_is_capped(workers):
    await workers.parse(Job(body=SOUND))
    before = _total(workers)
    task = asyncio.create_task(workers.parse(Job(body=HOSTILE["9 MB of ampersands"])))
    peak = before
    while not task.done():
        await asyncio.wait({task}, timeout=0.02)
        peak = max(
            peak,
            *(_peak(worker.pid) for lane in (workers._fast, workers._slow) for worker in lane.workers),
            0,
        )
    assert isinstance(await task, ParseFailed | Parsed)
    assert peak - before <= 1.05 * LIMITS.parse_memory_mb * 2**20
    assert isinstance(await workers.parse(Job(body=SOUND)), Parsed)


async def test_a_worker_that_its_document_kills_blames_the_document(workers):
    await workers.parse(Job(body=SOUND))
    (worker,) = workers._fast.workers
    os.kill(worker.pid, signal.SIGSEGV)
    answer = await workers.parse(Job(body=SOUND))
    assert answer.fault is Fault.HUNG


async def test_a_worker_that_dies_is_replaced(workers):
    await workers.parse(Job(body=SOUND))
    (worker,) = workers._fast.workers
    os.kill(worker.pid, 9)
    answer = await workers.parse(Job(body=SOUND))
    assert isinstance(answer, ParseFailed)
    assert answer.fault is Fault.WORKER
    assert isinstance(await workers.parse(Job(body=SOUND)), Parsed)


async def test_no_worker_outlives_its_pool():
    workers = ParseWorkers(LIMITS)
    await workers.parse(Job(body=SOUND))
    pids = [worker.pid for worker in workers._fast.workers]
    await workers.close()
    assert [_peak(pid) for pid in pids] == [0]


@pytest.mark.shared
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("mutants", [1_000, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_mutated_documents_never_break_a_worker(workers, shared, mutants):
    rng = random.Random(20260301)
    documents = [
        path
        for path in sorted((shared / "data/recorded-feeds/files").glob("*.gz"))
        if path.stat().st_size < 30_000
    ]
    faults = 0
    for _ in range(mutants):
        body = _mutant(rng, _unpacked(rng.choice(documents)))
        answer = await workers.parse(Job(body=body))
        faults += isinstance(answer, ParseFailed) and answer.fault is Fault.WORKER
    assert faults == 0


def _unpacked(path):
    import gzip

    return gzip.decompress(path.read_bytes())


def _mutant(rng, body):
    data = bytearray(body)
    for _ in range(rng.randint(1, 8)):
        if not data:
            break
        at, kind = rng.randrange(len(data)), rng.randrange(5)
        if kind == 0:
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randint(1, 200)]
        elif kind == 2:
            data[at:at] = rng.choice(
                [b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"\0", b"&#x110000;", b"<item>"]
            )
        elif kind == 3:
            data[at:at] = data[at : at + rng.randint(1, 500)]
        else:
            del data[at:]
    return bytes(data)


def _peak(pid):
    """The most memory a process ever held, in bytes (0 if it is gone)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _total(workers):
    return max(_peak(worker.pid) for worker in workers._fast.workers)
