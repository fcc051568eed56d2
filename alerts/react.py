"""What people do about an incident: ack, snooze, escalate, judge; each changes sending only, never detecting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from alerts.mark import BREAKING, mark_of, news
from alerts.state import Record
from tocsin.model import Action, ActionKind, HistoryLine, Incident, Reason

UNTIL_WORSE: Final = datetime(9999, 1, 1, tzinfo=UTC)  #: a snooze "until it worsens"


def reacted(record: Record, action: Action, now: datetime) -> Record | None:
    """Return the incident after a person's act; nothing where the act does not apply to one."""
    incident = record.course.incident
    match action.kind:
        case ActionKind.ACK:
            after = replace(incident, acked_by=action.by, acked_at=now)
            return _stepped(record, after, Reason.ACKED, now, react=True)
        case ActionKind.SNOOZE:
            after = replace(incident, snoozed_until=action.until or UNTIL_WORSE)
            return _stepped(record, after, Reason.SNOOZED, now, react=True)
        case ActionKind.RELEVANT | ActionKind.NOT_RELEVANT:
            after = replace(incident, relevant=action.kind is ActionKind.RELEVANT)
            return _stepped(record, after, Reason.SAID_ALREADY, now, react=False)
        case _:
            return None


def broken(record: Record) -> Record:
    """Return the incident with its ack and snooze lifted, if something new breaks them."""
    if record.reacted is None or news(record.course.incident, record.reacted) not in BREAKING:
        return record
    freed = replace(record.course.incident, acked_by=None, acked_at=None, snoozed_until=None)
    return replace(record, course=replace(record.course, incident=freed), reacted=None)


def _stepped(record: Record, incident: Incident, reason: Reason, now: datetime, *, react: bool) -> Record:
    history = incident.history
    if reason is not Reason.SAID_ALREADY:
        history = (*history, HistoryLine(at=now, level=incident.level, reason=reason))[-50:]
    incident = replace(incident, step=incident.step + 1, at=now, reason=reason, history=history)
    mark = mark_of(incident, record.reacted) if react else record.reacted
    return replace(record, course=replace(record.course, incident=incident), reacted=mark)
