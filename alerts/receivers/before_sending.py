"""The last moment before a request leaves, as aiohttp tells it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp

from alerts.receiver import Look


def before_sending(look: Look) -> aiohttp.TraceConfig:
    """Return what calls ``look`` when the connection stands and no byte has been written; what it raises ends the request.

    aiohttp signals ``on_request_headers_sent`` before it writes them (`tests/unit/alerts/test_last_look.py`).
    """

    async def called(_session: aiohttp.ClientSession, _context: SimpleNamespace, _params: Any) -> None:
        look()

    config = aiohttp.TraceConfig()
    config.on_request_headers_sent.append(called)
    return config
