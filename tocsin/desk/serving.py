"""A running desk page: bound to a port, stopped cleanly."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from tocsin.errors import BackendFault


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
    """Serve the page inside the ``async with`` block; port 0 takes a free one.

    Raises:
        BackendFault: the address is taken, or not this machine's.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            what = (
                os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
            )
            raise BackendFault(
                f"the desk page cannot be shown at {host}:{port}: {what.lower()}; name another --desk HOST:PORT, or --no-desk"
            ) from error
        yield Server(host=host, port=runner.addresses[0][1])
    finally:
        await runner.cleanup()
