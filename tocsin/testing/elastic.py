"""The writer's port on a real Elasticsearch, for tests: the indexer that the `index` role runs, call by call."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tocsin.atlas import Atlas
from tocsin.codec import Message
from tocsin.index.bulk import Bulk
from tocsin.index.connection import ElasticConnection
from tocsin.index.indexer import Indexer
from tocsin.index.operations import Operation
from tocsin.index.setup import IndexAdmin, Templates, index_plan
from tocsin.model import FeedState, Incident, Rejected, Signal, TaggedArticle, WindowCount


def set_up(connection: ElasticConnection, folder: Path) -> None:
    """Put the templates of ``folder`` in and create what has no month."""
    client = connection.client()
    try:
        admin, wanted = IndexAdmin(client), Templates.read(folder)
        admin.carry_out(index_plan(wanted, admin.found()), wanted)
    finally:
        client.close()


def empty(connection: ElasticConnection) -> None:
    """Drop our indices that hold anything, so that the next test begins with none of its forerunner's."""
    client = connection.client()
    try:
        client.indices.refresh(index="tocsin-*", expand_wildcards="all")
        stats = client.indices.stats(index="tocsin-*", metric="docs", expand_wildcards="all")
        used = [name for name, about in stats["indices"].items() if about["total"]["docs"]["count"]]
        if used:
            client.indices.delete(index=",".join(used))
    finally:
        client.close()


def bare(connection: ElasticConnection) -> None:
    """Drop our indices and templates, so that a set-up finds nothing."""
    client = connection.client()
    try:
        held = client.indices.get(index="tocsin-*", expand_wildcards="all")
        if held:
            client.indices.delete(index=",".join(held))
        whatever = client.options(ignore_status=404)
        whatever.indices.delete_index_template(name="tocsin-*")
        whatever.cluster.delete_component_template(name="tocsin-*")
    finally:
        client.close()


class ElasticWriter:
    """Keeps `tocsin.index.writer.Writer`; every call returns when all is stored."""

    def __init__(self, connection: ElasticConnection, atlas: Atlas) -> None:
        self._connection = connection
        self._atlas = atlas
        self._offsets = count()
        self.dead: list[tuple[Operation, str]] = []

    def tagged(self, batch: Sequence[TaggedArticle]) -> None:
        """Put articles in, or replace them by a higher revision."""
        self._write(batch)

    def windows(self, batch: Sequence[WindowCount]) -> None:
        """Put ended hours in, or restate them."""
        self._write(batch)

    def signals(self, batch: Sequence[Signal]) -> None:
        """Put the running hours in that signals speak of."""
        self._write(batch)

    def incidents(self, batch: Sequence[Incident]) -> None:
        """Put steps of incidents in."""
        self._write(batch)

    def feeds(self, batch: Sequence[FeedState]) -> None:
        """Put in what is remembered of feeds."""
        self._write(batch)

    def rejected(self, batch: Sequence[Rejected]) -> None:
        """Put in what was refused."""
        self._write(batch)

    def settle(self) -> None:
        """Make what was written visible to searches."""
        client = self._connection.client()
        try:
            client.indices.refresh(index="tocsin-*", expand_wildcards="all")
        finally:
            client.close()

    def _write(self, batch: Sequence[Message]) -> None:
        asyncio.run(self._written([(one, next(self._offsets)) for one in batch]))

    async def _written(self, batch: list[tuple[Message, int]]) -> None:
        client = self._connection.async_client()
        try:
            await Indexer(self._atlas, Bulk(client, self._bury)).write(batch)
        finally:
            await client.close()

    async def _bury(self, operation: Operation, why: str) -> None:
        self.dead.append((operation, why))
