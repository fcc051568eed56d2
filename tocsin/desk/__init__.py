"""The desk page: what is unusual, why we think so, and what was reported. Rendered on the server, no script.

    app = tocsin.desk.app.build(search, status, acts, atlas, now=clock.now)
    await tocsin.desk.serve(app, "127.0.0.1", 8642)      # until cancelled

``search`` is a `tocsin.index.search.Search`; ``status`` and ``acts`` are the
ports in `tocsin.desk.ports`, kept by the runtime. Importing this loads neither
aiohttp nor jinja2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web


async def serve(app: web.Application, host: str = "127.0.0.1", port: int = 8642) -> None:
    """Serve the desk page until the task is cancelled; raise `OSError` where the port is taken.

    Anybody who reaches the port reads the page and may acknowledge: bind it to
    loopback, or put a proxy with a login before it and name the proxy's host in
    ``build(hosts=…)``.
    """
    from tocsin.desk.serving import serving  # aiohttp loads only where a page is served

    async with serving(app, host, port) as server:
        await server.closed()
