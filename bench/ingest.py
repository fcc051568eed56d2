"""What ingest costs: CPU a poll, entries a second, memory, delay, parses saved. Prints a Markdown table.

    python bench/ingest.py [--write]     # --write puts the table into docs/benchmarks.md

Timings on a shared machine are noisy: each is the best of several rounds of
CPU time (ours and our workers'), never wall time.
"""

from __future__ import annotations

import gc
import os
import platform
import resource
import sys
import tarfile
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# This file is called like the package it measures: its folder must not shadow it.
sys.path = [str(ROOT), *(entry for entry in sys.path if Path(entry or ".").resolve() != ROOT / "bench")]

from bench import detection_delay  # noqa: E402
from bench.feed_server import typical  # noqa: E402
from bench.polling import LIMITS, NOW, SPEC, network  # noqa: E402
from ingest.decide import decide  # noqa: E402
from ingest.document import parse  # noqa: E402
from ingest.identity import identify  # noqa: E402
from ingest.outcome import new_state  # noqa: E402
from ingest.spec import FeedSpec, IngestSpec  # noqa: E402
from ingest.volatile import body_hash  # noqa: E402
from tocsin.codec import encode  # noqa: E402

SHARED = ROOT.parent / "shared/data"
DOCS = ROOT / "docs/benchmarks.md"


def entries_a_second(rounds: int = 12) -> tuple[float, float]:
    """Entries a second and core, parse to article JSON; and feedparser's alone, in the same run."""
    import feedparser

    body, best, slow = typical(0), 0.0, 0.0
    state = new_state(SPEC, now=NOW)
    for _ in range(rounds):
        before = time.process_time()
        for _ in range(20):
            parsed = parse(body)
            found = identify(parsed.entries)
            done = decide(SPEC, state, parsed, found=found, known={}, limits=LIMITS, now=NOW)
            assert len([encode(article) for article in done.articles]) == 34
        best = max(best, 20 * 34 / (time.process_time() - before))
    for _ in range(5):
        before = time.process_time()
        feedparser.parse(BytesIO(body))
        slow = max(slow, 34 / (time.process_time() - before))
    return best, slow


def memory(feeds: int = 10_000) -> tuple[float, float]:
    """KB a feed (spec and state), and MB of the process with all of them."""
    gc.collect()
    before = _resident()
    state = decide(
        SPEC, new_state(SPEC, now=NOW), parse(typical(0)), found=identify(parse(typical(0)).entries),
        known={}, limits=LIMITS, now=NOW,
    ).state  # fmt: skip
    from tocsin.codec import decode_value, encode_value
    from tocsin.model import FeedState

    kept = []
    for number in range(feeds):
        spec = FeedSpec(
            id=f"feed-{number}", url=f"https://news{number}.example/rss", name=f"News {number}",
            publisher=f"News {number}", country="KG", language="ru",
        )  # fmt: skip
        raw = encode_value(replace(state, feed=spec.id, url=spec.url, etag=f'"{number}"'))
        kept.append((spec, decode_value(raw, FeedState)))
    gc.collect()
    after = _resident()
    return (after - before) / len(kept) / 1024, after / 2**20


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def parses_skipped() -> tuple[float, int] | None:
    """Of all 200s of the recorded polls, the share whose body is known but for its volatile fields."""
    raw, log = SHARED / "replay/ru-feeds-raw.tar.xz", SHARED / "replay/ru-feeds-polls.jsonl.gz"
    if not raw.exists():
        return None
    import gzip
    import json

    versions: dict[str, int] = {}
    hashes: dict[str, set[str]] = {}
    with tarfile.open(raw) as archive:
        for member in archive:
            if member.isfile():
                feed = Path(member.name).parent.name
                versions[feed] = versions.get(feed, 0) + 1
                hashes.setdefault(feed, set()).add(body_hash(archive.extractfile(member).read()))
    with gzip.open(log, "rt", encoding="utf-8") as lines:
        asked = sum(len(json.loads(line)["feeds"]) for line in lines)
    # every version differs from the one before in more than its build date; all other polls differ in that alone
    return 1 - sum(versions.values()) / asked, asked


def main() -> None:
    """Measure everything and print it."""
    if sys.platform != "win32":
        import uvloop

        net = uvloop.run(network())
    rate, slow = entries_a_second()
    per_feed, process = memory()
    rows = [
        ("CPU per 304, plain connection", "≤ 0.35 ms", f"{net['304']:.2f} ms"),
        ("CPU per poll answered 304, with its decision", "", f"{net['poll 304']:.2f} ms"),
        (
            "CPU per 200, 34 entries, to article JSON through the worker",
            "≤ 2.5 ms",
            f"{net['poll 200']:.2f} ms",
        ),
        ("feeds a minute and core, 10 % 200s", "≥ 100,000", f"{60_000 / net['poll 10 %']:,.0f}"),
        ("feeds a minute and core, all 200s", "≥ 25,000", f"{60_000 / net['poll 200']:,.0f}"),
        ("entries a second and core, parse to article JSON", "≥ 15,000", f"{rate:,.0f}"),
        ("… feedparser's parse alone, in the same run", "", f"{slow:,.0f}"),
        ("memory a feed, spec and state", "≤ 2 KB", f"{per_feed:.1f} KB"),
        ("process with 10,000 feeds", "≤ 150 MB", f"{process:.0f} MB"),
    ]
    if (skipped := parses_skipped()) is not None:
        rows.append(
            (f"parses skipped, {skipped[1]:,} recorded polls answered 200", "≥ 94 %", f"{skipped[0]:.1%}")
        )
        for stream, what in (("ru-feeds", "0.6 entries a feed and day"), ("wire-feeds", "90 a feed and day")):
            found = detection_delay.measure(SHARED / f"replay/{stream}.jsonl.xz", IngestSpec())
            figures = f"{found['median']:.1f} min (p90 {found['p90']:.0f}, p99 {found['p99']:.0f}) at {found['polls']:.0f} polls"
            rows.append(
                (f"detection delay, replay {stream} ({what})", "median ≤ 8 min at ≤ 34 polls", figures)
            )
    table = _table(rows)
    print(table)
    if "--write" in sys.argv:
        _write(table)


def _table(rows: list[tuple[str, str, str]]) -> str:
    machine = f"{platform.machine()}, {os.cpu_count()} shared cores, Python {platform.python_version()}"
    head = f"Measured by `python bench/ingest.py` on {machine}; CPU time, best of several rounds.\n\n"
    lines = [
        "| what | target | measured |",
        "| --- | --- | --- |",
        *(f"| {a} | {b} | {c} |" for a, b, c in rows),
    ]
    return head + "\n".join(lines)


def _write(table: str) -> None:
    text = DOCS.read_text("utf-8") if DOCS.exists() else "# Benchmarks\n"
    begin, end = "<!-- ingest -->", "<!-- /ingest -->"
    if begin not in text:
        text += f"\n## Ingest\n\n{begin}\n{end}\n"
    start, stop = text.index(begin) + len(begin), text.index(end)
    DOCS.write_text(f"{text[:start]}\n{table}\n{text[stop:]}", "utf-8")


if __name__ == "__main__":
    main()
