"""What one receiver is told of one incident, and when: the reason, the mute, the message, the edit.

One root message per incident and receiver, edited in place; steps go into its
thread; only a level up is also shown in the channel (``broadcast``). The first
message waits for more sources, except at level critical.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.mark import BREAKING, OPEN, Mark, mark_of, news
from alerts.mute import Surroundings, why_muted
from alerts.rules.levels import rank
from alerts.spec import Grouping, RouteSpec
from tocsin.ids import digest
from tocsin.model import Incident, IncidentLevel, Notification, Reason

QUIET_REASONS = (Reason.SAID_ALREADY, Reason.LEVEL_DOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one receiver knows of one incident."""

    receiver: str
    mark: Mark
    at: datetime  #: when it was last told (or muted)
    step: int  #: the incident's step that its root message shows
    root: str | None = None  #: id of its root message; none while everything was muted
    edited_at: datetime | None = None
    muted: Reason | None = None
    alarm_at: datetime | None = None  #: when it was last told something that asks for a reaction
    escalations: int = 0
    reminded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What telling one receiver gave: what it now knows, messages, when to look again."""

    said: Said | None
    out: tuple[Notification, ...] = ()
    wake_at: datetime | None = None


def tell(
    incident: Incident, said: Said | None, *, receiver: str, route: RouteSpec, grouping: Grouping,
    first_at: datetime, around: Surroundings, now: datetime,
) -> Spoken:  # fmt: skip
    """Return what a receiver is told of an incident now; ``first_at`` is when it (re-)opened."""
    reason = news(incident, said.mark if said else None)
    if rank(incident.level) < rank(route.level) and incident.level in OPEN and said is None:
        return Spoken(said=None)
    due = _due(incident, said, reason, grouping, first_at)
    if due > now:
        return Spoken(said=said, wake_at=due)
    if said is None and reason is not Reason.FIRST:
        return Spoken(said=None)
    if reason in QUIET_REASONS:
        assert said is not None
        return _edit(incident, said, grouping, now)
    muted = why_muted(
        incident, reason, receiver=receiver, route=route, known=said is not None, around=around, now=now
    )
    if muted:
        return _held_back(incident, said, receiver, muted, now)
    return _say(incident, said, receiver, reason, now)


def _due(
    incident: Incident, said: Said | None, reason: Reason, grouping: Grouping, first_at: datetime
) -> datetime:
    urgent = incident.level is IncidentLevel.CRITICAL or reason is Reason.LEVEL_UP
    if said is None:
        return first_at if urgent else first_at + grouping.wait
    return said.at if urgent or reason in QUIET_REASONS else said.at + grouping.interval


def _edit(incident: Incident, said: Said, grouping: Grouping, now: datetime) -> Spoken:
    if said.root is None or incident.step <= said.step:
        return Spoken(said=said)
    due = max(said.at, said.edited_at or said.at) + grouping.interval
    if now < due:
        return Spoken(said=said, wake_at=due)
    changed = replace(said, step=incident.step, edited_at=now, mark=mark_of(incident, said.mark))
    return Spoken(said=changed, out=(edit_of(incident, said, now),))


def _held_back(incident: Incident, said: Said | None, receiver: str, muted: Reason, now: datetime) -> Spoken:
    before = said or Said(receiver=receiver, mark=mark_of(incident), at=now, step=0)
    after = replace(before, mark=mark_of(incident, said.mark if said else None), at=now, muted=muted)
    if before.root is None or muted is Reason.SILENCED:
        return Spoken(said=after)
    return Spoken(
        said=replace(after, step=incident.step, edited_at=now), out=(edit_of(incident, before, now),)
    )


def _say(incident: Incident, said: Said | None, receiver: str, reason: Reason, now: datetime) -> Spoken:
    mark = mark_of(incident, said.mark if said else None)
    alarm = incident.level in OPEN and reason is not Reason.LEVEL_DOWN
    loud = now if alarm and (said is None or said.root is None or reason in BREAKING) else None
    if said is None or said.root is None:
        if incident.level not in OPEN:
            known = None if said is None else replace(said, mark=mark, at=now, muted=None)
            return Spoken(said=known)
        root = notification(incident, receiver, reason if said else Reason.FIRST, now)
        fresh = Said(receiver=receiver, mark=mark, at=now, step=incident.step, root=root.id, alarm_at=loud)
        return Spoken(said=fresh, out=(root,))
    step = notification(incident, receiver, reason, now, root=said.root, broadcast=reason is Reason.LEVEL_UP)
    after = replace(
        said, mark=mark, at=now, step=incident.step, edited_at=now, muted=None,
        alarm_at=loud or said.alarm_at, escalations=0 if loud else said.escalations,
        reminded=False if loud else said.reminded,
    )  # fmt: skip
    return Spoken(said=after, out=(edit_of(incident, said, now), step))


def edit_of(incident: Incident, said: Said, now: datetime) -> Notification:
    """Return the edit that brings a receiver's root message up to date."""
    return notification(incident, said.receiver, incident.reason, now, root=said.root, edit=True)


def notification(
    incident: Incident, receiver: str, reason: Reason, now: datetime, *, root: str | None = None,
    edit: bool = False, broadcast: bool = False, mention: str | None = None, kind: str = "",
) -> Notification:  # fmt: skip
    """Return one planned message; its id is computed from subject, receiver, step and kind."""
    kind = kind or ("edit" if edit else "step" if root else "root")
    return Notification(
        id=digest("notification", incident.id, receiver, str(incident.step), kind),
        subject=incident.id, step=incident.step, receiver=receiver, reason=reason, at=now,
        incident=incident, edit=edit, broadcast=broadcast, root=root, mention=mention,
        level=incident.level,
    )  # fmt: skip


def waits_for(said: Said | None, wait: timedelta) -> datetime | None:
    """Return when somebody should have reacted to the last alarm this receiver was given."""
    return said.alarm_at + wait if said and said.alarm_at and said.root else None
