"""SIGKILL at any moment loses no entry and says none twice."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tocsin.codec import decode
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.fetcher import rss

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]
VICTIM = Path(__file__).with_name("polling_process.py")
ROOT = Path(__file__).parents[3]
FEEDS = 3


class Growing:
    """A feed that gains an entry with every request, and keeps the last 400 in its window."""

    def __init__(self, name):
        self.name, self.count, self.lock = name, 0, threading.Lock()

    def __call__(self, asked):
        with self.lock:
            self.count += 1
            first = max(1, self.count - 400)
            entries = [
                (f"{self.name}-{n}-x", f"Report {n} of {self.name}") for n in range(first, self.count + 1)
            ]
        return Page(body=rss(*reversed(entries)))


def start(database, urls):
    return subprocess.Popen(
        [sys.executable, str(VICTIM), str(database), *urls], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE,
    )  # fmt: skip


def articles(database):
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute("SELECT value FROM log WHERE topic = 'tocsin.articles'").fetchall()
    except sqlite3.OperationalError:  # killed before the table was made
        rows = []
    finally:
        connection.close()
    return [decode(value) for (value,) in rows]


def _until_asked(feeds):
    end = time.monotonic() + 60
    while not any(feed.count for feed in feeds) and time.monotonic() < end:
        time.sleep(0.02)
    return any(feed.count for feed in feeds)


def campaign(tmp_path, kills, seed):
    rng, database = random.Random(seed), tmp_path / "feeds.db"
    with FeedServer() as server:
        feeds = [Growing(f"f{n}") for n in range(FEEDS)]
        urls = [server.put(f"/{feed.name}", feed) for feed in feeds]
        begun = time.monotonic()
        for number in range(kills):
            victim = start(database, urls)
            if number == 0:
                asked = _until_asked(feeds)  # how long a start takes on this machine, today
                begun = time.monotonic() - begun
            else:
                time.sleep(rng.uniform(0.3 * begun, begun + 1.5))
            victim.send_signal(signal.SIGKILL)
            victim.communicate()
        assert asked
        last, deadline = start(database, urls), time.monotonic() + 60
        goal = {feed.name: feed.count for feed in feeds}
        while time.monotonic() < deadline:
            said = {article.title for article in articles(database)}
            if all(
                f"Report {n} of {name}" in said for name, count in goal.items() for n in range(1, count + 1)
            ):
                break
            time.sleep(0.3)
        last.terminate()
        last.communicate()
    return goal, Counter((article.id, article.revision) for article in articles(database)), said


def judge(goal, counted, said):
    missing = [
        f"{name} {n}"
        for name, count in goal.items()
        for n in range(1, count + 1)
        if f"Report {n} of {name}" not in said
    ]
    assert missing == []
    assert [one for one, times in counted.items() if times > 1] == []
    assert sum(goal.values()) >= FEEDS * 3


def test_no_entry_is_lost_and_none_is_said_twice_over_twenty_kills(tmp_path):
    judge(*campaign(tmp_path, 20, seed=1))


@pytest.mark.soak
def test_no_entry_is_lost_and_none_is_said_twice_over_a_hundred_kills(tmp_path):
    judge(*campaign(tmp_path, 100, seed=2))
