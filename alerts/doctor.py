"""Is Slack set up as it must be: the token, each scope, the channel, the bot's membership in it.

for found in await check_slack(token, channel): print(found.ok, found.what, found.mend)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

SCOPES: Final = {
    "chat:write": "post and edit messages",
    "channels:history": "find out after a crash whether a message was accepted (public channels)",
    "channels:read": "check that the bot is a member (public channels)",
}
PRIVATE: Final = {"channels:history": "groups:history", "channels:read": "groups:read"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that was looked at: whether it is as it should be, and the mend if not."""

    ok: bool
    what: str
    mend: str = ""


async def check_slack(token: str, channel: str, *, base_url: str | None = None) -> list[Checked]:
    """Return what is right and wrong with a Slack token and channel; never raises for what Slack answers."""
    import aiohttp
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

    url = base_url.rstrip("/") + "/" if base_url else AsyncWebClient.BASE_URL
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        client = AsyncWebClient(token=token, base_url=url, session=session, retry_handlers=[])
        try:
            answer = await client.auth_test()
        except SlackApiError as error:
            mend = "install the app from config/slack-manifest.yaml and set TOCSIN_SLACK_TOKEN to its xoxb- token"
            return [Checked(ok=False, what=f"Slack refuses the token: {_code(error)}", mend=mend)]
        except aiohttp.ClientError as error:
            return [
                Checked(ok=False, what=f"Slack cannot be reached: {error}", mend="check network and proxy")
            ]
        found = [Checked(ok=True, what=f"the token is valid in workspace {answer.get('team')}")]
        found += scopes(dict(answer.headers))
        try:
            info: Any = await client.conversations_info(channel=channel)
        except SlackApiError as error:
            return [*found, _no_channel(channel, _code(error))]
        return [*found, _member(channel, info["channel"])]


def scopes(headers: dict[str, Any]) -> list[Checked]:
    """Return which of the scopes we need a token has, from the header that Slack sends with every answer."""
    listed = next((str(value) for key, value in headers.items() if key.lower() == "x-oauth-scopes"), None)
    if listed is None:
        return []
    have = {scope.strip() for scope in listed.split(",")}
    return [
        Checked(ok=True, what=f"scope {scope}")
        if scope in have or PRIVATE.get(scope) in have
        else Checked(
            ok=False, what=f"scope {scope} is missing", mend=f"add it to {purpose}, and reinstall the app"
        )
        for scope, purpose in SCOPES.items()
    ]


def _code(error: Any) -> str:
    data = getattr(error.response, "data", None)
    return str(data.get("error", error)) if isinstance(data, dict) else str(error)


def _no_channel(channel: str, code: str) -> Checked:
    if code == "missing_scope":
        return Checked(ok=False, what=f"channel {channel} cannot be checked", mend="add scope channels:read")
    mend = "use the channel's ID (in its details, C...), not its name"
    return Checked(ok=False, what=f"channel {channel}: {code}", mend=mend)


def _member(channel: str, info: dict[str, Any]) -> Checked:
    if info.get("is_archived"):
        return Checked(ok=False, what=f"channel {channel} is archived", mend="choose another channel")
    if not info.get("is_member"):
        return Checked(
            ok=False, what=f"the bot is not in channel {channel}", mend="write /invite @tocsin there"
        )
    return Checked(ok=True, what=f"the bot is in channel {channel}")
