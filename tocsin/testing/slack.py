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

from alerts.render.limits import problems
from tocsin.clock import Clock, SystemClock
from tocsin.testing.slack_socket import APP_TOKEN, Sockets

TOKEN: Final = "xoxb-test"  # noqa: S105 - of the fake


class Fault(StrEnum):
    """What goes wrong with one call."""

    DROP_BEFORE = "connection dropped before the message was accepted"
    DROP_AFTER = "message accepted, connection dropped before the answer"
    RATE_LIMITED = "429"
    SERVER_ERROR = "500 before the message was accepted"
    SERVER_ERROR_AFTER = "500 after the message was accepted"


@dataclass(slots=True)
class Message:
    """One accepted message."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any]
    thread_ts: str | None = None
    broadcast: bool = False
    edits: int = 0

    @property
    def id(self) -> str | None:
        """The ledger id in its metadata."""
        found = self.metadata.get("event_payload", {}).get("id")
        return found if isinstance(found, str) else None


@dataclass(slots=True)
class FakeSlack:
    """A server with channels, messages, a limit of posts a second, and programmable faults."""

    clock: Clock = field(default_factory=SystemClock)
    channels: tuple[str, ...] = ("C1",)
    per_second: float = 1.0
    burst: float = 5.0
    limited: bool = True
    retry_after: int = 2
    refuses: dict[str, str] = field(default_factory=dict)  #: method -> error code of every call
    scopes: tuple[str, ...] = ("chat:write", "channels:history", "channels:read")
    members: bool = True  #: whether the bot is in its channels
    messages: list[Message] = field(default_factory=list)
    whispers: list[tuple[str, str]] = field(default_factory=list)  #: (user, text) only they see
    calls: list[str] = field(default_factory=list)
    provoked: int = 0  #: calls beyond the limit
    url: str = ""
    sockets: Sockets = field(default_factory=Sockets)  #: where presses of buttons come from
    _faults: dict[str, deque[Fault | str]] = field(default_factory=dict)
    _tokens: dict[str, tuple[float, float]] = field(default_factory=dict)
    _runner: web.AppRunner | None = None
    _count: int = 0

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

    def roots(self, channel: str | None = None) -> list[Message]:
        """Return the messages that are not in a thread."""
        return [one for one in self.messages if not one.thread_ts and channel in (None, one.channel)]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        body = await _body(request)
        refused = self.refuses.get(method)
        wanted = APP_TOKEN if method == "apps.connections.open" else TOKEN
        if request.headers.get("Authorization") != f"Bearer {wanted}":
            refused = "invalid_auth"
        if refused:
            return web.json_response(_no(refused))
        faults = self._faults.get(method)
        fault = faults.popleft() if faults else None
        if fault is Fault.RATE_LIMITED or self._too_fast(method, body):
            return self._slow_down()
        if fault is not None and not isinstance(fault, Fault):
            return web.json_response(_no(fault))
        accepted = fault not in (Fault.DROP_BEFORE, Fault.SERVER_ERROR)
        answer = self._do(method, body) if accepted else {}
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

    def _do(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        methods = {
            "auth.test": self._who, "chat.postMessage": self._post, "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._whisper, "conversations.info": self._channel,
            "conversations.history": self._history, "conversations.replies": self._replies,
            "apps.connections.open": self._socket,
        }  # fmt: skip
        do = methods.get(method)
        return do(body) if do else _no("unknown_method")

    def _who(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user_id": "U0", "team": "test", "bot_id": "B0"}

    def _socket(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "url": self.url.replace("http://", "ws://").replace("/api/", "/socket")}

    def _whisper(self, body: dict[str, Any]) -> dict[str, Any]:
        self.whispers.append((str(body["user"]), str(body["text"])))
        return {"ok": True, "message_ts": "1.0"}

    def _channel(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("channel") not in self.channels:
            return _no("channel_not_found")
        return {"ok": True, "channel": {"id": body["channel"], "is_member": self.members}}

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        channel = body.get("channel")
        if channel not in self.channels:
            return _no("channel_not_found")
        found = _wrong(body)
        if found:
            return _no(found)
        self._count += 1
        ts = f"{self.clock.now().timestamp():.0f}.{self._count:06d}"
        message = Message(
            channel=channel, ts=ts, text=body.get("text", ""), blocks=body.get("blocks") or [],
            metadata=body.get("metadata") or {}, thread_ts=body.get("thread_ts"),
            broadcast=bool(body.get("reply_broadcast")),
        )  # fmt: skip
        self.messages.append(message)
        return {"ok": True, "channel": channel, "ts": ts, "message": {"text": message.text}}

    def _update(self, body: dict[str, Any]) -> dict[str, Any]:
        for message in self.messages:
            if (message.channel, message.ts) == (body.get("channel"), body.get("ts")):
                found = _wrong(body)
                if found:
                    return _no(found)
                message.text, message.blocks = body.get("text", ""), body.get("blocks") or []
                message.edits += 1
                return {"ok": True, "channel": message.channel, "ts": message.ts, "text": message.text}
        return _no("message_not_found")

    def _delete(self, body: dict[str, Any]) -> dict[str, Any]:
        for message in self.messages:
            if (message.channel, message.ts) == (body.get("channel"), body.get("ts")):
                self.messages.remove(message)
                return {"ok": True, "channel": message.channel, "ts": message.ts}
        return _no("message_not_found")

    def _replies(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._history(body, str(body.get("ts")))

    def _history(self, body: dict[str, Any], thread: str | None = None) -> dict[str, Any]:
        oldest = float(body.get("oldest") or 0)
        found = [
            {"ts": one.ts, "thread_ts": one.thread_ts, "text": one.text, "metadata": one.metadata}
            for one in reversed(self.messages)
            if one.channel == body.get("channel")
            and (one.thread_ts == thread or (thread is not None and one.ts == thread))
            and float(one.ts) >= oldest
        ]
        size = int(body.get("limit") or 100)
        start = int(body.get("cursor") or 0)
        more = str(start + size) if start + size < len(found) else ""
        return {
            "ok": True,
            "messages": found[start : start + size],
            "response_metadata": {"next_cursor": more},
        }


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
    for key in ("blocks", "metadata"):
        if key in form:
            form[key] = json.loads(form[key])
    return dict(form)


def _wrong(body: dict[str, Any]) -> str | None:
    blocks = body.get("blocks") or []
    if not body.get("text") and not blocks:
        return "no_text"
    return "invalid_blocks" if problems(body.get("text") or " ", blocks) else None


def _no(code: str) -> dict[str, Any]:
    return {"ok": False, "error": code}


async def _drop(request: web.Request) -> web.StreamResponse:
    transport = request.transport
    if transport is not None:
        transport.abort()
    await asyncio.sleep(0)
    return web.Response(status=500)
