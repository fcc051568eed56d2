"""What only looks at the log reads on where the log is cut under its eyes, and lets the broker go when it fails."""

import os
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin import topics
from tocsin.cli.recorded import signals
from tocsin.codec import encode
from tocsin.errors import BackendFault
from tocsin.model import Tick
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.reading import Stretch
from tocsin.runtime.distributed.records import Outgoing
from tocsin.testing.topics import fresh

TOPIC = topics.REJECTED


@pytest.fixture
def connection(kafka):
    found = KafkaConnection(bootstrap=kafka.bootstrap)
    fresh(found)
    return found


def write(connection, *keys):
    put(connection, [Outgoing(topic=TOPIC.name, key=key, value=b"") for key in keys])


def cut(connection, before):
    """Let the broker forget what stands before an offset, as retention does."""
    from kafka import TopicPartition
    from kafka.admin import KafkaAdminClient

    with closing(KafkaAdminClient(**connection.client())) as admin:
        admin.delete_records({TopicPartition(TOPIC.name, 0): before})


def test_what_is_left_of_a_partition_that_is_cut_meanwhile_is_read(connection):
    write(connection, *"abcdef")
    with closing(Stretch(connection, TOPIC, datetime.now(UTC) - timedelta(hours=1))) as stretch:
        cut(connection, 4)
        write(connection, "later")
        assert [one.key for one in stretch] == ["e", "f"]


def test_of_an_empty_topic_nothing_is_the_newest(connection):
    with closing(Stretch(connection, TOPIC, datetime.now(UTC) - timedelta(hours=1))) as stretch:
        assert (len(stretch), stretch.newest(), list(stretch)) == (0, None, [])


def test_what_alerting_was_told_is_read_once_as_alerting_does(connection, tmp_path, monkeypatch):
    now = datetime(2026, 3, 1, tzinfo=UTC)
    ticks = [Tick(at=now + timedelta(minutes=minute)) for minute in range(3)]
    told = [
        Outgoing(topic=topics.SIGNALS.name, key="", value=encode(tick), id=f"tick {number}")
        for number, tick in enumerate(ticks)
    ]
    unreadable = Outgoing(topic=topics.SIGNALS.name, key="", value=b"no message")
    put(
        connection, [*told[:2], unreadable, *told]
    )  # a worker that died is succeeded by one that writes again
    monkeypatch.setenv("TOCSIN_KAFKA", connection.bootstrap)
    assert list(signals(tmp_path)) == ticks


def test_who_asks_for_a_topic_that_is_not_there_leaves_no_connection_behind(connection):
    before = sockets()
    with pytest.raises(BackendFault):
        Stretch(connection, replace(TOPIC, name="tocsin.nowhere"), datetime.now(UTC))
    assert sockets() <= before


def sockets():
    """Return how many sockets this process holds."""
    held = (fd for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink())
    return sum(os.readlink(fd).startswith("socket:") for fd in held)  # noqa: PTH115 – no path stands there
