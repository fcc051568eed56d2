"""docker-compose.yml: valid, careful, and rehearsed – its own commands with its own settings on real servers."""

import asyncio
import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rehearsal import ROOT, Rehearsal, compose, config, tick

from tocsin import topics
from tocsin.codec import encode
from tocsin.model import Article, Source
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.testing.elastic import empty
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.slack import FakeSlack
from tocsin.testing.topics import wipe

OURS = ("poller", "processor", "indexer", "alerter")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title>
<item><guid>1</guid><title>Market day in Bishkek, Kyrgyzstan</title><link>https://paper.example/1</link></item>
</channel></rss>"""
#: six newsrooms, one attack, each in its own words
SAID = (
    (
        "Gunmen kill 12 people at a market in Osh, Kyrgyzstan",
        "Witnesses spoke of masked men who fled by car.",
    ),
    (
        "Twelve dead after shooting in Osh, Kyrgyzstan",
        "Hospitals in the city call for blood as wounded arrive.",
    ),
    (
        "Armed attack in southern Kyrgyzstan kills 12, Osh closes its schools",
        "The mayor imposed a curfew at dusk.",
    ),
    (
        "Massacre in Osh: 12 killed, Kyrgyzstan mourns",
        "Soldiers were sent to guard the bridges over the Ak-Buura.",
    ),
    (
        "Kyrgyzstan: attackers shot dead 12 civilians in Osh",
        "Shops stayed shut; families left for the border.",
    ),
    (
        "Bloodshed in Osh, Kyrgyzstan: 12 killed by gunmen",
        "The president cut short a visit abroad and flew home.",
    ),
    (
        "Osh, Kyrgyzstan: 12 people killed in bazaar attack",
        "Police say that nobody has been arrested so far.",
    ),
)


@pytest.mark.parametrize("name", ["docker-compose.yml", "docker-compose.secure.yml"])
def test_the_file_is_valid(name):
    schema = json.loads((ROOT / "tests" / "data" / "compose-spec.json").read_text("utf-8"))
    jsonschema.validate(compose(name), schema)


def test_nothing_listens_beyond_loopback():
    ports = [port for service in compose()["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_our_containers_are_not_root_and_may_write_nowhere_else():
    for name in (*OURS, "setup"):
        service = compose()["services"][name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_versions_are_pinned_and_every_long_runner_has_a_health_check():
    for name, service in compose()["services"].items():
        assert not service["image"].endswith(":latest")
        assert ":" in service["image"]
        assert name == "setup" or "healthcheck" in service


def test_every_role_has_a_key_of_its_own():
    services = compose("docker-compose.secure.yml")["services"]
    keys = [
        s["environment"]["TOCSIN_ELASTICSEARCH_KEY_FILE"] for n, s in services.items() if n != "elasticsearch"
    ]
    assert len(set(keys)) == len(keys) == 4


def report(connection, now):
    """Put seven reports of one attack into the log, and the minutes after it."""
    from kafka import KafkaProducer

    producer = KafkaProducer(acks="all", enable_idempotence=True, **connection.client())
    # within the running hour: a fold that has just begun knows of no hour before its first
    begin = max(now - timedelta(minutes=10), now.replace(minute=0, second=0, microsecond=0))
    for number, (title, summary) in enumerate(SAID):
        at = begin + timedelta(seconds=number)
        name = f"Paper {number}"
        source = Source(
            feed=f"f{number}", publisher=name, owner=name.lower(), country="KG", language="en",
            since=now - timedelta(days=90), entries=900,
        )  # fmt: skip
        article = Article(
            id=f"r{number}",
            source=source,
            title=title,
            summary=summary,
            language="en",
            seen=at,
            at=at,
            published=at,
        )
        producer.send(topics.ARTICLES.name, key=article.id.encode(), value=encode(article))
    producer.flush(30)
    return producer


@pytest.mark.timeout(400)
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_the_services_of_the_file_ring_the_bell(kafka, elasticsearch, tmp_path):
    from tocsin.index.connection import ElasticConnection

    wipe(KafkaConnection(bootstrap=kafka.bootstrap))
    empty(ElasticConnection(hosts=(elasticsearch.url,)))
    with FeedServer() as feeds:
        feeds.put("/rss", Page(body=FEED.encode(), headers={"Content-Type": "application/rss+xml"}))
        config(tmp_path / "config", feeds.url("/rss"))
        asyncio.run(_rehearse(kafka, elasticsearch, tmp_path))


async def _rehearse(kafka, elasticsearch, folder):
    async with FakeSlack() as slack:
        rehearsal = Rehearsal(kafka, elasticsearch, folder, slack.url)
        try:
            said = await asyncio.to_thread(rehearsal.once, "setup")
            assert "create tocsin.articles" in said
            assert "put index template tocsin-articles-v1" in said
            assert "everything is as it should be" in await asyncio.to_thread(rehearsal.once, "setup")
            assert "everything is as it should be" in await asyncio.to_thread(
                rehearsal.once, "setup", "setup", "--check"
            )
            examined = await asyncio.to_thread(rehearsal.once, "setup", "doctor")
            assert examined.count("fine") == 6
            assert "version 9.2.0" in examined
            for name in OURS:
                rehearsal.start(name)
            rang = await asyncio.to_thread(_ring, kafka, slack)
            found = await asyncio.to_thread(_searched, elasticsearch, rehearsal, folder)
        finally:
            codes = rehearsal.end()
            for name, _ in rehearsal.running:
                print(name, (folder / f"{name}.log").read_text("utf-8", "replace")[-1500:])
    assert "Osh" in rang.text + json.dumps(rang.blocks, ensure_ascii=False)
    assert len(slack.roots()) == 1, [one.text for one in slack.messages]
    assert found == {"reported": 7, "polled": 1}
    assert codes == dict.fromkeys(OURS, 0)
    for name in OURS:
        assert "Unclosed" not in (folder / f"{name}.log").read_text("utf-8", "replace")


def _ring(kafka, slack):
    """Report the attack, let time pass in the log, and return the first message in Slack."""
    producer = report(KafkaConnection(bootstrap=kafka.bootstrap), now := datetime.now(UTC))
    end = time.monotonic() + 150
    minute = 0
    try:
        while not slack.roots() and time.monotonic() < end:
            tick(producer, now + timedelta(minutes=minute))
            minute += 1
            time.sleep(3)
    finally:
        producer.close()
    assert slack.roots(), "no message came out"
    return slack.roots()[0]


def _searched(elasticsearch, rehearsal, folder):
    """Ask `tocsin search`, which finds Elasticsearch by its setting."""
    service = compose()["services"]["indexer"]
    environment = rehearsal.environment(service, "indexer")

    def count(*words):
        done = subprocess.run(
            [sys.executable, "-m", "tocsin.cli", "search", *words, "--json"], env=environment, cwd=folder,
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return len(done.stdout.splitlines())

    end = time.monotonic() + 60
    while True:
        found = {
            "reported": count("region:KG", *(f"feed:f{number}" for number in range(len(SAID)))),
            "polled": count("feed:paper"),
        }
        if found == {"reported": 7, "polled": 1} or time.monotonic() > end:
            return found
        time.sleep(2)
