"""Which roles' work a Kafka user and an Elasticsearch key may do. Decides; asks nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from tocsin import topics

Needs = tuple[tuple[topics.Topic, ...], tuple[topics.Topic, ...]]

#: what each role reads and writes
LOG_NEEDS: Final[Mapping[str, Needs]] = {
    "poll": ((), (topics.ARTICLES, topics.MENTIONS, topics.FEEDS, topics.REJECTED)),
    # tagged articles: `tocsin reread`, the step before it
    "process": (
        (topics.ARTICLES, topics.MENTIONS, topics.TAGGED),
        (topics.TAGGED, topics.MENTIONS, topics.WINDOWS, topics.SIGNALS, topics.REJECTED),
    ),
    "index": (
        (topics.TAGGED, topics.WINDOWS, topics.SIGNALS, topics.INCIDENTS, topics.FEEDS, topics.REJECTED),
        (topics.REJECTED,),
    ),
    # articles and signals: the dead-man's switch, and what people decide by Slack's buttons
    "alert": (
        (topics.SIGNALS,),
        (topics.INCIDENTS, topics.MENTIONS, topics.REJECTED, topics.ARTICLES, topics.SIGNALS),
    ),
    # people at a command line: `explain`, `rejected list`; and those who may also act, drill and retry
    "read": ((topics.MENTIONS, topics.SIGNALS, topics.REJECTED), ()),
    "act": ((topics.MENTIONS, topics.SIGNALS, topics.REJECTED), topics.TOPICS),
}
#: the groups that each role is a member of
LOG_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "process": ("tocsin-process", "tocsin-detect"),
    "index": ("tocsin-index",),
    "alert": ("tocsin-alert",),
}


def log_lacks(has: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """Return by role what its work needs and ``has`` (operations by topic) does not give; empty = all is there."""
    return {
        role: tuple(
            f"{operation} on {topic.name}"
            for operation, wanted in (("READ", reads), ("WRITE", writes))
            for topic in wanted
            if operation not in has.get(topic.name, ())
        )
        for role, (reads, writes) in LOG_NEEDS.items()
    }


def index_lacks(reply: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an answer of ``_has_privileges`` refuses, as words."""
    refused = [name for name, may in reply.get("cluster", {}).items() if not may]
    refused += [
        f"{privilege} on {name}"
        for name, privileges in reply.get("index", {}).items()
        for privilege, may in privileges.items()
        if not may
    ]
    return tuple(refused)


def told(who: str, lacks: Mapping[str, tuple[str, ...]]) -> tuple[bool, str]:
    """Return whether there is a role that lacks nothing, and the finding in words."""
    able = [role for role, missing in lacks.items() if not missing]
    if able:
        return True, f"{who} may do the work of {_listed(able)}"
    nearest = min(lacks, key=lambda role: len(lacks[role]))
    return False, f"{who} may do no role's work; for {nearest} it lacks {_listed(lacks[nearest])}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
