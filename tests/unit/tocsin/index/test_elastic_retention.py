"""Retention in Elasticsearch, where the server does not delete."""

from datetime import UTC, datetime

import pytest

from tocsin.errors import BackendFault
from tocsin.index.elastic.retention import ElasticRetention


class Refuses:
    """A server with one old test of the alarm, which it does not delete."""

    def __init__(self):
        self.indices = self
        self.asked = 0

    def get_alias(self, *, index):
        return {}

    def search(self, **_query):
        return {"hits": {"hits": [{"_index": "tocsin-incidents-v1", "_id": "test"}]}}

    def bulk(self, *, operations, refresh):
        self.asked += 1
        assert self.asked < 10, "asked again and again"
        error = {"type": "cluster_block_exception"}
        return {"items": [{"delete": {"status": 403, "error": error}} for _ in operations]}


def test_a_server_that_deletes_no_documents_is_asked_once_and_its_reason_told():
    server = Refuses()
    with pytest.raises(BackendFault, match="cluster_block_exception"):
        ElasticRetention(server).retire(datetime(2026, 12, 5, tzinfo=UTC))
    assert server.asked == 1
