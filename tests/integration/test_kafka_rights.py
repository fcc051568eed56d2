"""Users of least privilege on a broker that refuses: each role may do its work, and nothing else; with the overlay's own settings."""

import asyncio
import gc
import importlib.util
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from attack import ALL, FEED, alarms, found, ring
from rehearsal import ROOT, Rehearsal, compose, config, merged

from tocsin import topics
from tocsin.errors import BackendFault
from tocsin.index.connection import elastic_connection
from tocsin.runtime.distributed import grants, indexing, process
from tocsin.runtime.distributed.alerting import GROUP as ALERT_GROUP
from tocsin.runtime.distributed.connection import kafka_connection
from tocsin.runtime.distributed.doctor import examine_log
from tocsin.runtime.distributed.log_setup import LogAdmin, log_plan
from tocsin.runtime.distributed.rights import LOG_GROUPS, LOG_NEEDS
from tocsin.testing.elastic import bare
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.servers import KafkaServer, Unavailable
from tocsin.testing.slack import FakeSlack

SECURE = "docker-compose.secure.yml"
PATIENCE = 5


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def properties(secrets):
    """Return what the overlay makes of the broker: properties, by the rule of the image, and options for Java."""
    settings = merged("docker-compose.yml", SECURE)["kafka"]["environment"]
    over = compose(SECURE)["services"]["kafka"]["environment"]
    options = [over["KAFKA_OPTS"].replace("/run/secrets", str(secrets))]
    ports = {
        "0.0.0.0:9092": "127.0.0.1:{port}",
        "kafka:9092": "127.0.0.1:{port}",
        "127.0.0.1:9093": "127.0.0.1:{controller}",
    }
    found = {}
    for name in over.keys() - {"KAFKA_OPTS"}:
        value = settings[name]
        for theirs, ours in ports.items():
            value = value.replace(theirs, ours)
        found[name.removeprefix("KAFKA_").lower().replace("_", ".")] = value
    return {"settings": found, "options": options}


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("secrets")
    tool("make_users").make_users(folder)
    return folder


@pytest.fixture(scope="module")
def broker(secrets):
    """A broker with the overlay's settings, the rights given and the topics made by those who may."""
    try:
        server = KafkaServer(**properties(secrets))
    except Unavailable as missing:
        pytest.skip(f"no real Kafka here: {missing}")
    server.start()
    try:
        grants.put(kafka_connection(settings(server, secrets, "admin")), all_grants())
        admin = LogAdmin(kafka_connection(settings(server, secrets, "setup")))
        admin.carry_out(log_plan(admin.found()), replication=1)
        assert log_plan(admin.found()).done
        admin.close()
        yield server
    finally:
        server.stop()


def all_grants():
    return [one for role in grants.ROLES for one in grants.grants(role)]


def settings(server, secrets, role):
    return {
        "TOCSIN_KAFKA": server.bootstrap,
        "TOCSIN_KAFKA_PROTOCOL": "SASL_PLAINTEXT",
        "TOCSIN_KAFKA_MECHANISM": "PLAIN",
        "TOCSIN_KAFKA_USER": role if role == "admin" else grants.user(role),
        "TOCSIN_KAFKA_PASSWORD_FILE": str(secrets / f"kafka_{role}"),
    }


@pytest.fixture
def of(broker, secrets):
    """Return a role's connection."""
    return lambda role: kafka_connection(settings(broker, secrets, role))


def test_the_groups_of_the_rights_are_those_of_the_roles():
    assert set(LOG_GROUPS["process"]) == {process.GROUP, process.FOLD_GROUP}
    assert LOG_GROUPS["index"] == (indexing.GROUP,)
    assert LOG_GROUPS["alert"] == (ALERT_GROUP,)


@pytest.mark.kafka
@pytest.mark.parametrize("role", grants.ROLES)
def test_a_role_writes_its_topics_and_no_others(of, role):
    from kafka import KafkaProducer
    from kafka.errors import TopicAuthorizationFailedError

    producer = KafkaProducer(acks="all", enable_idempotence=False, **of(role).client())
    written = set()
    for topic in topics.TOPICS:
        try:
            # key and value say who it was; no role of this broker reads it as a message
            producer.send(topic.name, key=b"probe", value=role.encode()).get(timeout=PATIENCE)
            written.add(topic.name)
        except TopicAuthorizationFailedError:
            continue
    producer.close(timeout=1)
    assert written == {topic.name for topic in LOG_NEEDS.get(role, ((), ()))[1]}


@pytest.mark.kafka
@pytest.mark.parametrize("role", grants.ROLES)
async def test_a_role_reads_its_topics_and_no_others(of, role):
    read = {topic.name for topic in topics.TOPICS if await _reads(of(role), topic.name)}
    assert read == {topic.name for topic in LOG_NEEDS.get(role, ((), ()))[0]}


