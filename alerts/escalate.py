"""What happens until someone acknowledges: a group is mentioned, then the next receivers hear, one by one.

A route without escalation gives one reminder in the thread instead. An ack or
a snooze stops both; what breaks the ack starts them anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from alerts.mark import OPEN, mark_of
from alerts.rules.levels import rank
from alerts.speak import Said, Spoken, notification, waits_for
from alerts.spec import Escalation, RouteSpec
from tocsin.model import Incident, Notification, Reason


def escalate(
    incident: Incident, said: Said, route: RouteSpec, *, now: datetime, by_hand: bool = False
) -> Spoken:
    """Return the next escalation or reminder that is due for one receiver of a route, if any.

    Only a route's first receiver escalates, so that a route to three places
    does not wake the same people thrice.
    """
    if incident.level not in OPEN or said.root is None or (_reacted(incident, now) and not by_hand):
        return Spoken(said=said)
    plan = route.escalate if route.to[0] == said.receiver else None
    if plan and (by_hand or rank(incident.level) >= rank(plan.level)):
        return _next(incident, said, plan, now, by_hand=by_hand)
    if by_hand:
        return _mention(incident, said, None, now)
    due = waits_for(said, route.remind_after) if route.remind_after and not said.reminded else None
    if due is None:
        return Spoken(said=said)
    if now < due:
        return Spoken(said=said, wake_at=due)
    step = notification(
        incident, said.receiver, Reason.REMINDER, now, root=said.root, kind=_kind(said, "reminder")
    )
    return Spoken(said=replace(said, reminded=True), out=(step,))


def _reacted(incident: Incident, now: datetime) -> bool:
    return bool(incident.acked_by) or bool(incident.snoozed_until and now < incident.snoozed_until)


def _next(incident: Incident, said: Said, plan: Escalation, now: datetime, *, by_hand: bool) -> Spoken:
    stages: list[str | None] = [None, *plan.then]
    if said.escalations >= len(stages):
        return Spoken(said=said)
    due = waits_for(said, plan.after * (said.escalations + 1))
    if not by_hand and (due is None or now < due):
        return Spoken(said=said, wake_at=due)
    receiver = stages[said.escalations]
    if receiver is None:
        return _mention(incident, said, plan.mention, now)
    other = notification(incident, receiver, Reason.ESCALATED, now, kind=_kind(said, "escalation"))
    return Spoken(said=replace(said, escalations=said.escalations + 1), out=(other,))


def _mention(incident: Incident, said: Said, group: str | None, now: datetime) -> Spoken:
    post = notification(
        incident, said.receiver, Reason.ESCALATED, now, mention=group, kind=_kind(said, "escalation")
    )
    return Spoken(said=replace(said, escalations=said.escalations + 1), out=(post,))


def _kind(said: Said, word: str) -> str:
    alarm = said.alarm_at.isoformat() if said.alarm_at else ""
    return f"{word} {said.escalations} {alarm}"


def told_by_escalation(note: Notification) -> Said:
    """Return what a receiver knows that first hears of an incident by escalation: it follows the rest."""
    assert note.incident is not None
    return Said(receiver=note.receiver, mark=mark_of(note.incident), at=note.at, step=note.step, root=note.id)
