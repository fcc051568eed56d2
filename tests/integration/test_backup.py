"""Backup and restore as docs/operations.md says: its commands, word for word, and the same answers afterwards."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rehearsal import ROOT, Rehearsal, config

from tocsin import topics
from tocsin.codec import encode
from tocsin.config import load
from tocsin.errors import BackendFault
from tocsin.index.connection import ElasticConnection
from tocsin.index.elastic import ElasticSearch
from tocsin.index.query import Query
from tocsin.model import IncidentLevel, Notification, Reason
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.indexing import GROUP, READS
from tocsin.runtime.distributed.ledger import ElasticLedger
from tocsin.runtime.distributed.outbox import SqliteOutbox
from tocsin.runtime.distributed.rewind import rewind
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.database import FILE
from tocsin.runtime.parts import Parts
from tocsin.testing.clock import ManualClock
from tocsin.testing.elastic import bare
from tocsin.testing.messages import osh
from tocsin.testing.ringing import append, ring
from tocsin.testing.tagged import NOON, tagged
from tocsin.testing.topics import wipe
from tocsin.topics import ARTICLES

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
DAY = re.compile(r"2026-11-28(?!T)")


def commands(name):
    """Return a block of commands of the page."""
    (block,) = re.findall(rf"<!-- {name} -->\n```sh\n(.*?)```\n<!-- /{name} -->", PAGE, re.DOTALL)
    return block


def carry_out(block, folder, environment=None):
    """Let a shell carry out commands in a folder; `tocsin` and `python` are those of this environment."""
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    for name, what in (("python", sys.executable), ("tocsin", f"{sys.executable} -m tocsin.cli")):
        (tools / name).write_text(f'#!/bin/sh\nexec {what} "$@"\n', "utf-8")
        (tools / name).chmod(0o755)
    held = environment or os.environ
    done = subprocess.run(
        ["sh", "-e", "-c", block], cwd=folder, env={**held, "PATH": f"{tools}:{os.environ['PATH']}"},
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_one_process_goes_on_from_its_copy(tmp_path, english):
    copying = commands("backup").splitlines()[0].replace("poller.sqlite", FILE)
    putting_back = commands("restore").splitlines()[-1].replace("poller.sqlite", FILE)
    parts, clock = Parts(load(english)), ManualClock(NOON)
    one = open_embedded(tmp_path, parts, clock)
    ring(one, NOON)
    before = answers(one.search)
    carry_out(copying, tmp_path)  # while the process has it open, and much of it in the write-ahead log
    append(one, ARTICLES, "late", tagged("A strike in Osh, Kyrgyzstan", id="late").article)
    one.close()
    carry_out(putting_back, tmp_path)
    again = open_embedded(tmp_path, parts, clock)
    assert answers(again.search) == before
    assert len(before["incidents"]) == 1
    append(again, ARTICLES, "new", tagged("A strike in Osh, Kyrgyzstan", id="new").article)
    assert again.search.article("new") is not None
    assert again.search.article("late") is None
    again.close()


def answers(search, ledger=None):
    """What people are answered: all articles, all incidents with their steps, what was said of them."""
    found = search.search(Query(limit=500))
    standing = search.incidents(open_only=False)
    return {
        "words": sorted(
            hit.tagged.article.id for hit in search.search(Query(regions=("KG",), limit=500)).hits
        ),
        "articles": sorted(encode(hit.tagged) for hit in found.hits),
        "total": found.total,
        "incidents": sorted(encode(one) for one in standing),
        "steps": {one.id: search.steps(one.id) for one in standing},
        "entries": [] if ledger is None else sorted(entry.id for entry in ledger.entries()),
    }


def reports(numbers):
    at = datetime.now(UTC).replace(microsecond=0)
    return [
        tagged(f"Clashes number {n} in Osh", id=f"b{n}", at=at, regions=("KG-O",), themes=("violence",))
        for n in numbers
    ]


class Road:
    """The log and the index of the test, and what is asked of them."""

    def __init__(self, kafka, elasticsearch):
        self.log = KafkaConnection(bootstrap=kafka.bootstrap)
        self.elastic = ElasticConnection(hosts=(elasticsearch.url,))
        self.client = self.elastic.client()
        self.ledger = ElasticLedger(self.client)

    def write(self, *messages):
        from kafka import KafkaProducer

        producer = KafkaProducer(acks="all", **self.log.client())
        for one in messages:
            incident = hasattr(one, "opened_at")
            topic = topics.INCIDENTS if incident else topics.TAGGED
            producer.send(
                topic.name, key=(one.id if incident else one.article.id).encode(), value=encode(one)
            )
        producer.flush(30)
        producer.close()

    def answers(self, total=None, steps=1):
        """Return the answers; where ``total`` is given, once so many articles and steps of incidents are found.

        They are several questions, between which the indexer may write: they hold once they are answered the same again.
        """
        end, last = time.monotonic() + 90, None
        while True:
            self.client.indices.refresh(index="tocsin-*")
            found = answers(ElasticSearch(self.client), self.ledger)
            whole = total is None or (found["total"], sum(map(len, found["steps"].values()))) == (
                total,
                steps,
            )
            if whole and found == last:
                return found
            assert time.monotonic() < end, found["total"]
            last = found
            time.sleep(0.5)


@pytest.mark.timeout(400)
@pytest.mark.skipif(shutil.which("curl") is None, reason="the page's commands need curl")
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_the_road_answers_the_same_after_a_loss(kafka, elasticsearch, tmp_path):
    road = Road(kafka, elasticsearch)
    wipe(road.log)
    bare(road.elastic)
    config(tmp_path / "config", "https://paper.example/rss")
    rehearsal = Rehearsal(kafka, elasticsearch, tmp_path, "http://127.0.0.1:1")
    opened = osh().incident
    grown = replace(opened, step=opened.step + 1, level=IncidentLevel.CRITICAL, reason=Reason.GREW)
    try:
        rehearsal.once("setup")
        rehearsal.start("indexer")
        road.write(*reports(range(40)), opened)
        road.ledger.plan(
            [Notification(id="n", subject="i", step=1, receiver="desk", reason=Reason.FIRST, at=NOON)]
        )
        database = outbox(tmp_path / "poller.sqlite", 3)
        road.answers(total=40)

        time.sleep(1.1)  # what was written before the backup lies before its second
        began = datetime.now(UTC).replace(microsecond=0)
        carry_out(here(commands("backup"), elasticsearch, began), tmp_path)
        database.close()

        road.write(*reports(range(40, 60)), grown)
        before = road.answers(total=60, steps=2)
        assert len(before["steps"][opened.id]) == 2
        with pytest.raises(BackendFault, match="every process of the role must have ended"):
            rewind(road.log, GROUP, READS, began)
    finally:
        rehearsal.end()
    bare(road.elastic)
    (tmp_path / "poller.sqlite").write_bytes(b"lost")
    rehearsal.running.clear()

    said = carry_out(
        here(commands("restore"), elasticsearch, began), tmp_path, rehearsal.environment("indexer")
    )
    print(said)
    assert road.answers(total=40)["entries"] == ["n"]
    assert "21 records since" in said
    assert waiting(tmp_path / "poller.sqlite") == 3
    try:
        rehearsal.start("indexer")
        road.answers(total=60, steps=2)
        after = road.answers()
        end = time.monotonic() + 30
        while after != before and time.monotonic() < end:
            time.sleep(0.5)
            after = road.answers()
    finally:
        rehearsal.end()
        road.client.close()
    assert after == before


def here(block, elasticsearch, began):
    """Return commands with the node, the name and the moment of this test."""
    block = block.replace("localhost:9200", elasticsearch.url.removeprefix("http://"))
    block = block.replace("2026-11-28T03:00:00", f"{began:%Y-%m-%dT%H:%M:%S}")
    return DAY.sub(f"test-{began:%H%M%S}", block)


def outbox(path, count):
    """Return the open database of a poller with so many records waiting, none of them in the file proper yet."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    held = SqliteOutbox(database)
    for number in range(count):
        held.append(topics.ARTICLES.name, f"w{number}", b"waiting")
    return database


def waiting(path):
    database = sqlite3.connect(path)
    try:
        return len(SqliteOutbox(database))
    finally:
        database.close()
