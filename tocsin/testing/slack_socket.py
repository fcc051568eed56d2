"""The socket side of our own Slack: apps connect to it, hear presses of buttons, and must acknowledge each at once.

Socket Mode as Slack describes it: `apps.connections.open` names a WebSocket,
which says hello and then sends envelopes; one that is not acknowledged is sent
again (https://docs.slack.dev/apis/events-api/using-socket-mode).
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from aiohttp import WSMsgType, web

APP_TOKEN: Final = "xapp-test"  # noqa: S105 - of the fake


class Sockets:
    """The open sockets of one fake, and which envelopes were acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: list[str] = []
        self._open: list[web.WebSocketResponse] = []
        self._connected = asyncio.Event()
        self._heard = asyncio.Event()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one socket until the app closes it."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._open.append(socket)
        self._connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                self.acknowledged.append(message.json().get("envelope_id", ""))
                self._heard.set()
        self._open.remove(socket)
        return socket

    async def press(self, envelope: str, payload: dict[str, Any], *, seconds: float = 5.0) -> None:
        """Send a press to the app that is connected; raises `TimeoutError` where none acknowledges it."""
        before = self.acknowledged.count(envelope)
        async with asyncio.timeout(seconds):
            await self._connected.wait()
            for socket in self._open:
                await socket.send_json({"type": "interactive", "envelope_id": envelope, "payload": payload})
            while self.acknowledged.count(envelope) == before:
                self._heard.clear()
                await self._heard.wait()

    async def close(self) -> None:
        """Close every socket."""
        for socket in list(self._open):
            await socket.close()


def press_of(
    action: str, value: str, *, user: str = "U1", name: str = "asel", channel: str = "C1"
) -> dict[str, Any]:
    """Return the payload of one press: ``ack`` with an incident, or a menu's choice (``1h|incident``)."""
    act = {"action_id": action, "value": value} if action == "ack" else {
        "action_id": action, "selected_option": {"value": value},
    }  # fmt: skip
    return {
        "type": "block_actions", "user": {"id": user, "name": name}, "channel": {"id": channel}, "actions": [act],
    }  # fmt: skip
