"""What waits for Kafka."""

import sqlite3

import pytest

from tocsin.runtime.distributed.outbox import SqliteOutbox, Waiting


@pytest.fixture
def outbox():
    connection = sqlite3.connect(":memory:")
    yield SqliteOutbox(connection)
    connection.close()


def test_records_wait_in_order_until_they_are_taken(outbox):
    for key in "abc":
        outbox.append("t", key, key.encode())
    first, second = outbox.first(2)
    assert (first.key, second.key) == ("a", "b")
    outbox.forget([first.number])
    assert ([one.key for one in outbox.first(9)], len(outbox)) == (["b", "c"], 2)


@pytest.mark.parametrize(
    ("key", "partition"),
    [
        pytest.param("@11", 11, id="@n names a partition"),
        pytest.param("KG", None, id="a region is hashed"),
        pytest.param("@home", None, id="a name that begins like one is hashed"),
    ],
)
def test_where_a_record_goes(key, partition):
    assert Waiting(1, "t", key, b"").partition == partition
