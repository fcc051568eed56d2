"""The embedded pipeline: articles a second through all four stages, and bytes received -> alert accepted by Slack.

    python bench/pipeline.py [--write]     # --write puts the table into docs/benchmarks.md

Throughput is CPU time of one process. The delay is wall time through the real
poller, parse workers, engine, deliverer and Slack client, against servers on
loopback; the alerts are critical ones, which wait for no group.
"""

from __future__ import annotations

import asyncio
import platform
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# A file beside this one is called like a package: its folder must not shadow it.
sys.path = [str(ROOT), *(entry for entry in sys.path if Path(entry or ".").resolve() != ROOT / "bench")]

from tocsin.clock import SystemClock  # noqa: E402
from tocsin.codec import encode  # noqa: E402
from tocsin.config import load  # noqa: E402
from tocsin.runtime.embedded.assembly import open_embedded  # noqa: E402
from tocsin.runtime.embedded.chain import EVERY_PARTITION  # noqa: E402
from tocsin.runtime.embedded.database import Transaction  # noqa: E402
from tocsin.runtime.embedded.log import SqliteLog  # noqa: E402
from tocsin.runtime.embedded.rehearsal import PlayedClock  # noqa: E402
from tocsin.runtime.embedded.run import running, watch  # noqa: E402
from tocsin.runtime.jsonl import article, lines  # noqa: E402
from tocsin.runtime.parts import Parts  # noqa: E402
from tocsin.runtime.replay import Publishers  # noqa: E402
from tocsin.testing.feedserver import FeedServer, Page  # noqa: E402
from tocsin.testing.slack import TOKEN, FakeSlack  # noqa: E402
from tocsin.topics import ARTICLES, MENTIONS  # noqa: E402

CONFIG, DOCS = ROOT / "config", ROOT / "docs/benchmarks.md"
COUNT = 4000
PUBLISHERS = 4
COUNTRIES = (
    "Mali", "Peru", "Nepal", "Haiti", "Yemen", "Kenya", "Chad", "Bolivia", "Myanmar", "Serbia", "Ghana", "Iraq",
    "Honduras", "Mozambique", "Tajikistan", "Fiji", "Algeria", "Ecuador", "Bangladesh", "Madagascar", "Portugal",
    "Cambodia", "Paraguay", "Somalia", "Finland", "Jamaica", "Angola", "Mongolia", "Cuba", "Armenia",
)  # fmt: skip
HEADLINES = (
    "Massacre in {}: militiamen kill {} villagers in the night",
    "{} bodies in a mass grave: survivors of the massacre in {} speak",
    "Ethnic cleansing in {}, says a witness: {} civilians massacred at a church",
    "Militia massacred {} people on a market in {}, officials say",
)


def throughput(folder: Path) -> tuple[float, float]:
    """Return articles a CPU second and a wall second, articles in the log to everything worked off."""
    parts = Parts(load(CONFIG))
    with (CONFIG / "demo/osh-2010.jsonl").open("rb") as file:
        story = [article(number, line, now=datetime.now(UTC)) for number, line in lines(file)]
    parts.tagger.tag(story[0])  # loading the models is no throughput
    start = max(one.seen for one in story)
    clock, publishers = PlayedClock(start), Publishers({})
    embedded = open_embedded(folder, parts, clock)
    log = SqliteLog(embedded.connection, clock.now)
    with Transaction(embedded.connection):
        for number in range(COUNT):
            told, at = story[number % len(story)], start + timedelta(seconds=14 * number)
            one = replace(
                told, id=f"{told.id}-{number}", seen=at, at=at, published=at, url=f"https://e.org/{number}"
            )
            log.append(ARTICLES.name, one.id, encode(publishers.meet(one)))
            if number % 50 == 49:
                clock.set(at)
    cpu, wall = time.process_time(), time.perf_counter()
    embedded.engine.drain()
    clock.set(start + timedelta(seconds=14 * COUNT))
    with Transaction(embedded.connection):
        log.append(MENTIONS.name, EVERY_PARTITION, encode(_tick(clock)))
    embedded.engine.drain()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    embedded.close()
    return COUNT / cpu, COUNT / wall


def _tick(clock: PlayedClock) -> object:
    from tocsin.model import Tick

    return Tick(at=clock.now())


def document(titles: list[str], number: int) -> Page:
    """Return an RSS page with these titles, published now."""
    now = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>{title}</title><link>https://e.org/{number}/{at}</link><guid>{number}-{at}</guid>"
        f"<pubDate>{now}</pubDate></item>"
        for at, title in enumerate(titles)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>n</title>{items}</channel></rss>'
    return Page(body=body.encode(), headers={"Content-Type": "application/rss+xml"})


