"""What became of a bulk operation, by the kind of the error."""

import pytest

from tocsin.index.operations import Does, Operation, newest
from tocsin.index.outcome import Outcome, outcome


def operation(does=Does.INDEX, version=1, name="a"):
    return Operation(does=does, index="tocsin-articles-v1-2026.01", id=name, version=version)


@pytest.mark.parametrize(
    ("does", "status", "error", "became"),
    [
        pytest.param("index", 201, "", Outcome.DONE, id="stored"),
        pytest.param("index", 409, "version_conflict_engine_exception", Outcome.DONE, id="a newer one is there"),
        pytest.param("create", 409, "version_conflict_engine_exception", Outcome.DONE, id="it is there already"),
        pytest.param("delete", 404, "", Outcome.DONE, id="nothing to delete"),
        pytest.param("index", 429, "es_rejected_execution_exception", Outcome.AGAIN, id="the queue is full"),
        pytest.param("index", 403, "cluster_block_exception", Outcome.AGAIN, id="the disk is nearly full"),
        pytest.param("index", 503, "unavailable_shards_exception", Outcome.AGAIN, id="the node is going down"),
        pytest.param("index", 400, "document_parsing_exception", Outcome.DEAD, id="a value of another type"),
        pytest.param("index", 400, "strict_dynamic_mapping_exception", Outcome.DEAD, id="a field nobody mapped"),
        pytest.param("index", 403, "security_exception", Outcome.SETUP, id="a key without the right"),
        pytest.param("index", 404, "index_not_found_exception", Outcome.SETUP, id="no template for the name"),
        pytest.param("delete", 404, "index_not_found_exception", Outcome.SETUP, id="a delete without an index"),
        pytest.param("index", 400, "some_new_exception", Outcome.SETUP, id="unknown errors blame no document"),
    ],
)  # fmt: skip
def test_outcomes(does, status, error, became):
    assert outcome(operation(Does(does)), status, {"type": error} if error else {}) is became


def test_of_one_document_the_newest_is_kept_and_order_stays():
    kept = newest([operation(version=2), operation(name="b"), operation(version=1), operation(version=2)])
    assert [(one.id, one.version) for one in kept] == [("b", 1), ("a", 2)]
