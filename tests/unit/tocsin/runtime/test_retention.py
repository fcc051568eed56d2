from datetime import UTC, datetime, timedelta

from tocsin.atlas import Atlas
from tocsin.codec import encode
from tocsin.index.query import Query
from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create, reader
from tocsin.model import Tick
from tocsin.runtime.embedded.assembly import RETENTION, Embedded
from tocsin.runtime.embedded.database import Transaction, connect
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.run import trim
from tocsin.testing.clock import ManualClock
from tocsin.testing.tagged import tagged
from tocsin.topics import MENTIONS

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_is_older_than_ninety_days_goes_and_the_rest_stays(tmp_path):
    clock = ManualClock(START)
    connection = connect(tmp_path / "tocsin.db")
    create(connection)
    writer, log = SqliteWriter(connection, Atlas([])), SqliteLog(connection, clock.now)
    search = SqliteSearch(reader(tmp_path / "tocsin.db"))
    for name, at in (("old", START), ("new", START + timedelta(days=60))):
        clock.set(at)
        with Transaction(connection):
            log.append(MENTIONS.name, "", encode(Tick(at=at)))
            writer.tagged([tagged(name, id=name, at=at)])
    log.move("detection", MENTIONS.name, 2)
    clock.set(START + RETENTION + timedelta(days=1))
    embedded = Embedded(
        path=tmp_path / "tocsin.db",
        clock=clock,
        connection=connection,
        engine=None,
        search=search,
        heard=None,
    )
    trim(embedded, Atlas([]))
    assert [hit.tagged.article.id for hit in search.search(Query()).hits] == ["new"]
    assert [record.offset for record in log.read(MENTIONS.name, 0, 9)] == [1]
    connection.close()