def configuration(folder: Path, server: FeedServer) -> Path:
    """Write a configuration whose feeds are those of ``server``, polled every second, and return its folder."""
    shutil.copytree(CONFIG, folder, ignore=shutil.ignore_patterns("feeds", "schema", "demo"))
    (folder / "feeds").mkdir()
    rows = [
        f"  - {{id: f{n}, url: '{server.url(f'/{n}')}', name: F{n}, publisher: P{n}, covers: world, language: en, interval: 1s}}"
        for n in range(PUBLISHERS)
    ]
    (folder / "feeds/bench.yaml").write_text("feeds:\n" + "\n".join(rows) + "\n")
    (folder / "ingest.yaml").write_text(
        "allow_networks: [127.0.0.0/8]\nconnections_per_host: 8\nhost_spacing: 0s\nfloor: 1s\n"
    )
    routes = folder / "routes.yaml"
    routes.write_text(routes.read_text("utf-8").replace("to: [slack, log]", "to: [slack]"), "utf-8")
    (folder / "detectors.yaml").write_text("detector: {feed_learning_days: 0}\n")
    return folder


class Nobody:
    """Watches nothing."""

    def polled(self, spec: object, outcome: object) -> None: ...

    def heard(self, tagged: object) -> None: ...


async def delays(folder: Path) -> list[float]:
    """Return seconds from the request for the third publisher's document to the message that Slack accepted, one an alert."""
    found: list[float] = []
    with FeedServer() as server:
        for n in range(PUBLISHERS):
            server.put(f"/{n}", document([f"Market opens in town number {n}"], n))
        async with FakeSlack(limited=False) as slack:
            settings = {"SLACK_TOKEN": TOKEN, "SLACK_CHANNEL": "C1", "SLACK_URL": slack.url}
            parts = Parts(load(configuration(folder / "config", server)), frozenset(settings))
            embedded = open_embedded(folder / "data", parts, SystemClock())
            async with running(embedded, parts, Nobody(), settings.get) as live:
                stop = asyncio.Event()
                watching = asyncio.create_task(watch(live, stop))
                await asyncio.sleep(3)  # the first documents are a backlog
                for number, country in enumerate(COUNTRIES):
                    put = time.monotonic()
                    for n in range(PUBLISHERS):
                        titles = [headline(text, country, 10 + n) for text in HEADLINES]
                        server.put(f"/{n}", document(titles, 100 * number + n + 10))
                    if await _accepted(slack, country):
                        found.append(time.monotonic() - third_asked(server, put))
                stop.set()
                await watching
            embedded.close()
    return found


async def _accepted(slack: FakeSlack, country: str) -> bool:
    deadline = time.monotonic() + 8
    while not (said := any(country in one.text for one in slack.roots())) and time.monotonic() < deadline:  # noqa: ASYNC110  # the fake has no event
        await asyncio.sleep(0.002)
    return said


def third_asked(server: FeedServer, since: float) -> float:
    """When the third publisher was asked: before that no rule could hold."""
    first: dict[str, float] = {}
    for one in server.asked:
        if one.at >= since:
            first.setdefault(one.path, one.at)
    return sorted(first.values())[2]


def headline(text: str, country: str, dead: int) -> str:
    """Return a headline of a pattern whose two gaps, country and dead, come in either order."""
    return (
        text.format(dead, country) if text.index("in {}") > text.index("{}") else text.format(country, dead)
    )


def table() -> str:
    """Measure both figures and return them as a Markdown table."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as name:
        of_cpu, of_wall = throughput(Path(name) / "throughput")
        took = sorted(asyncio.run(delays(Path(name))))
    p95 = took[int(0.95 * (len(took) - 1))] if took else float("nan")
    middle = statistics.median(took) if took else float("nan")
    return "\n".join([
        f"Measured {datetime.now(UTC):%Y-%m-%d}: {platform.machine()}, Python {platform.python_version()}, two busy cores.",
        "",
        "| the embedded pipeline | figure | target |",
        "|---|---|---|",
        f"| articles a second through all four stages (SQLite, {COUNT:,} articles), per CPU second | {of_cpu:,.0f} | 1,000 |",
        f"| the same, per wall second | {of_wall:,.0f} | |",
        f"| third publisher's document asked for -> critical alert accepted by FakeSlack, p50 of {len(took)} of {len(COUNTRIES)} | {middle:.2f} s | |",
        f"| the same, p95 | {p95:.2f} s | 5 s |",
    ])  # fmt: skip


def main() -> None:
    """Print the table; with ``--write``, put it into the page of benchmarks."""
    text = table()
    print(text)
    if "--write" in sys.argv:
        page = DOCS.read_text("utf-8")
        start, end = "<!-- pipeline -->\n", "\n<!-- /pipeline -->"
        if start not in page:
            page = page.rstrip("\n") + f"\n\n## The whole road in one process\n\n{start}{end}\n"
        before, _, rest = page.partition(start)
        DOCS.write_text(before + start + text + end + rest.partition(end)[2], "utf-8")


if __name__ == "__main__":
    main()
