"""A Slack of our own on loopback: the methods we use, rate limits, and faults on demand.

It speaks HTTP with the real client, so that tests exercise the real bytes path.
Faults are taken one a call, in order, by calls of their method.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from tocsin.testing.slack_socket import APP_TOKEN, Sockets
from tocsin.testing.slack_workspace import Workspace, no

TOKEN: Final = "xoxb-test"  # noqa: S105 - of the fake


class Fault(StrEnum):
    """What goes wrong with one call."""

    DROP_BEFORE = "connection dropped before the message was accepted"
    DROP_AFTER = "message accepted, connection dropped before the answer"
    RATE_LIMITED = "429"
    SERVER_ERROR = "500 before the message was accepted"
    SERVER_ERROR_AFTER = "500 after the message was accepted"


@dataclass(slots=True)
class FakeSlack(Workspace):
    """A server with channels, messages, a limit of posts a second, and programmable faults."""

    per_second: float = 1.0
    burst: float = 5.0
    limited: bool = True
    retry_after: int = 2
    refuses: dict[str, str] = field(default_factory=dict)  #: method -> error code of every call
    scopes: tuple[str, ...] = ("chat:write", "channels:history", "channels:read")
    calls: list[str] = field(default_factory=list)
    provoked: int = 0  #: calls beyond the limit
    url: str = ""
    sockets: Sockets = field(default_factory=Sockets)  #: where presses of buttons come from
    _faults: dict[str, deque[Fault | str]] = field(default_factory=dict)
    _tokens: dict[str, tuple[float, float]] = field(default_factory=dict)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_get("/socket", self.sockets.serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/api/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault | str) -> None:
        """Let the next calls of a method fail, one fault each; a plain word is a Slack error code."""
        self._faults.setdefault(method, deque()).extend(faults)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        body = await _body(request)
        refused = self.refuses.get(method)
        wanted = APP_TOKEN if method == "apps.connections.open" else TOKEN
        if request.headers.get("Authorization") != f"Bearer {wanted}":
            refused = "invalid_auth"
        if refused:
            return web.json_response(no(refused))
        faults = self._faults.get(method)
        fault = faults.popleft() if faults else None
        if fault is Fault.RATE_LIMITED or self._too_fast(method, body):
            return self._slow_down()
        if fault is not None and not isinstance(fault, Fault):
            return web.json_response(no(fault))
        accepted = fault not in (Fault.DROP_BEFORE, Fault.SERVER_ERROR)
        answer = self._done(method, body) if accepted else {}
        if fault in (Fault.DROP_BEFORE, Fault.DROP_AFTER):
            return await _drop(request)
        headers = {"X-OAuth-Scopes": ",".join(self.scopes)}
        return web.Response(status=500, text="no") if fault else web.json_response(answer, headers=headers)

    def _slow_down(self) -> web.Response:
        return web.Response(
            status=429, headers={"Retry-After": str(self.retry_after)},
            text='{"ok":false,"error":"ratelimited"}', content_type="application/json",
        )  # fmt: skip

    def _too_fast(self, method: str, body: dict[str, Any]) -> bool:
        if not self.limited or method != "chat.postMessage":
            return False
        now = self.clock.now().timestamp()
        channel = str(body.get("channel"))
        tokens, at = self._tokens.get(channel, (self.burst, now))
        tokens = min(self.burst, tokens + (now - at) * self.per_second)
        if tokens < 1:
            self.provoked += 1
            self._tokens[channel] = (tokens, now)
            return True
        self._tokens[channel] = (tokens - 1, now)
        return False

    def _done(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        if method == "apps.connections.open":
            return {"ok": True, "url": self.url.replace("http://", "ws://").replace("/api/", "/socket")}
        return self.answer(method, body)


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
    for key in ("blocks", "metadata"):
        if key in form:
            form[key] = json.loads(form[key])
    return dict(form)


async def _drop(request: web.Request) -> web.StreamResponse:
    transport = request.transport
    if transport is not None:
        transport.abort()
    await asyncio.sleep(0)
    return web.Response(status=500)
