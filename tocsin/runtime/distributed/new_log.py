"""A log that was lost and begins anew: the folds go on in it with what they have learned (`tocsin setup --new-log`).

A snapshot says how far in the log it reaches. In another log that position means nothing: a fold
would pass over all that comes until it is reached. So each is put back at the beginning, all of them at
once: whoever is interrupted finds all of them as they were, or all of them put back, and may begin again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import closing

from tocsin import topics
from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection, kafka_connection
from tocsin.runtime.distributed.log_setup import LogAdmin
from tocsin.runtime.distributed.partition import from_start
from tocsin.runtime.distributed.reading import ends
from tocsin.runtime.distributed.snapshots import Snapshot, Snapshots, kept_snapshots
from tocsin.topics import Topic

FOLDED: tuple[Topic, ...] = (topics.MENTIONS, topics.SIGNALS)


async def begin_anew(environment: Mapping[str, str], set_up: Callable[[], list[str]]) -> list[str]:
    """Put every snapshot at the beginning of the log, set everything up, and return what was done.

    Raises:
        BackendFault: the log is the one that the snapshots are of, or a server does not answer.
    """
    async with kept_snapshots(environment) as store:
        return await put_at_start(store, kafka_connection(environment), set_up)


async def put_at_start(
    store: Snapshots, connection: KafkaConnection, set_up: Callable[[], list[str]]
) -> list[str]:
    """Do so with a store; where all were put back already, no snapshot is touched: roles may have begun."""
    kept = {place: snapshot async for place, snapshot in _kept(store)}
    known = _ends(connection)
    back = not any(one.applied for one in kept.values())
    if known and not back and all(one.applied <= known[place] for place, one in kept.items()):
        raise BackendFault("no snapshot lies behind the end of its log: this is no new one")
    lines = await asyncio.to_thread(set_up)
    if not back:
        await store.replace({place: from_start(snapshot) for place, snapshot in kept.items()})
    return [*lines, f"{len(kept)} snapshots go on from the beginning of the log"]


async def _kept(store: Snapshots) -> AsyncIterator[tuple[tuple[str, int], Snapshot]]:
    for topic in FOLDED:
        for partition in range(topic.partitions):
            if (snapshot := await store.load(topic.name, partition)) is not None:
                yield (topic.name, partition), snapshot


def _ends(connection: KafkaConnection) -> Mapping[tuple[str, int], int]:
    """Return where the partitions of the folded topics end, none where there are no topics yet."""
    with closing(LogAdmin(connection)) as admin:
        there = admin.names()
    return ends(connection, FOLDED) if {topic.name for topic in FOLDED} <= there else {}
