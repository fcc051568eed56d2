"""Buttons in Slack over Socket Mode: each envelope is acknowledged at once, then becomes an action in the log.

    buttons = SlackButtons(app_token=..., token=..., find=..., put=append_to_signals, clock=SystemClock())
    await buttons.start()
    ...
    await buttons.close()

``put`` appends the action to ``tocsin.signals``; the alerting fold, the only
writer, changes the incident and the message is edited.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from alerts.buttons import FindIncident, pressed
from tocsin.clock import Clock
from tocsin.model import Action

_log = logging.getLogger(__name__)


class _InOneLine(logging.Filter):
    """Lets through what slack-sdk says without its tracebacks, and the same thing once: it says it every few seconds.

    A later outage is told anew: that a connection stands again is heard, though not let through.
    """

    _said = ""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        said = record.getMessage()
        if "has been established" in said:
            self._said = ""
        if record.levelno < logging.WARNING or said == self._said:
            return False
        self._said = said
        record.msg, record.args = f"Slack's buttons: {said}", ()
        return True


class SlackButtons:
    """Listens for presses with an app-level token (``connections:write``)."""

    def __init__(
        self, *, app_token: str, token: str, find: FindIncident, put: Callable[[Action], None], clock: Clock,
        muters: Callable[[], Collection[str]] = tuple, base_url: str | None = None,
    ) -> None:  # fmt: skip
        url = base_url.rstrip("/") + "/" if base_url else AsyncWebClient.BASE_URL
        self._web = AsyncWebClient(token=token, base_url=url, retry_handlers=[])
        says = logging.Logger(f"{__name__}.sdk")
        says.parent = _log
        says.setLevel(logging.INFO)
        says.addFilter(_InOneLine())
        self._client = SocketModeClient(
            app_token=app_token, web_client=AsyncWebClient(token=app_token, base_url=url), logger=says
        )
        self._client.socket_mode_request_listeners.append(self._heard)
        self._find = find
        self._put = put
        self._clock = clock
        self._muters = muters

    async def start(self) -> None:
        """Open the connection, however long that takes; slack-sdk keeps it open."""
        await self._client.connect()  # type: ignore[no-untyped-call]  # upstream

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()  # type: ignore[no-untyped-call]  # upstream

    async def _heard(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        if request.type == "interactive":
            await self.handle(request.envelope_id, dict(request.payload))

    async def handle(self, envelope: str, payload: dict[str, Any]) -> None:
        """Put the action of a press into the log and answer the person, if there is something to answer."""
        press = pressed(envelope, payload, now=self._clock.now(), find=self._find, muters=self._muters())
        if press is None:
            return
        if press.action is not None:
            self._put(press.action)
        if press.answer is not None:
            await self._web.chat_postEphemeral(channel=press.channel, user=press.user, text=press.answer)
