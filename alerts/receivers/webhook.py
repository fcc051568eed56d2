"""A webhook in Alertmanager's shape, so that pagers and on-call tools take it as it is.

The format is version 4 of Alertmanager's webhook payload (its documentation,
"<webhook_config>"). What cannot be looked up is sent again under the same
``fingerprint``, which such tools use to tell repeats.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import aiohttp

from alerts.mark import OPEN
from alerts.receiver import Look
from alerts.receivers.before_sending import before_sending
from alerts.receivers.retry_after import retry_after
from alerts.render.plain import plain_text
from tocsin.errors import DeliveryFault, ReceiverGone
from tocsin.model import Notification

NEVER = "0001-01-01T00:00:00Z"


class Webhook:
    """Posts JSON to one URL."""

    looks_up = False

    def __init__(self, *, url: str, receiver: str, language: str = "en", timeout: float = 10) -> None:
        self._url = url
        self._receiver = receiver
        self._language = language
        self._timeout = timeout

    async def post(self, note: Notification, *, root: str | None, late: bool, look: Look) -> str:
        """Post a message; its name is its id."""
        del root
        await self._send(payload(note, self._receiver, self._language, late=late), look)
        return note.id

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Post the newest facts under the same fingerprint."""
        del ts
        await self._send(payload(note, self._receiver, self._language, late=late), lambda: None)

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Return nothing: webhooks cannot be asked."""
        del note, root, since
        return None

    async def take_back(self, ts: str) -> None:
        """Do nothing: both bear the same fingerprint."""
        del ts

    async def close(self) -> None:
        """Do nothing: no connection is kept."""

    async def _send(self, body: dict[str, Any], look: Look) -> None:
        limit = aiohttp.ClientTimeout(total=self._timeout, connect=self._timeout / 2)
        headers = {"Content-Type": "application/json"}
        data = json.dumps(body, ensure_ascii=False).encode()
        try:
            async with (
                aiohttp.ClientSession(timeout=limit, trace_configs=[before_sending(look)]) as session,
                session.post(self._url, data=data, headers=headers, allow_redirects=False) as answer,
            ):
                _judge(answer.status, answer.headers.get("Retry-After"))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise DeliveryFault(f"the webhook cannot be reached: {error}", retry=True, whole=True) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DeliveryFault(f"the webhook did not answer: {error}", retry=True) from error


def _judge(status: int, after: str | None) -> None:
    if status < 300:
        return
    if status == 429 or status >= 500:
        wait = retry_after(after)
        whole = status == 429 or wait is not None
        raise DeliveryFault(f"the webhook answered {status}", retry=True, after=wait, whole=whole)
    if status < 400 or status in (401, 403, 404, 410):  # moved, locked, exchanged or gone
        raise ReceiverGone(f"the webhook answered {status}")
    if status in (408, 425):
        raise DeliveryFault(f"the webhook answered {status}", retry=True)
    raise DeliveryFault(f"the webhook answered {status}", retry=False)


def payload(note: Notification, receiver: str, language: str, *, late: bool = False) -> dict[str, Any]:
    """Return a notification in Alertmanager's webhook shape (version 4), one alert."""
    one = note.incident
    resolved = one is not None and one.level not in OPEN and one.level.value == "closed"
    labels = {"alertname": one.rule, "region": one.region, "place": one.place, "theme": one.theme,
              "severity": one.level.value, **dict(one.labels)} if one else {"alertname": note.reason.name.lower()}  # fmt: skip
    text = plain_text(note, language, late=late)
    annotations = {"summary": text.split("\n")[0], "description": text, "reason": note.reason.value}
    started = one.opened_at if one else note.at
    alert = {
        "status": "resolved" if resolved else "firing", "labels": labels, "annotations": annotations,
        "startsAt": _stamp(started), "endsAt": _stamp(one.at) if one and resolved else NEVER,
        "generatorURL": one.evidence[0].url or "" if one and one.evidence else "", "fingerprint": note.subject[:16],
    }  # fmt: skip
    return {
        "version": "4", "groupKey": f"{{}}:{{subject={note.subject!r}}}", "truncatedAlerts": 0,
        "status": alert["status"], "receiver": receiver, "groupLabels": {"alertname": labels["alertname"]},
        "commonLabels": labels, "commonAnnotations": annotations, "externalURL": "", "alerts": [alert],
    }  # fmt: skip


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
