"""Keys of least privilege on a secured node: each role may do its work, and nothing else."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.atlas import Atlas
from tocsin.index.bulk import Bulk
from tocsin.index.connection import elastic_connection
from tocsin.index.elastic import ElasticSearch
from tocsin.index.elastic.retention import ElasticRetention
from tocsin.index.elastic.snapshots import ElasticState
from tocsin.index.indexer import Indexer
from tocsin.index.names import Kind, index
from tocsin.index.setup import IndexAdmin, Templates, index_plan
from tocsin.model import Notification, Reason
from tocsin.runtime.distributed.doctor import examine_index
from tocsin.runtime.distributed.ledger import ElasticLedger
from tocsin.testing.tagged import NOON, tagged

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config" / "elasticsearch"


@pytest.fixture(scope="module")
def keys(request, tmp_path_factory):
    """The keys that `tools/make_keys.py` makes, as environments by role; each file ends in a newline."""
    server = request.getfixturevalue("nodes")("9.2.0", secure=True)
    spec = importlib.util.spec_from_file_location("make_keys", ROOT / "tools" / "make_keys.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    environment = {
        "TOCSIN_ELASTICSEARCH": server.url,
        "TOCSIN_ELASTICSEARCH_USER": f"elastic:{server.password}",
    }
    client = elastic_connection(environment).client()
    files = tool.make_keys(client, tmp_path_factory.mktemp("keys"))
    client.close()
    made = {
        file.name.removeprefix("key_"): {
            "TOCSIN_ELASTICSEARCH": server.url,
            "TOCSIN_ELASTICSEARCH_KEY_FILE": str(file),
        }
        for file in files
    }
    made["admin"] = environment
    wanted = Templates.read(ROOT / "config" / "elasticsearch")
    client = elastic_connection(made["setup"]).client()
    admin = IndexAdmin(client)
    admin.carry_out(index_plan(wanted, admin.found()), wanted)
    assert index_plan(wanted, admin.found()).done
    client.close()
    return made


async def refuse(operation, why):
    raise AssertionError(f"{operation.id}: {why}")


async def test_the_indexer_writes_articles_and_nobody_reads_them_but_the_reader(keys):
    from elasticsearch import AuthorizationException

    blocking = elastic_connection(keys["indexer"]).client()
    IndexAdmin(blocking).check_schema()
    client = elastic_connection(keys["indexer"]).async_client()
    one = tagged("Riots in Osh", id="a", regions=("KG-O",), themes=("violence",))
    await Indexer(Atlas(()), Bulk(client, refuse, patience=5)).write([(one, 0)])
    with pytest.raises(AuthorizationException):
        await client.index(index=index(Kind.DELIVERIES), id="x", document={"subject": "x"})
    with pytest.raises(AuthorizationException):
        await client.index(index=index(Kind.STATE), id="x", document={"topic": "x"})
    await client.close()
    blocking.close()
    admin = elastic_connection(keys["setup"]).client()
    admin.indices.refresh(index="tocsin-*")
    admin.close()
    reader = elastic_connection(keys["reader"]).client()
    assert ElasticSearch(reader).article("a") == one
    with pytest.raises(AuthorizationException):
        reader.index(index=index(Kind.ARTICLES, NOON), id="x", document={"article": "x"})
    reader.close()


def test_the_indexer_may_let_go_of_whole_months_and_of_nothing_else(keys):
    from elasticsearch import AuthorizationException

    old = index(Kind.ARTICLES, datetime(2024, 1, 9, tzinfo=UTC))
    admin = elastic_connection(keys["setup"]).client()
    admin.indices.create(index=old)
    client = elastic_connection(keys["indexer"]).client()
    assert old in ElasticRetention(client).retire(datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(AuthorizationException):
        client.indices.delete(index=index(Kind.INCIDENTS))
    for one in (client, admin):
        one.close()


@pytest.mark.parametrize("role", ["setup", "indexer", "processor", "alerter", "reader"])
def test_the_doctor_knows_each_key_by_what_it_may_do(keys, role):
    found = {one.what: one for one in examine_index(keys[role], FOLDER)}
    assert found["rights"].fine
    assert found["deliveries"].fine
    assert ("may not ask" in found["deliveries"].said) == (role in {"indexer", "processor"})
    able = found["rights"].said.partition("may do the work of ")[2].split(", ")
    assert role in able
    assert ("setup" in able) == (role == "setup")


def test_the_doctor_says_what_a_key_without_rights_lacks(keys):
    admin = elastic_connection(keys["admin"]).client()
    made = admin.security.create_api_key(
        name="nobody", role_descriptors={"none": {"cluster": ["monitor"], "index": []}}
    )
    admin.close()
    nobody = {
        "TOCSIN_ELASTICSEARCH": keys["setup"]["TOCSIN_ELASTICSEARCH"],
        "TOCSIN_ELASTICSEARCH_KEY": f"{made['id']}:{made['api_key']}",
    }
    found = {one.what: one for one in examine_index(nobody, FOLDER)}
    assert not found["rights"].fine
    assert "may do no role's work" in found["rights"].said
    assert "tocsin-state-v1" in found["rights"].said


async def test_the_processor_keeps_snapshots_and_nothing_else(keys):
    from elasticsearch import AuthorizationException

    client = elastic_connection(keys["processor"]).async_client()
    state, nobodys = ElasticState(client, part=10), 900  # a partition that no processor has on this node
    await state.write("tocsin.mentions", nobodys, 5, b"x" * 35)
    await state.write("tocsin.mentions", nobodys, 9, b"y" * 25)
    assert await state.read("tocsin.mentions", nobodys) == (9, b"y" * 25)
    with pytest.raises(AuthorizationException):
        await client.search(index=index(Kind.DELIVERIES))
    await client.close()


async def test_who_sets_up_puts_snapshots_back_and_the_processor_goes_on_with_them(keys):
    place = ("tocsin.mentions", 900)
    setting_up = elastic_connection(keys["setup"]).async_client()
    await ElasticState(setting_up).replace({place: (0, b"z")})
    await setting_up.close()
    client = elastic_connection(keys["processor"]).async_client()
    assert await ElasticState(client).read(*place) == (0, b"z")
    await ElasticState(client).write(*place, 3, b"after")
    assert await ElasticState(client).read(*place) == (3, b"after")
    await client.close()
    reader = elastic_connection(keys["reader"]).async_client()
    assert await ElasticState(reader).read(*place) == (3, b"after")
    await reader.close()


def test_the_alerter_keeps_its_ledger_and_may_not_write_articles(keys):
    from elasticsearch import AuthorizationException

    client = elastic_connection(keys["alerter"]).client()
    ledger = ElasticLedger(client)
    note = Notification(id="n", subject="i", step=1, receiver="desk", reason=Reason.FIRST, at=NOON)
    ledger.plan([note])
    assert [row.note for row in ledger.waiting("desk")] == [note]
    with pytest.raises(AuthorizationException):
        client.index(index=index(Kind.ARTICLES, NOON), id="x", document={"article": "x"})
    client.close()


def test_a_wrong_key_is_never_shown(keys, caplog):
    from elasticsearch import AuthenticationException

    wrong = {
        "TOCSIN_ELASTICSEARCH": keys["setup"]["TOCSIN_ELASTICSEARCH"],
        "TOCSIN_ELASTICSEARCH_KEY": "id:hush-hush\n",
    }
    connection = elastic_connection(wrong)
    client = connection.client()
    with pytest.raises(AuthenticationException) as caught:
        client.search(index="tocsin-articles")
    client.close()
    assert "hush-hush" not in repr(connection) + repr(caught.value) + caplog.text
