"""The servers that the other tests stand on are the real ones."""

import json
import urllib.request

import pytest

from tocsin.testing.servers.maven import cache


def ask(server, path, body=None):
    request = urllib.request.Request(
        server.url + path,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)


def test_a_real_broker_answers(kafka):
    from kafka.admin import KafkaAdminClient

    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        assert admin.list_topics() is not None
    finally:
        admin.close()


def test_the_node_has_the_version_we_asked_for(elasticsearch):
    nodes = ask(elasticsearch, "/_nodes")["nodes"]
    assert [node["version"] for node in nodes.values()] == [elasticsearch.version]


@pytest.mark.parametrize(
    ("analyzer", "text", "token"),
    [
        pytest.param("english", "clashes", "clash", id="English is stemmed"),
        pytest.param("russian", "столкновения", "столкновен", id="Russian is stemmed"),
        pytest.param("arabic", "اشتباكات", "اشتباك", id="Arabic is stemmed"),
    ],
)
def test_language_analyzers_of_a_full_node_are_there(elasticsearch, analyzer, text, token):
    reply = ask(elasticsearch, "/_analyze", {"analyzer": analyzer, "text": text})
    assert [one["token"] for one in reply["tokens"]] == [token]


def test_what_was_fetched_lies_outside_the_tree(elasticsearch, request):
    assert (cache() / f"elasticsearch-{elasticsearch.version}").is_dir()
    assert not cache().is_relative_to(request.config.rootpath)
