"""SIGKILL at random moments while ingesting, then finishing: the same content as an uninterrupted run."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin.codec import decode
from tocsin.config.place import default_config
from tocsin.model import Article, Incident
from tocsin.testing.clock import ManualClock
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.slack import TOKEN, FakeSlack

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
KILLS = 50 if os.environ.get("TOCSIN_SOAK") == "full" else 15
FEEDS = 24
BACKLOG, NEWS = 4, 10

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]

TOWNS = ("Osh", "Bishkek", "Jalal-Abad", "Karakol")
DEEDS = (
    "Gunmen kill {n} villagers near {town}, doctors say",
    "Mob burns houses and loots shops in {town}; {n} people killed",
    "Clashes in {town} leave {n} dead and dozens wounded",
    "Massacre reported on the edge of {town}: {n} bodies found",
)


def document(feed: int, entries: int, base: datetime) -> bytes:
    """A feed of our own making whose entries are violent, distinct and dated within the last hours."""
    items = []
    for number in range(entries):
        title = DEEDS[(feed + number) % 4].format(n=3 + (feed * 7 + number) % 29, town=TOWNS[number % 4])
        at = base - timedelta(minutes=5 + 3 * number + feed % 3)
        items.append(
            f"<item><title>{title} (report {feed}.{number})</title><link>https://example.org/{feed}/{number}</link>"
            f"<guid>{feed}-{number}</guid><pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
            f"<description>Witness {feed}-{number} spoke of armed men in {TOWNS[number % 4]}, Kyrgyzstan.</description></item>"
        )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>f{feed}</title>{''.join(items)}</channel></rss>".encode()


class SlackThread:
    """A `FakeSlack` in a loop of its own, so that processes can reach it while the test kills them."""

    def __enter__(self):
        self.slack = FakeSlack()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.slack.__aenter__(), self._loop).result(10)
        return self.slack

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.slack.__aexit__(None, None, None), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


def configuration(folder: Path, port: int) -> Path:
    shutil.copytree(default_config(), folder)
    for file in (folder / "feeds").glob("*.yaml"):
        file.unlink()
    rows = [
        f"  - {{id: f{n:02}, url: 'http://127.0.0.1:{port}/f{n:02}', name: f{n}, publisher: p{n}, country: KG}}"
        for n in range(FEEDS)
    ]
    (folder / "feeds/test.yaml").write_text("feeds:\n" + "\n".join(rows) + "\n")
    # one at a time, in order: then the log of an interrupted run has the order of the other
    (folder / "ingest.yaml").write_text(
        "allow_networks: [127.0.0.0/8]\nconnections: 1\nconnections_per_host: 1\nhost_spacing: 0s\n"
    )
    return folder


def start(config, data, base, slack):
    slack.clock = ManualClock(base)  # what is in doubt is looked for at the time of those who sent it
    environment = {
        **os.environ, "TOCSIN_SLACK_TOKEN": TOKEN, "TOCSIN_SLACK_CHANNEL": "C1", "TOCSIN_SLACK_URL": slack.url,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, str(HERE / "killable.py"), str(config), str(data), base.isoformat()],
        cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def finish(config, data, base, slack):
    """Let one round end; return how long it worked, in seconds."""
    process = start(config, data, base, slack)
    assert process.stdout.readline().strip() == "ready", process.stderr.read()
    began = time.monotonic()
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "done" in out
    return time.monotonic() - began


def kill_at_random(config, data, base, slack, within):
    process = start(config, data, base, slack)
    assert process.stdout.readline().strip() == "ready", process.stderr.read()
    try:
        process.wait(timeout=within)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode != 0


def read(db, topic):
    rows = db.execute("SELECT value FROM log WHERE topic = ? ORDER BY offset", (topic,))
    return [decode(value) for (value,) in rows]


def content(data: Path):
    """Everything that must not depend on interruptions: articles without `seen`, cells, incidents, the ledger."""
    db = sqlite3.connect(data / "tocsin.db")
    try:
        articles = [a for a in read(db, "tocsin.articles") if isinstance(a, Article)]
        mentions = Counter(
            (m.article, m.region, m.at) for m in read(db, "tocsin.mentions") if hasattr(m, "article")
        )
        incidents = {i.id: i for i in read(db, "tocsin.incidents") if isinstance(i, Incident)}
        ledger = db.execute("SELECT subject, receiver, id, status FROM ledger").fetchall()
    finally:
        db.close()
    return {
        "articles": sorted((a.id, a.revision, a.title, a.at, a.backlog) for a in articles),
        "cells": sorted(mentions.items()),
        "incidents": sorted(
            (i.id, i.level, i.place, i.stories, i.articles, tuple(sorted(m.region for m in i.members)))
            for i in incidents.values()
        ),
        "ledger": sorted((subject, receiver) for subject, receiver, *_ in ledger if receiver == "slack"),
        "waiting": [row for row in ledger if row[3] in {"planned", "sending", "failed"}],
    }


def whole_life(home: Path, slack, base: datetime, *, kills: int, seed: int):
    """A first poll (backlog), then news; killed on the way, then finished; and ten minutes later once more."""
    dice, died = random.Random(seed), 0
    with FeedServer() as server:
        config = configuration(home / "config", server.port)
        for feed in range(FEEDS):
            server.put(f"/f{feed:02}", Page(body=document(feed, BACKLOG, base)))
        # the backlog's round is as long as the shortest of those to come: kills fall into the work
        length = finish(config, home / "data", base, slack)
        for feed in range(FEEDS):
            server.put(f"/f{feed:02}", Page(body=document(feed, BACKLOG + NEWS, base)))
        for _ in range(kills):
            within = dice.uniform(0.0, 0.9 * length)
            died += kill_at_random(config, home / "data", base + timedelta(minutes=1), slack, within)
        for later in (1, 10, 20):
            finish(config, home / "data", base + timedelta(minutes=later), slack)
    return content(home / "data"), died


def test_killed_at_random_or_never_the_content_is_the_same_and_each_message_was_accepted_once(tmp_path):
    base = datetime.now(UTC).replace(minute=20, second=0, microsecond=0)
    with SlackThread() as slack:
        undisturbed, _ = whole_life(tmp_path / "calm", slack, base, kills=0, seed=1)
        calm = [message.id for message in slack.messages]
    with SlackThread() as slack:
        disturbed, died = whole_life(tmp_path / "killed", slack, base, kills=KILLS, seed=2010)
        accepted = Counter(message.id for message in slack.messages)
    assert died > KILLS / 3, "too few of the kills came before the work was done"
    assert len(undisturbed["articles"]) == FEEDS * (BACKLOG + NEWS)
    assert undisturbed["incidents"], "the test must ring, or it proves nothing"
    assert calm
    assert disturbed == undisturbed
    assert disturbed["waiting"] == []
    assert {message: times for message, times in accepted.items() if times != 1} == {}
