"""What runs beside the poller and the engine: the dead-man's switch, and Slack's buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers import Setting
from tocsin.runtime.buttons import buttons
from tocsin.runtime.deadman import Switch, switch
from tocsin.runtime.embedded.append import SqliteActs, SqliteAppend
from tocsin.runtime.embedded.assembly import Embedded
from tocsin.runtime.parts import Parts
from tocsin.runtime.road import Road


class Beside:
    """The switch and what the buttons ask, by the configuration in force."""

    def __init__(self, embedded: Embedded, parts: Parts, setting: Setting) -> None:
        connection = embedded.connect()
        append = SqliteAppend(connection, embedded.clock, embedded.engine.wake)
        self._road = Road(append=append, search=embedded.search, ledger=SqliteLedger(connection))
        self._clock, self._heartbeat = embedded.clock, setting("HEARTBEAT")
        self._switch: Switch | None = None
        self._turning: asyncio.Task[None] | None = None
        self.parts = parts
        self.follow(parts)

    def follow(self, parts: Parts) -> None:
        """Go on by another configuration; test articles on their way are still waited for."""
        self.parts = parts
        asked = switch(self._road, parts.alerts, self._clock, heartbeat=self._heartbeat)
        if self._switch is not None and asked is not None:
            self._switch.follow(
                asked
            )  # one goes on turning: a second beside it would use the same connection
            return
        if self._turning is not None:
            self._turning.cancel()
        self._switch, self._turning = asked, asyncio.create_task(asked.run()) if asked else None

    async def close(self) -> None:
        """Stop turning."""
        if self._turning is not None:
            self._turning.cancel()
            with suppress(asyncio.CancelledError):
                await self._turning


@asynccontextmanager
async def beside(embedded: Embedded, parts: Parts, setting: Setting) -> AsyncIterator[Beside]:
    """Turn the switch and listen to buttons while the block runs."""
    acts = SqliteActs(SqliteAppend(embedded.connect(), embedded.clock, embedded.engine.wake))
    found = Beside(embedded, parts, setting)
    try:
        async with buttons(
            setting, lambda: found.parts.config.routes, search=embedded.search, put=acts.put,
            clock=embedded.clock,
        ):  # fmt: skip
            yield found
    finally:
        await found.close()
