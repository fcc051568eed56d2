from datetime import UTC, datetime, timedelta

import pytest

from tocsin.codec import decode, encode
from tocsin.errors import WrongSchema
from tocsin.model import Rejected, Tick
from tocsin.runtime.embedded.database import Transaction, connect
from tocsin.runtime.embedded.engine import Engine
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.stages import load
from tocsin.topics import MENTIONS, REJECTED, SIGNALS

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
NOON = datetime(2010, 6, 11, 12, tzinfo=UTC)


class Counting:
    """A fold that counts ticks and says each one again."""

    def __init__(self):
        self.count = 0

    def apply(self, record):
        self.count += 1
        return (record,)

    def changed(self):
        return {"count": str(self.count).encode()}

    def load(self, rows):
        self.count = int(dict(rows).get("count", b"0"))


class Stage:
    name = "counting"
    topics = (MENTIONS,)

    def __init__(self, fold, fail_at=None):
        self.fold, self.fail_at = fold, fail_at

    def work(self, topic, records, out):
        for _record, message in records:
            for said in self.fold.apply(message):
                out.say(SIGNALS, "", said)
            if self.fold.count == self.fail_at:
                raise RuntimeError("killed here")
        out.keep(self.name, self.fold.changed().items())


@pytest.fixture
def connection(tmp_path):
    connection = connect(tmp_path / "t.db")
    yield connection
    connection.close()


def fill(connection, count):
    log = SqliteLog(connection, lambda: LONG_AGO)
    with Transaction(connection):
        log.extend(MENTIONS.name, [("", encode(Tick(at=NOON + timedelta(minutes=i)))) for i in range(count)])


def engine(connection, fold, **kwargs):
    return Engine(connection, [Stage(fold, **kwargs)], now=lambda: NOON)


def test_a_batch_writes_rows_outputs_and_position_together(connection):
    fill(connection, 1_200)
    assert engine(connection, Counting()).drain() == 1_200
    log = SqliteLog(connection, lambda: LONG_AGO)
    assert log.end(SIGNALS.name) == log.position("counting", MENTIONS.name) == 1_200


def test_a_batch_that_dies_leaves_nothing_and_is_done_again(connection):
    fill(connection, 700)
    with pytest.raises(RuntimeError):
        engine(connection, Counting(), fail_at=600).drain()
    log = SqliteLog(connection, lambda: LONG_AGO)
    assert log.end(SIGNALS.name) == log.position("counting", MENTIONS.name) == 500

    fold = Counting()
    load(connection, "counting", fold)
    engine(connection, fold).drain()
    assert fold.count == log.end(SIGNALS.name) == 700


def test_bytes_that_are_no_message_are_rejected_with_their_place_and_the_rest_goes_on(connection):
    log = SqliteLog(connection, lambda: LONG_AGO)
    with Transaction(connection):
        log.append(MENTIONS.name, "KG", b"\xff")
        log.append(MENTIONS.name, "KG", encode(Tick(at=NOON)))
    fold = Counting()
    engine(connection, fold).drain()
    assert fold.count == 1
    dead = decode(log.read(REJECTED.name, 0, 10)[0].value)
    assert isinstance(dead, Rejected)
    assert (dead.topic, dead.offset, dead.value) == (MENTIONS.name, 0, b"\xff")


def test_retention_deletes_only_what_every_reader_has_worked_off(connection):
    fill(connection, 10)
    log = SqliteLog(connection, lambda: LONG_AGO)
    log.move("slow", MENTIONS.name, 4)
    assert log.trim(NOON) == 4
    assert [record.offset for record in log.read(MENTIONS.name, 0, 99)] == [4, 5, 6, 7, 8, 9]


def test_a_file_of_a_newer_tocsin_is_refused(tmp_path):
    connection = connect(tmp_path / "t.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(WrongSchema, match="newer tocsin"):
        connect(tmp_path / "t.db")
