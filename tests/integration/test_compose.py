"""docker-compose.yml: valid, careful, and rehearsed – its own commands with its own settings on real servers."""

import asyncio
import json
import sys
from pathlib import Path

import jsonschema
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from attack import ALL, FEED, alarms, found, ring
from rehearsal import ROOT, Rehearsal, compose, config

from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.testing.elastic import bare
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.slack import FakeSlack
from tocsin.testing.topics import wipe

OURS = ("poller", "processor", "indexer", "alerter")
ONCE = ("setup", "reread")


@pytest.mark.parametrize("name", ["docker-compose.yml", "docker-compose.secure.yml"])
def test_the_file_is_valid(name):
    schema = json.loads((ROOT / "tests" / "data" / "compose-spec.json").read_text("utf-8"))
    jsonschema.validate(compose(name), schema)


def test_nothing_listens_beyond_loopback():
    ports = [port for service in compose()["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_our_containers_are_not_root_and_may_write_nowhere_else():
    for name in (*OURS, *ONCE):
        service = compose()["services"][name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_versions_are_pinned_and_every_long_runner_has_a_health_check():
    for name, service in compose()["services"].items():
        assert not service["image"].endswith(":latest")
        assert ":" in service["image"]
        assert name in ONCE or "healthcheck" in service


@pytest.mark.parametrize(
    ("setting", "count"),
    [
        pytest.param("TOCSIN_ELASTICSEARCH_KEY_FILE", 4, id="Elasticsearch; the poller needs none"),
        pytest.param("TOCSIN_KAFKA_PASSWORD_FILE", 6, id="Kafka, the administrator among them"),
    ],
)
def test_every_role_has_a_secret_of_its_own(setting, count):
    overlay = compose("docker-compose.secure.yml")
    services = overlay["services"]
    again = services.pop("reread")  # a step of the processor's
    assert again["environment"].items() <= services["processor"]["environment"].items()
    held = [file for service in services.values() if (file := service["environment"].get(setting))]
    assert len(set(held)) == len(held) == count
    for service in overlay["services"].values():
        named = {f"/run/secrets/{secret}" for secret in service["secrets"]}
        assert {v for k, v in service["environment"].items() if k.endswith("_FILE")} <= named
        assert set(service["secrets"]) <= set(overlay["secrets"])


@pytest.mark.timeout(400)
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_the_services_of_the_file_ring_the_bell(kafka, elasticsearch, tmp_path):
    from tocsin.index.connection import ElasticConnection

    wipe(KafkaConnection(bootstrap=kafka.bootstrap))
    bare(ElasticConnection(hosts=(elasticsearch.url,)))
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
            assert examined.count("fine") == 7
            assert "version 9.2.0" in examined
            assert "nothing changed" in await asyncio.to_thread(rehearsal.once, "reread")
            for name in OURS:
                rehearsal.start(name)
            await asyncio.to_thread(ring, KafkaConnection(bootstrap=kafka.bootstrap), slack)
            indexed = await asyncio.to_thread(found, rehearsal.environment("indexer"), folder)
        finally:
            codes = rehearsal.end()
            for name, _ in rehearsal.running:
                print(name, (folder / f"{name}.log").read_text("utf-8", "replace")[-1500:])
    assert len(alarms(slack)) == 1, [one.text for one in slack.messages]
    assert indexed == ALL
    assert codes == dict.fromkeys(OURS, 0)
    for name in OURS:
        assert "Unclosed" not in (folder / f"{name}.log").read_text("utf-8", "replace")
