"""Topics, outbox and shipper on a real broker."""

import os
import sqlite3
import subprocess
import sys
import time

import pytest

from tocsin import topics
from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.log_setup import LogAdmin, log_plan
from tocsin.runtime.distributed.outbox import SqliteOutbox
from tocsin.runtime.distributed.shipper import LARGEST, Shipper
from tocsin.testing.topics import wipe


@pytest.fixture
def connection(kafka):
    return KafkaConnection(bootstrap=kafka.bootstrap)


@pytest.fixture
def log(connection):
    admin = LogAdmin(connection)
    admin.carry_out(log_plan(admin.found()), replication=1)
    yield admin
    admin.close()


def read_all(connection, topic):
    from kafka import KafkaConsumer, TopicPartition

    consumer = KafkaConsumer(**connection.client(), consumer_timeout_ms=2000)
    parts = [TopicPartition(topic, number) for number in range(topics.ARTICLES.partitions)]
    consumer.assign(parts)
    consumer.seek_to_beginning(*parts)
    found = [(record.partition, record.key.decode(), record.value) for record in consumer]
    consumer.close()
    return found


def soon(log, holds):
    """Return the plan once it holds: the broker takes a moment to tell of a changed setting."""
    end = time.monotonic() + 10
    while not holds(plan := log_plan(log.found())) and time.monotonic() < end:
        time.sleep(0.2)
    return plan


def test_set_up_twice_changes_nothing_the_second_time(log):
    assert log_plan(log.found()).done


@pytest.mark.parametrize("role", ["process", "index", "alert"])
def test_a_role_without_topics_says_in_one_line_what_to_do(connection, role, tmp_path):
    wipe(connection)
    settings = {"TOCSIN_KAFKA": connection.bootstrap, "TOCSIN_DATA": str(tmp_path), "TOCSIN_HEALTH": "off"}
    done = subprocess.run(
        [sys.executable, "-m", "tocsin.cli", role],
        env={**os.environ, **settings}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert f"tocsin: Kafka at {connection.bootstrap} shows us no tocsin." in line
    assert "run `tocsin setup`" in line


def test_other_retention_is_set_right_on_the_broker(log):
    log._alter(topics.ARTICLES.name, {"retention.ms": "86400000"})
    plan = soon(log, lambda plan: not plan.done)
    assert plan.lines() == ("set retention.ms=1209600000 on tocsin.articles",)
    log.carry_out(plan)
    assert soon(log, lambda plan: plan.done).done


def test_a_fault_is_refused_not_mended(log):
    from tocsin.runtime.distributed.log_setup import LogPlan

    with pytest.raises(BackendFault, match="partitions"):
        log.carry_out(LogPlan(faults=("tocsin.articles has other partitions",)))


def test_the_shipper_empties_the_outbox_and_what_is_too_large_holds_up_nobody(connection, log, tmp_path):
    file = tmp_path / "outbox.sqlite"
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    outbox = SqliteOutbox(database)
    for number in range(1200):
        outbox.append(topics.ARTICLES.name, f"ship-{number}", b"x")
    outbox.append(topics.ARTICLES.name, "giant", b"x" * (LARGEST + 1))
    outbox.append(topics.ARTICLES.name, "@4", b"to the fourth")
    shipper = Shipper(file, connection)
    shipper.start()
    end = time.monotonic() + 30
    while len(outbox) and time.monotonic() < end:
        time.sleep(0.1)
    shipper.stop()
    database.close()
    assert shipper.shipped == 1202
    found = [
        one for one in read_all(connection, topics.ARTICLES.name) if one[1].startswith(("ship", "@", "giant"))
    ]
    assert len({key for _, key, _ in found}) == 1201
    assert [part for part, key, _ in found if key == "@4"] == [4]
    assert not any(key == "giant" for _, key, _ in found)