async def _reads(connection, topic):
    import aiokafka
    from aiokafka.errors import TopicAuthorizationFailedError

    consumer = aiokafka.AIOKafkaConsumer(auto_offset_reset="earliest", **connection.client())
    await consumer.start()
    try:
        consumer.assign([aiokafka.TopicPartition(topic, 0)])
        await consumer.getmany(timeout_ms=500)
    except TopicAuthorizationFailedError:
        return False
    finally:
        await consumer.stop()
    return True


@pytest.mark.kafka
@pytest.mark.parametrize("role", ["process", "index", "alert"])
def test_a_role_commits_for_its_own_groups_and_no_others(of, role):
    from kafka.admin import KafkaAdminClient

    admin = KafkaAdminClient(**of(role).client())
    seen = set()
    for group in (name for groups in LOG_GROUPS.values() for name in groups):
        if _answered(admin, group):
            seen.add(group)
    admin.close()
    assert seen == set(LOG_GROUPS[role])


def _answered(admin, group):
    """Say whether the broker tells what a group has committed; a new or busy one takes a while to know its groups."""
    from kafka.errors import GroupAuthorizationFailedError, KafkaError

    end = time.monotonic() + 60
    while True:
        try:
            admin.list_group_offsets([group])
        except GroupAuthorizationFailedError:
            return False
        except KafkaError as error:
            if not error.retriable or time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return True


@pytest.mark.kafka
@pytest.mark.parametrize("role", sorted(LOG_NEEDS))
def test_the_doctor_knows_each_user_by_what_it_may_do(broker, secrets, role):
    topics_, rights = examine_log(settings(broker, secrets, role))
    assert topics_.fine, topics_
    assert rights.fine
    assert role in rights.said.partition("may do the work of ")[2].split(", ")


@pytest.mark.kafka
def test_a_user_without_rights_is_told_what_it_lacks(broker, secrets):
    _, rights = examine_log(settings(broker, secrets, "setup"))
    assert not rights.fine
    assert "tocsin-setup may do no role's work" in rights.said


@pytest.mark.kafka
# kafka-python leaves the sockets of refused connections to the garbage collector
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_a_wrong_password_is_told_without_showing_it(broker, secrets, caplog):
    wrong = settings(broker, secrets, "poll")
    del wrong["TOCSIN_KAFKA_PASSWORD_FILE"]
    connection = kafka_connection(wrong | {"TOCSIN_KAFKA_PASSWORD": "hush-hush"})
    with pytest.raises(BackendFault, match=r"does not answer \(or not to tocsin-poll\)") as caught:
        LogAdmin(connection, seconds=1)
    gc.collect()
    assert "hush-hush" not in repr(connection) + repr(caught.value) + caplog.text


@pytest.mark.kafka
@pytest.mark.elasticsearch
@pytest.mark.integration
@pytest.mark.timeout(500)
def test_the_services_of_both_files_ring_the_bell(nodes, tmp_path):
    """Setup as it is documented, then every role with nothing but its own user and key."""
    secrets = tmp_path / "secrets"
    tool("make_users").make_users(secrets)
    node = nodes("9.2.0", secure=True)
    server = KafkaServer(**properties(secrets))
    admin = elastic_connection(
        {"TOCSIN_ELASTICSEARCH": node.url, "TOCSIN_ELASTICSEARCH_USER": f"elastic:{node.password}"}
    )
    bare(admin)
    client = admin.client()
    tool("make_keys").make_keys(client, secrets)
    client.close()
    server.start()
    try:
        with FeedServer() as feeds:
            feeds.put("/rss", Page(body=FEED.encode(), headers={"Content-Type": "application/rss+xml"}))
            config(tmp_path / "config", feeds.url("/rss"))
            asyncio.run(_rehearse(server, node, tmp_path))
    finally:
        server.stop()


async def _rehearse(server, node, folder):
    async with FakeSlack() as slack:
        rehearsal = Rehearsal(server, node, folder, slack.url, overlays=[SECURE])
        reader = {
            **rehearsal.environment("indexer"),
            "TOCSIN_ELASTICSEARCH_KEY_FILE": str(folder / "secrets" / "key_reader"),
        }
        try:
            for name in ("grant", "setup"):
                print(await asyncio.to_thread(rehearsal.once, name))
            for name in ("poller", "processor", "indexer", "alerter"):
                rehearsal.start(name)
            connection = kafka_connection(rehearsal.environment("grant"))
            await asyncio.to_thread(ring, connection, slack)
            indexed = await asyncio.to_thread(found, reader, folder)
        finally:
            codes = rehearsal.end()
            for name, _ in rehearsal.running:
                print(name, (folder / f"{name}.log").read_text("utf-8", "replace")[-1500:])
    assert len(alarms(slack)) == 1
    assert indexed == ALL
    assert set(codes.values()) == {0}
    for name, _ in rehearsal.running:
        assert "uthoriz" not in (folder / f"{name}.log").read_text("utf-8", "replace")
