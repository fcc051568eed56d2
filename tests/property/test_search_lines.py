"""Whatever is typed: reading never fails, SQLite never complains, and both implementations find the same."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.atlas import Atlas
from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create
from tocsin.index.syntax import read
from tocsin.testing.search import MemoryIndex, MemorySearch, MemoryWriter
from tocsin.testing.tagged import tagged

NOW = datetime(2010, 6, 11, tzinfo=UTC)
ATOMS = ["riot", "riots", "Osh", "погром", "погромы", "抗议", "抗议者在奥什", "者", "폭동", "tear gas", "a", "*", "-", '"', ":", "(", ")",
         "NEAR", "AND", "OR", "NOT", "^", "{", "}", "+", "_", "'", "\x00", "\u202e", "ё", "İ", "ß", "region:", "KG", "since:2d", "lang:",
         "ru", "deaths:", "9", "sort:best", "title:", " "]  # fmt: skip
LINES = st.lists(st.one_of(st.sampled_from(ATOMS), st.text(max_size=3)), max_size=7).flatmap(
    lambda atoms: st.sampled_from(["", " "]).map(lambda space: space.join(atoms))
)
TEXTS = [
    "Riots in Osh: tear gas",
    "В Оше погромы",
    "抗议者在奥什集会",
    "폭동이 일어난",
    "A quiet day, not a riot",
    "ёлка İstanbul straße",
]


@pytest.fixture(scope="module")
def both():
    said = [
        tagged(text, id=str(n), summary=TEXTS[n - 1], language=language)
        for n, (text, language) in enumerate(zip(TEXTS, ("en", "ru", "zh", "ko", "en", "de"), strict=True))
    ]
    connection = sqlite3.connect(":memory:")
    create(connection)
    SqliteWriter(connection, Atlas(())).tagged(said)
    index = MemoryIndex()
    MemoryWriter(index).tagged(said)
    yield SqliteSearch(connection), MemorySearch(index, Atlas(()))
    connection.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=LINES)
def test_any_line_finds_the_same_in_sqlite_and_in_memory(both, line):
    query = read(line, now=NOW).query
    found = [{hit.tagged.article.id for hit in search.search(query).hits} for search in both]
    assert found[0] == found[1]


@settings(max_examples=200, deadline=None)
@given(line=st.text(max_size=60))
def test_reading_never_fails(line):
    read(line, now=NOW)
