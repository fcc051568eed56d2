"""Snapshots of folds in Elasticsearch: parts first, then the head that names them.

The head's external version is the position, so the lower one loses; a reader
goes by the head and never meets half a snapshot. Where all are replaced, a new
set of them is written beside the old one, and one document names the set that
holds: whoever is interrupted leaves the old ones or the new. Reads by id are real-time:
no refresh is waited for. A node that is away or refuses is a `BackendFault`:
folding goes on without snapshots (`tocsin.runtime.distributed.folding`).
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from tocsin.errors import BackendFault, WrongSchema
from tocsin.index.names import SCHEMA_VERSION, Kind, index

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

_INDEX: Final = index(Kind.STATE)
_HOLDS: Final = "set"  #: the document that names the set that holds; without it, the first one does
_MOST: Final = 10_000  #: documents of one listing; a set has some tens
PART: Final = 4_000_000  #: bytes of one part, before base64


class ElasticState:
    """Keeps bytes under (topic, partition) at a position."""

    def __init__(self, client: AsyncElasticsearch, *, part: int = PART) -> None:
        self._client = client.options(request_timeout=20, max_retries=1)
        self._part = part
        self._set: str | None = None  #: what names of this set begin with, once it is known

    async def read(self, topic: str, partition: int) -> tuple[int, bytes] | None:
        """Return the position and the bytes last kept, or None."""
        with _faults():
            return await self._read(topic, partition)

    async def write(self, topic: str, partition: int, applied: int, packed: bytes) -> None:
        """Keep bytes unless some of a higher position are there; then drop the parts they replace."""
        with _faults():
            await self._write(topic, partition, applied, packed)

    async def replace(self, kept: Mapping[tuple[str, int], tuple[int, bytes]]) -> None:
        """Keep bytes at these positions and no others: the new set holds from one write on, the old one is then dropped.

        A deleted document is remembered by its version, so names are not used again.
        """
        with _faults():
            name = uuid.uuid4().hex
            self._set = f"{name}:"
            for (topic, partition), (applied, packed) in kept.items():
                await self._write(topic, partition, applied, packed)
            await self._client.index(index=_INDEX, id=_HOLDS, document={"set": name})
            await self._sweep()

    async def _read(self, topic: str, partition: int) -> tuple[int, bytes] | None:
        head = await self._head(topic, partition)
        if head is None:
            return None
        if head["schema"] != SCHEMA_VERSION:
            raise WrongSchema(f"a snapshot of schema {head['schema']}; this tocsin reads {SCHEMA_VERSION}")
        names = _parts(await self._name(topic, partition), head["applied"], head["parts"])
        reply = await self._client.mget(index=_INDEX, ids=names)
        if missing := [one["_id"] for one in reply["docs"] if not one.get("found")]:
            raise BackendFault(f"the snapshot {topic}-{partition} lacks {', '.join(missing)}")
        return head["applied"], b"".join(base64.b64decode(one["_source"]["rows"]) for one in reply["docs"])

    async def _write(self, topic: str, partition: int, applied: int, packed: bytes) -> None:
        from elasticsearch import ConflictError

        held = await self._head(topic, partition)
        if held is not None and held["applied"] >= applied:
            return
        pieces = [packed[at : at + self._part] for at in range(0, len(packed), self._part)]
        name = await self._name(topic, partition)
        names = _parts(name, applied, len(pieces))
        about: dict[str, Any] = {
            "topic": topic, "partition": partition, "applied": applied, "schema": SCHEMA_VERSION,
            "parts": len(pieces),
        }  # fmt: skip
        for number, (one, piece) in enumerate(zip(names, pieces, strict=True)):
            part = about | {"part": number, "rows": base64.b64encode(piece).decode()}
            await self._client.index(index=_INDEX, id=one, document=part)
        try:
            await self._client.index(
                index=_INDEX,
                id=name,
                document=about,
                version=applied,
                version_type="external",
            )
        except ConflictError:  # another owner kept one in between
            head = await self._head(topic, partition)
            held = about if head is not None and head["applied"] != applied else None
        if held is not None:
            await self._drop(_parts(name, held["applied"], held["parts"]))

    async def _head(self, topic: str, partition: int) -> dict[str, Any] | None:
        return await self._found(await self._name(topic, partition))

    async def _name(self, topic: str, partition: int) -> str:
        """Return the name of a head, in the set that held when we first looked."""
        if self._set is None:
            holds = await self._found(_HOLDS)
            self._set = f"{holds['set']}:" if holds else ""
        return f"{self._set}{topic}-{partition}"

    async def _found(self, name: str) -> dict[str, Any] | None:
        from elasticsearch import NotFoundError

        try:
            reply = await self._client.get(index=_INDEX, id=name)
        except NotFoundError:
            return None
        source: dict[str, Any] = reply["_source"]
        return source

    async def _sweep(self) -> None:
        """Drop what is of no set that holds: the one before, or one that was interrupted."""
        await self._client.indices.refresh(index=_INDEX)
        reply = await self._client.search(index=_INDEX, size=_MOST, source=False)
        names = [hit["_id"] for hit in reply["hits"]["hits"]]
        of_us = (_HOLDS, self._set or "")
        if gone := [name for name in names if not name.startswith(of_us)]:
            await self._drop(gone)

    async def _drop(self, names: list[str]) -> None:
        lines = [{"delete": {"_index": _INDEX, "_id": name}} for name in names]
        await self._client.bulk(operations=lines)


@contextmanager
def _faults() -> Iterator[None]:
    from elasticsearch import ApiError, TransportError

    try:
        yield
    except (ApiError, TransportError) as error:
        raise BackendFault(f"snapshots in Elasticsearch: {type(error).__name__}") from error


def _parts(name: str, applied: int, count: int) -> list[str]:
    return [f"{name}@{applied}:{number}" for number in range(count)]
