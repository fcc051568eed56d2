"""The dead letters: one suite over a data folder and over Kafka."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin import topics
from tocsin.codec import encode
from tocsin.errors import BackendFault
from tocsin.model import Rejected
from tocsin.runtime.rejected import is_back, retry, standing
from tocsin.testing.clock import ManualClock

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
JUNK = Rejected(
    topic=topics.ARTICLES.name,
    partition=2,
    offset=17,
    key="a17",
    reason="not JSON",
    value=b"\xff junk",
    at=AT,
)
SIGNAL = Rejected(
    topic=topics.SIGNALS.name, partition=0, offset=3, key="KG", reason="schema 9", value=b'{"v":9}', at=AT
)


class Bench:
    """Dead letters, and what stands in other topics."""

    def __init__(self, letters, put, values):
        self.letters, self.put, self.values = letters, put, values


@pytest.fixture
def sqlite(tmp_path):
    from tocsin.runtime.embedded.database import connect
    from tocsin.runtime.embedded.log import SqliteLog
    from tocsin.runtime.embedded.rejected import SqliteDeadLetters

    connection = connect(tmp_path / "tocsin.db")
    log = SqliteLog(connection, lambda: AT)
    yield Bench(
        SqliteDeadLetters(connection, ManualClock(AT)),
        lambda one: log.append(topics.REJECTED.name, one.key, encode(one)),
        lambda topic: [(one.key, one.value) for one in log.read(topic.name, 0, 100)],
    )
    connection.close()


@pytest.fixture
def across_kafka(kafka):
    from kafka import KafkaProducer

    from tocsin.runtime.distributed.connection import KafkaConnection
    from tocsin.runtime.distributed.reading import to_end
    from tocsin.runtime.distributed.rejected import KafkaDeadLetters
    from tocsin.testing.topics import fresh

    connection = KafkaConnection(bootstrap=kafka.bootstrap)
    fresh(connection)
    producer = KafkaProducer(acks="all", **connection.client())
    yield Bench(
        KafkaDeadLetters(connection),
        lambda one: producer.send(topics.REJECTED.name, key=one.key.encode(), value=encode(one)).get(30),
        lambda topic: [
            (one.key, one.value)
            for number in range(topic.partitions)
            for one in to_end(connection, topic.name, number)
        ],
    )
    producer.close()


@pytest.fixture(params=["sqlite", pytest.param("across_kafka", marks=pytest.mark.kafka)])
def bench(request):
    return request.getfixturevalue(request.param)


def test_what_was_refused_is_read_back_in_order(bench):
    for one in (JUNK, SIGNAL):
        bench.put(one)
    assert list(bench.letters.read()) == [JUNK, SIGNAL]


def test_another_try_puts_the_bytes_back_and_says_so(bench):
    for one in (JUNK, SIGNAL):
        bench.put(one)
    for one in (JUNK, SIGNAL):
        retry(bench.letters, one, AT + timedelta(hours=1))
    assert bench.values(topics.ARTICLES) == [("a17", b"\xff junk")]
    assert bench.values(topics.SIGNALS) == [("KG", b'{"v":9}')]
    found = standing(bench.letters.read())
    assert list(found) == [JUNK.name, SIGNAL.name]
    assert all(is_back(one) for one in found.values())
    assert found[JUNK.name].reason == "put back at 2026-03-02 10:00 UTC; not JSON"


def test_what_was_cut_cannot_be_put_back(bench):
    cut = Rejected(
        topic=topics.ARTICLES.name,
        partition=-1,
        offset=5,
        key="a5",
        reason="5000000 bytes",
        value=b"{",
        at=AT,
    )
    bench.put(cut)
    with pytest.raises(BackendFault, match="too large to be kept whole"):
        retry(bench.letters, cut, AT)
    assert bench.values(topics.ARTICLES) == []


def test_the_reason_survives_a_second_try(bench):
    bench.put(JUNK)
    retry(bench.letters, JUNK, AT)
    retry(bench.letters, standing(bench.letters.read())[JUNK.name], AT + timedelta(hours=2))
    assert standing(bench.letters.read())[JUNK.name].reason == "put back at 2026-03-02 11:00 UTC; not JSON"
