"""Look-ups that the server answers, but not for every document."""

import pytest

from tocsin.errors import BackendFault
from tocsin.index.bulk import Bulk

ASKED = [{"_index": "tocsin-articles-v1-2026.01", "_id": "a"}]


class Answers:
    """A server that answers look-ups with what it is given, the last for ever."""

    def __init__(self, *docs):
        self._docs = list(docs)

    def options(self, **_ignored):
        return self

    async def mget(self, *, docs, source_includes):
        return {"docs": [self._docs.pop(0) if len(self._docs) > 1 else self._docs[0]]}


def looking(*docs):
    async def bury(_operation, _why):
        raise AssertionError("nothing is written")

    return Bulk(Answers(*docs), bury, patience=0.05, longest=0.02).stored(ASKED, ["revision"])


async def test_a_shard_that_is_not_up_yet_is_waited_for():
    away = {"_id": "a", "error": {"type": "no_shard_available_action_exception"}}
    there = {"_id": "a", "found": True, "_source": {"revision": 2}}
    assert await looking(*[away] * 9, there) == {"a": {"revision": 2}}


async def test_an_index_that_is_not_there_holds_nothing():
    assert await looking({"_id": "a", "error": {"type": "index_not_found_exception"}}) == {}


async def test_an_index_that_the_key_may_not_read_is_not_waited_for_in_silence():
    with pytest.raises(BackendFault, match="security_exception"):
        await looking({"_id": "a", "error": {"type": "security_exception"}})
