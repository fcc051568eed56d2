"""What runs beside the poller and the engine: the dead-man's switch, and Slack's buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers import Setting
from tocsin.runtime.buttons import buttons
from tocsin.runtime.deadman import switch
from tocsin.runtime.embedded.append import SqliteActs, SqliteAppend
from tocsin.runtime.embedded.assembly import Embedded
from tocsin.runtime.parts import Parts
from tocsin.runtime.road import Road


@asynccontextmanager
async def beside(embedded: Embedded, parts: Parts, setting: Setting) -> AsyncIterator[None]:
    """Turn the switch and listen to buttons while the block runs."""
    connection = embedded.connect()
    append = SqliteAppend(connection, embedded.clock, embedded.engine.wake)
    road = Road(append=append, search=embedded.search, ledger=SqliteLedger(connection))
    turning = switch(road, parts.alerts, embedded.clock, heartbeat=setting("HEARTBEAT"))
    async with AsyncExitStack() as stack:
        acts = SqliteActs(SqliteAppend(embedded.connect(), embedded.clock, embedded.engine.wake))
        await stack.enter_async_context(
            buttons(setting, parts.config.routes, search=embedded.search, put=acts.put, clock=embedded.clock)
        )
        if turning is None:
            yield
            return
        task = asyncio.create_task(turning.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
