"""A running desk page: bound to a port, stopped cleanly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the page is; the port is the real one, also where 0 was asked for."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return the page's address for a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    async def closed(self) -> None:
        """Wait until this task is cancelled."""
        await asyncio.Event().wait()


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[Server]:
    """Serve the page inside the ``async with`` block; port 0 takes a free one."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield Server(host=host, port=runner.addresses[0][1])
    finally:
        await runner.cleanup()
