"""The port of what keeps folds between two runs: a snapshot is all rows at one position of one partition.

The log is the truth; a snapshot only spares reading it from the start. The
lower position loses, so that a process that was thought dead cannot put an
older state over a newer one.
"""

from __future__ import annotations

import asyncio
import sqlite3
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final, Protocol

from tocsin.codec import decode_value, encode_value
from tocsin.errors import BackendFault, WrongSchema
from tocsin.settings import setting

PATIENCE: Final = 30.0  #: seconds that a fold waits for its snapshot, where the store is away
VERSION: Final = 1  #: of the form in which rows are packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The rows of a fold after every record below ``applied``."""

    applied: int
    rows: Mapping[str, bytes] = field(default_factory=dict)


Place = tuple[str, int]  #: topic and partition


class Snapshots(Protocol):
    """Keeps one snapshot for each partition of each topic."""

    async def load(self, topic: str, partition: int) -> Snapshot | None:
        """Return the newest snapshot, or None; raise `WrongSchema` for one we cannot read."""
        ...

    async def save(self, topic: str, partition: int, snapshot: Snapshot) -> None:
        """Keep a snapshot unless one of a higher position is there already; raise `BackendFault` where it cannot."""
        ...

    async def replace(self, kept: Mapping[Place, Snapshot]) -> None:
        """Keep these, at whatever positions, and no others, all at once; raise `BackendFault` where it cannot."""
        ...


def check_position(topic: str, partition: int, kept: Snapshot, end: int) -> None:
    """Raise `BackendFault` for a snapshot that lies behind the log's end: all that comes would be passed over, unseen."""
    if kept.applied > end:
        raise BackendFault(
            f"{topic}[{partition}] ends at {end}, and its snapshot stands at {kept.applied}: it is of another log, "
            "which was lost; end all roles, run `tocsin setup --new-log`, and start them again"
        )


def pack(rows: Mapping[str, bytes]) -> bytes:
    """Return rows as compressed bytes."""
    return zlib.compress(encode_value({"version": VERSION, "rows": dict(sorted(rows.items()))}), 3)


@dataclass(frozen=True, slots=True)
class _Packed:
    version: int
    rows: dict[str, bytes]


def unpack(packed: bytes) -> dict[str, bytes]:
    """Return the rows in ``packed``; raise `WrongSchema` where another version packed them."""
    content = decode_value(zlib.decompress(packed), _Packed)
    if content.version != VERSION:
        raise WrongSchema(f"a snapshot of version {content.version}; this tocsin reads {VERSION}")
    return content.rows


class SqliteSnapshots:
    """Snapshots in a file that all workers of one machine share."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS snapshot (topic TEXT, part INTEGER, applied INTEGER NOT NULL,"
            " rows BLOB NOT NULL, PRIMARY KEY (topic, part))"
        )

    async def load(self, topic: str, partition: int) -> Snapshot | None:
        """Return the newest snapshot, or None."""
        row = self._database.execute(
            "SELECT applied, rows FROM snapshot WHERE topic = ? AND part = ?", (topic, partition)
        ).fetchone()
        return Snapshot(applied=row[0], rows=unpack(row[1])) if row else None

    async def save(self, topic: str, partition: int, snapshot: Snapshot) -> None:
        """Keep a snapshot unless one of a higher position is there already."""
        self._database.execute(
            "INSERT INTO snapshot VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET applied = excluded.applied, rows = excluded.rows WHERE excluded.applied > applied",
            (topic, partition, snapshot.applied, pack(snapshot.rows)),
        )

    async def replace(self, kept: Mapping[Place, Snapshot]) -> None:
        """Keep these and no others."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._database.execute("DELETE FROM snapshot")
            for place, snapshot in kept.items():
                row = (*place, snapshot.applied, pack(snapshot.rows))
                self._database.execute("INSERT INTO snapshot VALUES (?, ?, ?, ?)", row)
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class State(Protocol):
    """Keeps bytes at a position, the lower one losing (`tocsin.index.elastic.snapshots.ElasticState`)."""

    async def read(self, topic: str, partition: int) -> tuple[int, bytes] | None:
        """Return the position and the bytes last kept, or None."""
        ...

    async def write(self, topic: str, partition: int, applied: int, packed: bytes) -> None:
        """Keep bytes unless some of a higher position are there."""
        ...

    async def replace(self, kept: Mapping[Place, tuple[int, bytes]]) -> None:
        """Keep bytes at these positions and no others, all at once."""
        ...


class SharedSnapshots:
    """Snapshots in a store that all workers of a cluster share; a store that is away is waited for, for a while."""

    def __init__(self, state: State, *, patience: float = PATIENCE, pause: float = 1.0) -> None:
        self._state = state
        self._patience, self._pause = patience, pause

    async def load(self, topic: str, partition: int) -> Snapshot | None:
        """Return the newest snapshot, or None; raise `BackendFault` where the store stays away."""
        end = monotonic() + self._patience
        while True:
            try:
                held = await self._state.read(topic, partition)
                break
            except WrongSchema:
                raise
            except BackendFault:
                if monotonic() >= end:
                    raise
            await asyncio.sleep(self._pause)
        return Snapshot(applied=held[0], rows=unpack(held[1])) if held else None

    async def save(self, topic: str, partition: int, snapshot: Snapshot) -> None:
        """Keep a snapshot unless one of a higher position is there already."""
        await self._state.write(topic, partition, snapshot.applied, pack(snapshot.rows))

    async def replace(self, kept: Mapping[Place, Snapshot]) -> None:
        """Keep these and no others."""
        await self._state.replace({place: (one.applied, pack(one.rows)) for place, one in kept.items()})


@asynccontextmanager
async def kept_snapshots(environment: Mapping[str, str]) -> AsyncIterator[Snapshots]:
    """Open the store of the folds' snapshots: a file (``TOCSIN_SNAPSHOTS``) or Elasticsearch."""
    if path := setting("SNAPSHOTS", environment):
        store = SqliteSnapshots(Path(path))
        try:
            yield store
        finally:
            store.close()
        return
    from tocsin.index.connection import elastic_connection
    from tocsin.index.elastic.snapshots import ElasticState

    client = elastic_connection(environment).async_client()
    try:
        yield SharedSnapshots(ElasticState(client))
    finally:
        await client.close()
