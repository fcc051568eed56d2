"""`tocsin setup --new-log`, ended at each of its steps: what was learned is there whole, and taken again it is done."""

from itertools import count, groupby
from random import Random

import pytest
from elastic_transport import AiohttpHttpNode
from elasticsearch import AsyncElasticsearch

from tests.integration.test_elastic_stores import CONFIG
from tocsin import topics
from tocsin.errors import BackendFault
from tocsin.index.connection import ElasticConnection
from tocsin.index.elastic.snapshots import ElasticState
from tocsin.index.names import Kind, index
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.new_log import FOLDED, put_at_start
from tocsin.runtime.distributed.records import Outgoing
from tocsin.runtime.distributed.snapshots import SharedSnapshots, Snapshot, SqliteSnapshots
from tocsin.testing.elastic import empty, set_up
from tocsin.testing.topics import fresh

LEARNED = {
    (topics.MENTIONS.name, 0): Snapshot(applied=700, rows={"KG": Random(1).randbytes(800), "KG-O": b"1"}),
    (topics.MENTIONS.name, 7): Snapshot(applied=900, rows={"UZ": b"2"}),
    (topics.SIGNALS.name, 0): Snapshot(applied=40, rows={"i": b"3" * 50}),
}
AT_START = {key: Snapshot(applied=0, rows=one.rows) for key, one in LEARNED.items()}


class Killed(BaseException):
    """What nothing between here and the test catches, as nothing catches SIGKILL."""


class Fuse(AiohttpHttpNode):
    """Sends so many requests more, and then ends whoever asks."""

    left = 0

    async def perform_request(self, *arguments, **named):
        if not Fuse.left:
            raise Killed
        Fuse.left -= 1
        return await super().perform_request(*arguments, **named)


async def held(store):
    """Return every snapshot that is there, by topic and partition."""
    places = [(topic.name, number) for topic in FOLDED for number in range(topic.partitions)]
    found = {place: await store.load(*place) for place in places}
    return {place: one for place, one in found.items() if one is not None}


@pytest.fixture
def log(kafka):
    connection = KafkaConnection(bootstrap=kafka.bootstrap)
    fresh(connection)
    return connection


@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
async def test_ended_at_any_request_all_of_it_happened_or_nothing_did(elasticsearch, log):
    connection = ElasticConnection(hosts=(elasticsearch.url,))
    fused = AsyncElasticsearch(elasticsearch.url, node_class=Fuse)
    client = connection.async_client()

    def store(over):
        return SharedSnapshots(ElasticState(over, part=300))

    empty(connection)
    set_up(connection, CONFIG)
    for place, one in LEARNED.items():
        await store(client).save(*place, one)
    ended = []
    try:
        for requests in count():
            Fuse.left = requests
            try:
                await put_at_start(store(fused), log, list)
            except Killed:
                ended.append(await held(store(client)))
            else:
                break
            lines = await put_at_start(store(client), log, list)
            assert lines[-1] == "3 snapshots go on from the beginning of the log"
            assert await held(store(client)) == AT_START
            await store(client).replace(LEARNED)
        await client.indices.refresh(index=index(Kind.STATE))
        left = (await client.count(index=index(Kind.STATE)))["count"]
        assert left == 3 + 5 + 1  # heads, their parts, and which set holds
    finally:
        await fused.close()
        await client.close()
    assert len(ended) > 20
    assert [one for one, _ in groupby(ended)] == [LEARNED, AT_START]


async def test_in_a_file_too_all_of_it_happens_or_nothing(tmp_path, log):
    class Deadly(dict):
        def items(self):
            raise Killed

    store = SqliteSnapshots(tmp_path / "snapshots.sqlite")
    for place, one in LEARNED.items():
        await store.save(*place, one)
    for last in LEARNED:
        with pytest.raises(Killed):
            await store.replace(AT_START | {last: Snapshot(applied=0, rows=Deadly())})
        assert await held(store) == LEARNED
    for _ in range(2):
        assert (await put_at_start(store, log, list))[-1] == "3 snapshots go on from the beginning of the log"
        assert await held(store) == AT_START
    store.close()


async def test_a_log_that_the_snapshots_are_of_is_refused_and_so_is_one_that_roles_have_begun(tmp_path, log):
    store = SqliteSnapshots(tmp_path / "snapshots.sqlite")
    await store.replace(AT_START | {(topics.SIGNALS.name, 0): Snapshot(applied=2, rows={"i": b"4"})})
    put(log, [Outgoing(topic=topics.SIGNALS.name, key="KG", value=b"")] * 3)
    before = await held(store)
    with pytest.raises(BackendFault, match="this is no new one"):
        await put_at_start(store, log, list)
    assert await held(store) == before
    store.close()


async def test_where_setting_up_fails_nothing_is_forgotten(tmp_path, log):
    def refuse():
        raise BackendFault("nobody there")

    store = SqliteSnapshots(tmp_path / "snapshots.sqlite")
    for place, one in LEARNED.items():
        await store.save(*place, one)
    with pytest.raises(BackendFault, match="nobody there"):
        await put_at_start(store, log, refuse)
    assert await held(store) == LEARNED
    store.close()
