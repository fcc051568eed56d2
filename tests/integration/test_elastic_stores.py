"""What is kept in Elasticsearch beside the index: the ledger and the snapshots; and the bulk loop under fire."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.ledger import moved, planned
from tocsin.atlas import Atlas
from tocsin.errors import BackendFault
from tocsin.index.bulk import Bulk
from tocsin.index.connection import ElasticConnection
from tocsin.index.documents import rejected_operations
from tocsin.index.elastic import ElasticSearch
from tocsin.index.elastic.retention import KEPT_TESTS, ElasticRetention
from tocsin.index.elastic.snapshots import ElasticState
from tocsin.index.indexer import Indexer
from tocsin.index.names import Kind, index
from tocsin.index.operations import Does, Operation
from tocsin.index.setup import IndexAdmin, Templates, index_plan
from tocsin.model import Delivery, Notification, Reason, Rejected
from tocsin.runtime.distributed.ledger import ElasticLedger
from tocsin.runtime.distributed.snapshots import SharedSnapshots, Snapshot
from tocsin.testing.elastic import ElasticWriter, empty, set_up
from tocsin.testing.messages import osh
from tocsin.testing.tagged import tagged

CONFIG = Path(__file__).parents[2] / "config" / "elasticsearch"
AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def connection(elasticsearch):
    connection = ElasticConnection(hosts=(elasticsearch.url,))
    empty(connection)
    set_up(connection, CONFIG)
    return connection


@pytest.fixture
def client(connection):
    client = connection.client()
    yield client
    client.close()


@pytest.fixture
def ledger(client):
    return ElasticLedger(client)


def note(name, *, subject="i", receiver="desk", step=1):
    return Notification(id=name, subject=subject, step=step, receiver=receiver, reason=Reason.FIRST, at=AT)


def test_a_dead_letter_that_was_indexed_by_its_place_alone_is_told_once(connection, client):
    letter = Rejected(topic="t", partition=0, offset=7, key="k", reason="why", value=b"{]", at=AT)
    (now,) = rejected_operations(letter)
    client.index(index=now.index, id=letter.place, document=now.document)
    writer = ElasticWriter(connection, Atlas([]))
    writer.settle()
    assert ElasticSearch(client).rejected() == (letter,)
    writer.rejected([letter, later := replace(letter, reason="put back", at=AT + timedelta(hours=1))])
    writer.settle()
    assert ElasticSearch(client).rejected(1) == (later,)
    assert ElasticSearch(client).rejected() == (later,)


def test_planning_again_changes_nothing_and_order_stays(ledger):
    ledger.plan([note("b"), note("a")])
    ledger.plan([note("a"), note("c"), note("b")])
    assert [row.entry.id for row in ledger.waiting("desk")] == ["b", "a", "c"]
    assert ledger.get("a").note == note("a")
    assert ledger.get("x") is None


def test_another_alerter_goes_on_with_the_order(client, ledger):
    ledger.plan([note("b")])
    ElasticLedger(client).plan([note("a")])
    assert [row.entry.id for row in ledger.waiting("desk")] == ["b", "a"]


def test_an_alerter_that_is_active_again_goes_on_behind_what_another_planned_meanwhile(client, ledger):
    ledger.plan([note("a")])
    ElasticLedger(client).plan([note("b"), note("c")])
    ledger.plan([note("d")])
    assert [row.entry.id for row in ledger.waiting("desk")] == ["a", "b", "c", "d"]


def test_what_is_not_settled_or_died_of_late_can_be_asked_for(ledger):
    ledger.plan([note("a"), note("b"), replace(note("c"), receiver="pager"), note("d")])
    for name, ends in (("a", Delivery.DEAD), ("c", Delivery.FAILED), ("d", Delivery.SENT)):
        sending = moved(ledger.get(name).entry, Delivery.SENDING, AT)
        assert ledger.move(sending, expected=Delivery.PLANNED)
        assert ledger.move(moved(sending, ends, AT), expected=Delivery.SENDING)
    assert [row.entry.id for row in ledger.unsent(AT)] == ["a", "b", "c"]
    assert [row.entry.id for row in ledger.unsent(AT + timedelta(days=1))] == ["b", "c"]
    assert ledger.get("c").entry.failing_since == AT


def test_of_two_that_move_a_row_one_wins(ledger):
    ledger.plan([note("a")])
    sending = moved(planned(note("a")), Delivery.SENDING, AT)
    assert ledger.move(sending, expected=Delivery.PLANNED)
    assert not ledger.move(sending, expected=Delivery.PLANNED)
    assert not ledger.move(replace(sending, id="x"), expected=Delivery.PLANNED)


def test_a_row_tells_how_far_it_has_come(ledger):
    ledger.plan([note("a"), note("b", subject="j"), note("c", receiver="other")])
    sending = moved(planned(note("a")), Delivery.SENDING, AT)
    ledger.move(sending, expected=Delivery.PLANNED)
    sent = moved(sending, Delivery.SENT, AT + timedelta(seconds=1), ts="C1:1.0")
    ledger.move(sent, expected=Delivery.SENDING)
    merged = moved(planned(note("b", subject="j")), Delivery.MERGED, AT, into="a")
    ledger.move(merged, expected=Delivery.PLANNED)
    assert [row.entry for row in ledger.sent("i", "desk")] == [sent]
    assert [row.entry for row in ledger.merged_into("a")] == [merged]
    assert ledger.waiting("desk") == []
    assert [entry.id for entry in ledger.entries(limit=2)] == ["c", "b"]
    assert [entry.id for entry in ledger.entries(subject="j")] == ["b"]
    assert ledger.counts() == {
        ("desk", Delivery.SENT): 1, ("desk", Delivery.MERGED): 1, ("other", Delivery.PLANNED): 1,
    }  # fmt: skip
    assert ledger.forget(AT + timedelta(seconds=1)) == 1
    assert ledger.get("b") is None
    assert ledger.get("a").entry == sent


async def test_a_snapshot_in_parts_comes_back_and_the_lower_position_loses(connection):
    client = connection.async_client()
    try:
        store = SharedSnapshots(ElasticState(client, part=100))
        dice = random.Random(1)
        early = Snapshot(applied=10, rows={str(n): dice.randbytes(40) for n in range(50)})
        late = Snapshot(applied=20, rows={"one": dice.randbytes(900)})
        assert await store.load("tocsin.mentions", 3) is None
        await store.save("tocsin.mentions", 3, early)
        assert await store.load("tocsin.mentions", 3) == early
        await store.save("tocsin.mentions", 3, late)
        await store.save("tocsin.mentions", 3, early)
        assert await store.load("tocsin.mentions", 3) == late
        await client.indices.refresh(index=index(Kind.STATE))
        head = (await client.get(index=index(Kind.STATE), id="tocsin.mentions-3"))["_source"]
        kept = await client.count(index=index(Kind.STATE))
        assert kept["count"] == head["parts"] + 1
    finally:
        await client.close()


def test_set_up_twice_changes_nothing_the_second_time(client):
    admin, wanted = IndexAdmin(client), Templates.read(CONFIG)
    assert index_plan(wanted, admin.found()).lines() == ()
    admin.check_schema()


def test_whole_months_are_retired(client):
    for month in ("2024.01", "2026.12"):
        client.indices.create(index=f"tocsin-articles-v1-{month}")
    assert ElasticRetention(client).retire(datetime(2026, 12, 5, tzinfo=UTC)) == (
        "tocsin-articles-v1-2024.01",
    )
    assert client.indices.exists(index="tocsin-articles-v1-2026.12")


def test_tests_of_the_alarm_go_after_ninety_days_and_incidents_stay(client, connection):
    real = osh().incident
    test = replace(real, id="test", canary="deadman-1")
    ElasticWriter(connection, Atlas(())).incidents([real, test])
    client.indices.refresh(index="tocsin-*")
    search, keeper = ElasticSearch(client), ElasticRetention(client)
    assert keeper.retire(test.at + KEPT_TESTS) == ()
    assert search.incident("test") is not None
    (said,) = keeper.retire(test.at + KEPT_TESTS + timedelta(seconds=1))
    assert said == f"{2 + len(test.evidence)} documents of tests of the alarm"
    assert (search.incident("test"), search.steps("test")) == (None, ())
    assert search.incident(real.id) == real
    kept = client.search(index="tocsin-evidence")["hits"]["hits"]
    assert {row["_id"] for row in kept} == {f"{real.id}:{one.article}" for one in real.evidence}


def test_a_name_without_a_template_makes_no_index(client):
    from elasticsearch import NotFoundError

    with pytest.raises(NotFoundError):
        client.index(index="tocsin-typo", id="a", document={"a": 1})


def feed_operation(number, version, *, poison=False):
    document = {"feed": f"f{number}", "entries": version, "status": "ok"}
    if poison:
        document["nobody-mapped-this"] = 1
    return Operation(
        does=Does.INDEX, index=index(Kind.FEEDS), id=f"f{number}", version=version, document=document
    )


@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
async def test_a_server_killed_in_mid_bulk_loses_nothing(elasticsearch, connection):
    """Shuffled versions, poison among them, the node killed twice while we write."""
    dice = random.Random(7)
    count, newest, poison = 4_000, 3, {n for n in range(4_000) if n % 50 == 1}
    operations = [
        feed_operation(number, version, poison=number in poison)
        for number in range(count)
        for version in range(1, newest + 1)
    ]
    dice.shuffle(operations)
    dead = []

    async def bury(operation, why):
        dead.append((operation.id, why))

    client = connection.async_client()
    bulk = Bulk(client, bury, longest=2.0)

    async def write():
        for start in range(0, len(operations), 1_000):
            await bulk.write(operations[start : start + 1_000])

    writing = asyncio.create_task(write())
    for _ in range(2):
        await asyncio.sleep(0.3)
        elasticsearch.kill()
        await asyncio.to_thread(elasticsearch.start)
    await asyncio.wait_for(writing, 120)
    await client.indices.refresh(index=index(Kind.FEEDS))
    stored = (await client.search(index=index(Kind.FEEDS), size=10_000))["hits"]["hits"]
    await client.close()
    assert {hit["_id"] for hit in stored} == {f"f{n}" for n in range(count) if n not in poison}
    assert {hit["_source"]["entries"] for hit in stored} == {newest}
    assert {name for name, _ in dead} == {f"f{n}" for n in poison}
    assert any(what.startswith("transport") for what in bulk.counts), bulk.counts


@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
async def test_the_ledger_waits_for_a_node_that_restarts_and_says_so_when_it_stays_away(
    elasticsearch, client
):
    patient, hurried = ElasticLedger(client, patience=100), ElasticLedger(client, patience=0.5)
    elasticsearch.kill()
    planning = asyncio.create_task(asyncio.to_thread(patient.plan, [note("a")]))
    with pytest.raises(BackendFault, match="the ledger in Elasticsearch does not answer: ConnectionError"):
        await asyncio.to_thread(hurried.plan, [note("b")])
    await asyncio.to_thread(elasticsearch.start)
    await asyncio.wait_for(planning, 60)
    assert [row.entry.id for row in patient.waiting("desk")] == ["a"]


@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
async def test_what_is_stored_is_looked_up_again_until_the_node_is_back(elasticsearch, connection):
    async def bury(operation, why):
        raise AssertionError(why)

    client = connection.async_client()
    indexer = Indexer(Atlas(()), Bulk(client, bury, longest=1.0))
    await indexer.write([(tagged("Riots in Osh", id="a", regions=("KG-O", "KG-J")), 0)])
    elasticsearch.kill()
    edited = tagged("Riots in Osh", id="a", regions=("KG-O",))
    edited = replace(edited, article=replace(edited.article, revision=2))
    writing = asyncio.create_task(indexer.write([(edited, 1)]))
    await asyncio.sleep(1)
    assert not writing.done()
    await asyncio.to_thread(elasticsearch.start)
    await asyncio.wait_for(writing, 60)
    await client.indices.refresh(index="tocsin-*")
    rows = (await client.search(index="tocsin-mentions"))["hits"]["hits"]
    await client.close()
    assert [row["_id"] for row in rows] == ["a:KG-O"], "the row of a region that the edit took out is gone"
