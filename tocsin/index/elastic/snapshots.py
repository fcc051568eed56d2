"""Snapshots of folds in Elasticsearch: parts first, then the head that names them.

The head's external version is the position, so the lower one loses; a reader
goes by the head and never meets half a snapshot. Reads by id are real-time:
no refresh is waited for. A node that is away or refuses is a `BackendFault`:
folding goes on without snapshots (`tocsin.runtime.distributed.folding`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from tocsin.errors import BackendFault, WrongSchema
from tocsin.index.names import SCHEMA_VERSION, Kind, index

if TYPE_CHECKING:
    from elasticsearch import AsyncElasticsearch

_INDEX: Final = index(Kind.STATE)
PART: Final = 4_000_000  #: bytes of one part, before base64


class ElasticState:
    """Keeps bytes under (topic, partition) at a position."""

    def __init__(self, client: AsyncElasticsearch, *, part: int = PART) -> None:
        self._client = client.options(request_timeout=20, max_retries=1)
        self._part = part

    async def read(self, topic: str, partition: int) -> tuple[int, bytes] | None:
        """Return the position and the bytes last kept, or None."""
        with _faults():
            return await self._read(topic, partition)

    async def write(self, topic: str, partition: int, applied: int, packed: bytes) -> None:
        """Keep bytes unless some of a higher position are there; then drop the parts they replace."""
        with _faults():
            await self._write(topic, partition, applied, packed)

    async def clear(self) -> None:
        """Forget all, positions too: the index is deleted whole, for a deleted document is remembered by its version."""
        with _faults():
            await self._client.indices.delete(index=_INDEX, ignore_unavailable=True)

    async def _read(self, topic: str, partition: int) -> tuple[int, bytes] | None:
        from elasticsearch import NotFoundError

        try:
            head = (await self._client.get(index=_INDEX, id=f"{topic}-{partition}"))["_source"]
        except NotFoundError:
            return None
        if head["schema"] != SCHEMA_VERSION:
            raise WrongSchema(f"a snapshot of schema {head['schema']}; this tocsin reads {SCHEMA_VERSION}")
        names = _parts(topic, partition, head["applied"], head["parts"])
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
        names = _parts(topic, partition, applied, len(pieces))
        about: dict[str, Any] = {
            "topic": topic, "partition": partition, "applied": applied, "schema": SCHEMA_VERSION,
            "parts": len(pieces),
        }  # fmt: skip
        for number, (name, piece) in enumerate(zip(names, pieces, strict=True)):
            part = about | {"part": number, "rows": base64.b64encode(piece).decode()}
            await self._client.index(index=_INDEX, id=name, document=part)
        try:
            await self._client.index(
                index=_INDEX,
                id=f"{topic}-{partition}",
                document=about,
                version=applied,
                version_type="external",
            )
        except ConflictError:  # another owner kept one in between
            head = await self._head(topic, partition)
            held = about if head is not None and head["applied"] != applied else None
        if held is not None:
            await self._drop(_parts(topic, partition, held["applied"], held["parts"]))

    async def _head(self, topic: str, partition: int) -> dict[str, Any] | None:
        from elasticsearch import NotFoundError

        try:
            reply = await self._client.get(index=_INDEX, id=f"{topic}-{partition}")
        except NotFoundError:
            return None
        head: dict[str, Any] = reply["_source"]
        return head

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


def _parts(topic: str, partition: int, applied: int, count: int) -> list[str]:
    return [f"{topic}-{partition}@{applied}:{number}" for number in range(count)]
