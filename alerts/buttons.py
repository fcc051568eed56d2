"""What a press of a button in Slack means: an action for the log, an answer for the person, or both.

Pure: the envelope in, a `Press` out. The action's id is the envelope's, so that
Slack's second delivery of the same press changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from alerts.mark import OPEN
from alerts.render.plain import plain_text
from alerts.speak import notification
from tocsin.ids import digest
from tocsin.model import Action, ActionKind, Incident, Reason, Silence

FindIncident = Callable[[str], Incident | None]
MUTED_FOR: Final = timedelta(hours=24)
_STALE: Final = "This incident is over; there is nothing left to do here."
_MAY_NOT: Final = "You are not on the list of people who may mute rules (rule_muters in routes.yaml)."
_SPANS: Final = {"1h": timedelta(hours=1), "4h": timedelta(hours=4)}
_KINDS: Final = {"escalate": ActionKind.ESCALATE, "not_relevant": ActionKind.NOT_RELEVANT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What to write into the log, and what to tell the person who pressed (only them)."""

    action: Action | None = None
    answer: str | None = None
    user: str = ""
    channel: str = ""


def pressed(
    envelope: str, payload: dict[str, Any], *, now: datetime, find: FindIncident, muters: Collection[str] = (),
    utc_offset: float = 0.0,
) -> Press | None:  # fmt: skip
    """Return what a press means; nothing for envelopes that are none of ours (link buttons, other apps)."""
    if payload.get("type") != "block_actions" or not payload.get("actions"):
        return None
    act = payload["actions"][0]
    user, channel = str(payload.get("user", {}).get("id", "")), str(payload.get("channel", {}).get("id", ""))
    word, incident_id = _choice(act)
    if not incident_id:
        return None
    incident = find(incident_id)
    if incident is None or incident.level not in OPEN:
        return Press(answer=_STALE, user=user, channel=channel)
    if word == "details":
        note = notification(incident, "slack", Reason.SAID_ALREADY, now)
        return Press(answer=plain_text(note), user=user, channel=channel)
    if word == "mute" and user not in muters:
        return Press(answer=_MAY_NOT, user=user, channel=channel)
    action = _action(word, incident, envelope=envelope, by=_name(payload), now=now, utc_offset=utc_offset)
    return Press(action=action, user=user, channel=channel) if action else None


def _choice(act: dict[str, Any]) -> tuple[str, str]:
    """Return (word, incident) of a button, a menu or an overflow menu."""
    if act.get("action_id") == "ack":
        return "ack", str(act.get("value", ""))
    chosen = str((act.get("selected_option") or {}).get("value", ""))
    word, _, incident = chosen.partition("|")
    return word, incident


def _name(payload: dict[str, Any]) -> str:
    user = payload.get("user", {})
    return str(user.get("name") or user.get("username") or user.get("id") or "somebody")


def _action(
    word: str, incident: Incident, *, envelope: str, by: str, now: datetime, utc_offset: float
) -> Action | None:
    if word == "ack":
        return Action(id=envelope, kind=ActionKind.ACK, at=now, by=by, incident=incident.id)
    if word in _SPANS or word in {"morning", "worse"}:
        until = (
            now + _SPANS[word] if word in _SPANS else _morning(now, utc_offset) if word == "morning" else None
        )
        return Action(id=envelope, kind=ActionKind.SNOOZE, at=now, by=by, incident=incident.id, until=until)
    if word in _KINDS:
        return Action(id=envelope, kind=_KINDS[word], at=now, by=by, incident=incident.id)
    if word != "mute":
        return None
    silence = Silence(
        id=digest("mute", envelope)[:12], regions=(incident.place,), rules=(incident.rule,), starts_at=now,
        ends_at=now + MUTED_FOR, by=by, comment="muted from Slack",
    )  # fmt: skip
    return Action(id=envelope, kind=ActionKind.SILENCE, at=now, by=by, incident=incident.id, silence=silence)


def _morning(now: datetime, utc_offset: float) -> datetime:
    """Return the next 08:00 where the desk sits."""
    local = now + timedelta(hours=utc_offset)
    eight = local.replace(hour=8, minute=0, second=0, microsecond=0)
    return (eight if eight > local else eight + timedelta(days=1)) - timedelta(hours=utc_offset)
