"""What became of one bulk operation, judged by the kind of the error and never by the document alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from tocsin.index.operations import Does, Operation


class Outcome(StrEnum):
    """What is to be done about an operation now."""

    DONE = "done"  #: stored, or something newer is
    AGAIN = "again"  #: the node is busy or going down
    DEAD = "dead"  #: this document can never be stored
    SETUP = "setup"  #: key, role, index or template is wrong: a person must act


#: statuses of a node that is busy, and error types of one that is blocked or short of shards
BUSY: Final = frozenset({408, 429, 500, 502, 503, 504})
_WAIT: Final = frozenset(
    {
        "cluster_block_exception",
        "unavailable_shards_exception",
        "es_rejected_execution_exception",
        "process_cluster_event_timeout_exception",
        "no_shard_available_action_exception",
    }
)
#: with status 400: what no waiting and no set-up mends
_POISON: Final = frozenset(
    {
        "document_parsing_exception",
        "mapper_parsing_exception",
        "strict_dynamic_mapping_exception",
        "illegal_argument_exception",
    }
)


def outcome(operation: Operation, status: int, error: Mapping[str, Any]) -> Outcome:
    """Return what became of an operation; ``error`` is the item's, empty where there is none."""
    kind = error.get("type")
    gone = operation.does is Does.DELETE and status == 404 and not error
    if status < 300 or status == 409 or gone:
        return Outcome.DONE
    if status in BUSY or kind in _WAIT:
        return Outcome.AGAIN
    if status == 400 and kind in _POISON:
        return Outcome.DEAD
    return Outcome.SETUP


def absent(error: Mapping[str, Any]) -> bool:
    """Return whether a look-up's error means that there is no such document, not that nobody can tell now."""
    return error.get("type") == "index_not_found_exception"
