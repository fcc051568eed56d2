"""One Slack channel: posts, edits, and looks up by our own message metadata what became of a message.

slack-sdk posts again by itself after a dropped connection, which would say a
thing twice; hence ``retry_handlers=[]``. A time-out or a dropped connection
means "maybe sent" and is settled by looking it up; a connection that was never
made means that Slack is away.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from alerts.receiver import Look
from alerts.receivers.before_sending import before_sending
from alerts.receivers.retry_after import retry_after
from alerts.render.slack import SlackMessage, slack_message
from alerts.spec import Links
from tocsin.errors import DeliveryFault, ReceiverGone
from tocsin.model import Notification

EVENT: Final = "tocsin_message"
PAGES: Final = 5
TIMEOUT: Final = 10  #: seconds
USUAL_WAIT: Final = timedelta(seconds=30)  #: where Slack does not say how long
_GONE: Final = frozenset({
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "channel_not_found",
    "not_in_channel", "is_archived", "restricted_action", "missing_scope", "no_permission", "ekm_access_denied",
    "org_login_required", "team_access_not_granted", "two_factor_setup_required",
})  # fmt: skip
_BUSY: Final = frozenset({
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable",
    "request_timeout", "team_added_to_org",
})  # fmt: skip
_TOO_RICH: Final = frozenset(
    {"msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "msg_too_long"}
)


class SlackChannel:
    """Sends to one channel with a bot token."""

    looks_up = True

    def __init__(
        self, *, token: str, channel: str, language: str = "en", links: Links | None = None,
        base_url: str | None = None, timeout: int = TIMEOUT,
    ) -> None:  # fmt: skip
        self._channel = channel
        self._language = language
        self._links = links or Links()
        url = base_url.rstrip("/") + "/" if base_url else AsyncWebClient.BASE_URL
        self._client = AsyncWebClient(token=token, timeout=timeout, retry_handlers=[], base_url=url)
        self._session: aiohttp.ClientSession | None = None
        self._look: Look = _no_look

    async def post(self, note: Notification, *, root: str | None, late: bool, look: Look) -> str:
        """Post a message or a step in a thread; return ``channel/ts``."""
        message = slack_message(note, language=self._language, links=self._links, late=late)
        more: dict[str, Any] = {"metadata": _metadata(note), "unfurl_links": False, "unfurl_media": False}
        if root:
            channel, _, ts = root.partition("/")
            more |= {"channel": channel, "thread_ts": ts, "reply_broadcast": note.broadcast}
        else:
            more["channel"] = self._channel
        self._look = look
        try:
            answer = await self._rich("chat.postMessage", message, more)
        finally:
            self._look = _no_look
        return f"{answer['channel']}/{answer['ts']}"

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Change a message; editing to what it already says is no fault."""
        message = slack_message(note, language=self._language, links=self._links, late=late)
        channel, _, stamp = ts.partition("/")
        await self._rich("chat.update", message, {"channel": channel, "ts": stamp})

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Return ``channel/ts`` of the message that carries this notification's id in its metadata."""
        channel, _, thread = (root or f"{self._channel}/").partition("/")
        method = "conversations.replies" if thread else "conversations.history"
        query: dict[str, Any] = {
            "channel": channel, "include_all_metadata": "true", "limit": "200",
            "oldest": f"{(since - timedelta(minutes=10)).timestamp():.6f}",
        }  # fmt: skip
        if thread:
            query["ts"] = thread
        for _ in range(PAGES):
            answer = await self._read(method, query)
            for message in answer.get("messages", ()):
                if _id_of(message) == note.id:
                    return f"{channel}/{message['ts']}"
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            query["cursor"] = cursor
        return None

    async def take_back(self, ts: str) -> None:
        """Delete a message of ours."""
        channel, _, stamp = ts.partition("/")
        await self._call("chat.delete", {"channel": channel, "ts": stamp})

    async def close(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _last_look(self) -> None:
        self._look()

    async def _rich(self, method: str, message: SlackMessage, more: dict[str, Any]) -> Any:
        """Call with blocks; where Slack finds them too rich, once more as plain text."""
        try:
            return await self._call(method, {"text": message.text, "blocks": list(message.blocks), **more})
        except _TooRich:
            return await self._call(method, {"text": message.text, **more})

    async def _read(self, method: str, query: dict[str, Any]) -> Any:
        try:
            return await self._call(method, query, verb="GET")
        except ReceiverGone as gone:
            if "missing_scope" in str(gone):
                raise DeliveryFault(str(gone), retry=False) from gone
            raise

    async def _call(self, method: str, body: dict[str, Any], *, verb: str = "POST") -> Any:
        if self._session is None:
            seconds = self._client.timeout
            # half: of a connection that takes longer it is known that nothing was sent
            limit = aiohttp.ClientTimeout(total=seconds, connect=seconds / 2)
            self._session = aiohttp.ClientSession(
                timeout=limit, trace_configs=[before_sending(self._last_look)]
            )
            self._client.session = self._session
        try:
            if verb == "GET":
                answer = await self._client.api_call(method, http_verb=verb, params=body)
            else:
                answer = await self._client.api_call(method, json=body)
        except SlackApiError as error:
            raise _fault(error) from error
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise DeliveryFault(f"Slack cannot be reached: {error}", retry=True, whole=True) from error
        except TimeoutError as error:
            raise DeliveryFault("Slack did not answer in time", retry=True, unknown=True) from error
        except (aiohttp.ClientError, SlackClientError, ValueError) as error:
            raise DeliveryFault(
                f"the connection to Slack broke: {error}", retry=True, unknown=True
            ) from error
        return answer.data


class _TooRich(Exception):
    pass


def _no_look() -> None:
    pass


def _fault(error: SlackApiError) -> Exception:
    response = error.response
    status = getattr(response, "status_code", 200)
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers = {key.lower(): value for key, value in dict(getattr(response, "headers", {})).items()}
        after = retry_after(headers.get("retry-after")) or USUAL_WAIT
        return DeliveryFault("Slack asked us to wait", retry=True, after=after, whole=True)
    if status >= 500:
        return DeliveryFault(f"Slack answered {status}", retry=True, unknown=True)
    if code in _TOO_RICH:
        return _TooRich()
    if code in _GONE:
        return ReceiverGone(f"Slack says {code}")
    return DeliveryFault(f"Slack says {code or error}", retry=code in _BUSY)


def _metadata(note: Notification) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"id": note.id, "subject": note.subject, "step": note.step}}


def _id_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    found = (metadata.get("event_payload") or {}).get("id")
    return found if isinstance(found, str) else None
