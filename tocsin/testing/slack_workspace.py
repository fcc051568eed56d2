"""A Slack workspace of our own: channels, their messages, and the methods that we call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from alerts.render.limits import problems
from tocsin.clock import Clock, SystemClock


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
class Workspace:
    """Channels with messages; answers each method as Slack would."""

    clock: Clock = field(default_factory=SystemClock)
    channels: tuple[str, ...] = ("C1",)
    members: bool = True  #: whether the bot is in its channels
    messages: list[Message] = field(default_factory=list)
    whispers: list[tuple[str, str]] = field(default_factory=list)  #: (user, text) only they see
    _count: int = 0

    def roots(self, channel: str | None = None) -> list[Message]:
        """Return the messages that are not in a thread."""
        return [one for one in self.messages if not one.thread_ts and channel in (None, one.channel)]

    def answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """Return what Slack answers to a method."""
        methods = {
            "auth.test": self._who, "chat.postMessage": self._post, "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._whisper, "conversations.info": self._channel,
            "conversations.history": self._history, "conversations.replies": self._replies,
        }  # fmt: skip
        do = methods.get(method)
        return do(body) if do else no("unknown_method")

    def _who(self, _body: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user_id": "U0", "team": "test", "bot_id": "B0"}

    def _whisper(self, body: dict[str, Any]) -> dict[str, Any]:
        self.whispers.append((str(body["user"]), str(body["text"])))
        return {"ok": True, "message_ts": "1.0"}

    def _channel(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("channel") not in self.channels:
            return no("channel_not_found")
        return {"ok": True, "channel": {"id": body["channel"], "is_member": self.members}}

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        channel = body.get("channel")
        if channel not in self.channels:
            return no("channel_not_found")
        found = _wrong(body)
        if found:
            return no(found)
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
                    return no(found)
                message.text, message.blocks = body.get("text", ""), body.get("blocks") or []
                message.edits += 1
                return {"ok": True, "channel": message.channel, "ts": message.ts, "text": message.text}
        return no("message_not_found")

    def _delete(self, body: dict[str, Any]) -> dict[str, Any]:
        for message in self.messages:
            if (message.channel, message.ts) == (body.get("channel"), body.get("ts")):
                self.messages.remove(message)
                return {"ok": True, "channel": message.channel, "ts": message.ts}
        return no("message_not_found")

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


def _wrong(body: dict[str, Any]) -> str | None:
    blocks = body.get("blocks") or []
    if not body.get("text") and not blocks:
        return "no_text"
    return "invalid_blocks" if problems(body.get("text") or " ", blocks) else None


def no(code: str) -> dict[str, Any]:
    """Return a refusal."""
    return {"ok": False, "error": code}
