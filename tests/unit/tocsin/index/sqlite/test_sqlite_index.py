"""What only the SQLite index promises: schema, retention, transactions, readers."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from tocsin.clock import hour_of
from tocsin.codec import encode_value
from tocsin.errors import BackendFault, WrongSchema
from tocsin.index.query import Query
from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create, reader
from tocsin.index.syntax import read
from tocsin.model import Rejected, WindowCount
from tocsin.testing.desk import ATLAS
from tocsin.testing.tagged import NOON, tagged

DAY = timedelta(days=1)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tocsin.db"


@pytest.fixture
def connection(file):
    opened = sqlite3.connect(file)
    opened.execute("PRAGMA journal_mode = WAL")
    create(opened)
    yield opened
    opened.close()


def test_creating_again_keeps_what_is_there(connection):
    SqliteWriter(connection, ATLAS).tagged([tagged("Riot", id="a")])
    connection.commit()
    create(connection)
    assert SqliteSearch(connection).search(Query()).total == 1


def test_tables_of_another_version_are_refused(connection):
    connection.execute("UPDATE search_meta SET version = 99")
    connection.commit()
    with pytest.raises(WrongSchema, match="version 99"):
        create(connection)


def test_dead_letters_that_an_older_tocsin_kept_by_their_position_are_taken_over(connection):
    letter = Rejected(topic="t", partition=0, offset=7, key="k", reason="why", value=b"{]", at=NOON)
    connection.executescript(
        "DROP TABLE search_letters; CREATE TABLE search_rejected (topic TEXT NOT NULL, part INTEGER NOT NULL,"
        " position INTEGER NOT NULL, at INTEGER NOT NULL, rejected BLOB NOT NULL, PRIMARY KEY (topic, part, position))"
    )
    connection.execute("INSERT INTO search_rejected VALUES ('t', 0, 7, 0, ?)", (encode_value(letter),))
    connection.commit()
    create(connection)
    create(connection)
    SqliteWriter(connection, ATLAS).rejected([letter])
    assert SqliteSearch(connection).rejected() == (letter,)


def test_what_is_rolled_back_is_found_nowhere(connection):
    writer = SqliteWriter(connection, ATLAS)
    writer.tagged([tagged("Riot in Osh", id="a", regions=("KG-O",))])
    connection.commit()
    writer.tagged([tagged("Calm in Osh", id="a", revision=2), tagged("Riot in Batken", id="b")])
    connection.rollback()
    search = SqliteSearch(connection)
    assert [hit.tagged.article.id for hit in search.search(read("riot", now=NOON).query).hits] == ["a"]
    assert search.search(read("calm", now=NOON).query).total == 0


def test_a_reader_sees_what_was_committed_and_changes_nothing(connection, file):
    reading = reader(file)
    SqliteWriter(connection, ATLAS).tagged([tagged("Riot", id="a")])
    assert SqliteSearch(reading).search(Query()).total == 0
    connection.commit()
    assert SqliteSearch(reading).search(Query()).total == 1
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reading.execute("DELETE FROM search_articles")
    reading.close()


def test_a_broken_file_is_a_backend_s_fault(file):
    file.write_bytes(b"no database at all, but long enough to be looked at" * 99)
    reading = sqlite3.connect(file)
    with pytest.raises(BackendFault, match="the search index: file is not a database"):
        SqliteSearch(reading).search(Query())
    reading.close()


def test_old_articles_hours_and_letters_are_forgotten_in_bounded_steps(connection):
    writer = SqliteWriter(connection, ATLAS)
    writer.tagged([tagged("Old riot", id=f"o{n}", at=NOON - n * DAY, regions=("KG-O",)) for n in range(10)])
    hours = [WindowCount(region="KG", theme="t", hour=hour_of(NOON - n * DAY), stories=1, articles=1, expected=1, variance=1) for n in range(10)]  # fmt: skip
    writer.windows(hours)
    writer.rejected([Rejected(topic="t", partition=0, offset=n, key="", reason="", value=b"", at=NOON - n * DAY) for n in range(10)])  # fmt: skip
    before = NOON - 4 * DAY
    assert [writer.forget(before, limit=3), writer.forget(before, limit=3)] == [3, 2]
    search = SqliteSearch(connection)
    assert search.search(read("riot region:KG", now=NOON).query).total == 5
    assert len(search.windows("KG", "t", NOON - 99 * DAY)) == 5
    assert len(search.rejected()) == 5
    left = connection.execute(
        "SELECT (SELECT count(*) FROM search_words), (SELECT count(DISTINCT row) FROM search_tags)"
    )
    assert left.fetchone() == (5, 5)


def test_the_newest_of_a_region_are_found_without_looking_at_the_others(connection):
    from tocsin.index.sqlite.listing import listing

    sql, values = listing(Query(regions=("KG-O",), since=NOON)).rows
    plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert "SEARCH t USING PRIMARY KEY (tag=? AND at>?)" in plan
    assert "TEMP B-TREE" not in plan
