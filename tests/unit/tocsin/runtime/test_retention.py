from datetime import UTC, datetime, timedelta

from tocsin.atlas import Atlas
from tocsin.codec import encode
from tocsin.index.query import Query
from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create, reader
from tocsin.model import Incident, IncidentLevel, Reason, Tick
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


def incident(name, **more):
    return Incident(
        id=name, step=1, theme="violence", region="KG", place="KG-O", level=IncidentLevel.WATCH, reason=Reason.FIRST,
        rule="spike", opened_at=START, at=START, stories=3, articles=3, publishers=("A", "B"), expected=0.1,
        ratio=30.0, ratio_low=9.0, score=4.0, threshold=3.0, **more,
    )  # fmt: skip


def test_incidents_stay_for_good_and_tests_of_the_alarm_do_not(tmp_path):
    connection = connect(tmp_path / "tocsin.db")
    create(connection)
    writer = SqliteWriter(connection, Atlas([]))
    search = SqliteSearch(reader(tmp_path / "tocsin.db"))
    writer.incidents([incident("real"), incident("test", canary="deadman-1")])
    writer.forget(START)
    assert search.incident("test") is not None
    writer.forget(START + timedelta(seconds=1))
    assert search.incident("real") is not None
    assert (search.incident("test"), search.steps("test")) == (None, ())
    connection.close()
