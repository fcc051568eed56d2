"""Kafka lost with all its data, and what docs/operations.md says to do then: polling goes on, nothing rings twice."""

import asyncio
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from attack import FEED, SAID, alarms, report, ring
from rehearsal import Rehearsal, config, tick
from test_backup import carry_out, commands

from tocsin.index.connection import ElasticConnection
from tocsin.index.elastic import ElasticSearch
from tocsin.index.query import Query
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.testing.elastic import bare
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.servers import KafkaServer, Unavailable
from tocsin.testing.slack import FakeSlack

ROLES = ("poller", "processor", "indexer", "alerter")
NEXT = "<item><guid>2</guid><title>Schools reopen in Naryn, Kyrgyzstan</title><link>https://paper.example/2</link></item>"
LATER = FEED.replace("</channel>", f"{NEXT}</channel>")


def broker():
    try:
        return KafkaServer().start()
    except Unavailable as missing:
        pytest.skip(f"no real Kafka here: {missing}")


def page(text):
    return Page(body=text.encode(), headers={"Content-Type": "application/rss+xml"})


@dataclass(frozen=True)
class Answers:
    """The ids of all articles, and of the incidents that are open."""

    articles: set[str]
    incidents: list[str]


class Index:
    def __init__(self, node):
        self.client = ElasticConnection(hosts=(node.url,)).client()
        self._search = ElasticSearch(self.client)

    def holding(self, count):
        """Return what people are answered, once so many articles and the incident are found."""
        end = time.monotonic() + 60
        while True:
            self.client.indices.refresh(index="tocsin-*")
            articles = {hit.tagged.article.id for hit in self._search.search(Query(limit=100)).hits}
            incidents = [one.id for one in self._search.incidents()]
            if (len(articles) >= count and incidents) or time.monotonic() > end:
                return Answers(articles, incidents)
            time.sleep(0.5)


def _end(rehearsal, seconds=45):
    """End every service, although the broker that it waits for will not come."""
    for _, child in rehearsal.running:
        child.terminate()
    end, killed = time.monotonic() + seconds, []
    for name, child in rehearsal.running:
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            killed.append(name)
            child.kill()
            child.wait()
    assert killed == []


def go_on(connection):
    """Let the same reports come again, under the same ids, and an hour of minutes pass after what has passed."""
    producer = report(connection, now := datetime.now(UTC))
    try:
        for minute in range(180, 240, 5):
            tick(producer, now + timedelta(minutes=minute))
            time.sleep(0.5)
    finally:
        producer.close()


@pytest.mark.kafka
@pytest.mark.timeout(400)
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_a_lost_log_begins_anew_and_nothing_is_said_twice(elasticsearch, tmp_path):
    bare(ElasticConnection(hosts=(elasticsearch.url,)))
    with FeedServer() as feeds:
        feeds.put("/rss", page(FEED))
        config(tmp_path / "config", feeds.url("/rss") + "\n  interval: 5s")
        asyncio.run(_story(elasticsearch, feeds, tmp_path))


async def _story(node, feeds, folder):
    index = Index(node)
    async with FakeSlack() as slack:
        first = broker()
        rehearsal = Rehearsal(first, node, folder, slack.url)
        await asyncio.to_thread(rehearsal.once, "setup")
        for name in ROLES:
            rehearsal.start(name)
        await asyncio.to_thread(ring, KafkaConnection(bootstrap=first.bootstrap), slack)
        before = await asyncio.to_thread(index.holding, len(SAID) + 1)

        first.kill()
        shutil.rmtree(first.folder)
        feeds.put("/rss", page(LATER))
        await asyncio.sleep(6)  # the poller asks, and keeps what it hears
        _end(rehearsal)

        second = broker()
        rehearsal = Rehearsal(second, node, folder, slack.url)
        try:
            said = await asyncio.to_thread(
                carry_out, commands("lost-log"), folder, rehearsal.environment("setup")
            )
            assert "13 snapshots go on" in said  # of every partition of the mentions, and of the signals
            for name in ROLES:
                rehearsal.start(name)
            await asyncio.to_thread(go_on, KafkaConnection(bootstrap=second.bootstrap))
            after = await asyncio.to_thread(index.holding, len(SAID) + 2)
            said = await asyncio.to_thread(
                carry_out, commands("lost-log"), folder, rehearsal.environment("setup")
            )
            assert "13 snapshots go on" in said  # taken again it changes nothing, whatever roles do meanwhile
        finally:
            codes = rehearsal.end()
            for name in ROLES:
                print(name, (folder / f"{name}.log").read_text("utf-8", "replace")[-1500:])
            second.stop()
            index.client.close()
    assert before.articles < after.articles
    assert after.incidents == before.incidents
    assert len(after.incidents) == 1
    assert len(alarms(slack)) == 1, [one.text for one in slack.messages]
    assert set(codes.values()) == {0}
