"""Slack's buttons beside a runtime: listens where ``TOCSIN_SLACK_APP_TOKEN`` is set, else does nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from alerts.receivers import Setting
from alerts.spec import RouteFile
from tocsin.clock import Clock
from tocsin.index.search import Search
from tocsin.model import Action


@asynccontextmanager
async def buttons(
    setting: Setting,
    routes: Callable[[], RouteFile],
    *,
    search: Search,
    put: Callable[[Action], None],
    clock: Clock,
) -> AsyncIterator[bool]:
    """Take presses of buttons while the block runs, by the ``routes`` in force; gives whether presses are to be taken.

    Slack may be out of reach for hours: what runs beside the buttons does not wait for the connection.
    """
    app_token, token = setting("SLACK_APP_TOKEN"), setting("SLACK_TOKEN")
    if not (app_token and token):
        yield False
        return
    from alerts.socket import SlackButtons

    listening = SlackButtons(
        app_token=app_token, token=token, find=search.incident, put=put, clock=clock,
        muters=lambda: routes().rule_muters, base_url=setting("SLACK_URL"),
    )  # fmt: skip
    connecting = asyncio.create_task(listening.start())
    try:
        yield True
    finally:
        connecting.cancel()
        with suppress(asyncio.CancelledError):
            await connecting
        await listening.close()
