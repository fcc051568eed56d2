"""The desk page beside the embedded runtime."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tocsin.atlas import Atlas
from tocsin.desk.ports import Status
from tocsin.runtime.embedded.append import SqliteActs, SqliteAppend
from tocsin.runtime.embedded.assembly import Embedded


@asynccontextmanager
async def desk_page(
    embedded: Embedded, status: Status, atlas: Callable[[], Atlas], where: tuple[str, int],
    *, names: tuple[str, ...] = (), broken: Callable[[], tuple[str, ...]] = tuple,
) -> AsyncIterator[str]:  # fmt: skip
    """Serve the page while the block runs, under further ``names`` too, and give its address.

    ``broken`` says which parts have stopped.
    """
    from tocsin.desk.app import build as build_desk
    from tocsin.desk.guard import LOOPBACK
    from tocsin.desk.serving import serving
    from tocsin.runtime.embedded.metrics import Metrics

    acts = SqliteActs(SqliteAppend(embedded.connect(), embedded.clock, embedded.engine.wake))
    hosts = {*LOOPBACK, f"[{where[0]}]" if ":" in where[0] else where[0], *names}
    app = build_desk(
        embedded.search, status, acts, atlas, now=embedded.clock.now, hosts=hosts,
        metrics=Metrics(embedded, broken),
    )  # fmt: skip
    async with serving(app, *where) as server:
        yield server.url
