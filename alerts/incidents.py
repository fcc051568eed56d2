"""One step of an incident: from the alerts that fire in it to its level, place, numbers and reason.

quiet -> watch / high / critical    an alert fires in the incident region
up at once                          a worse alert fires, or one gets worse
down                                the alerts' own levels have gone down (24 h later)
-> calming                          no alert fires any more
calming -> watch / high / critical  one fires again
calming -> closed                   the 24-h window alone is usual for 24 h at coverage >= 0.7
open 14 days without getting worse  closed as the new normal (if we can see it), until it gets worse or reaches a new region
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from alerts.facts import facts
from alerts.lifecycle import Standing
from alerts.mark import OPEN, Mark, mark_of, news
from alerts.rules.levels import rank
from tocsin.atlas import Atlas
from tocsin.model import HistoryLine, Incident, IncidentLevel, Phase, Reason, Signal
from tocsin.quick import quick_replace

USUAL: Final = 1.301  #: -log10(0.05)
CALM_FOR: Final = timedelta(hours=24)
UNHEARD: Final = timedelta(hours=48)  #: no signal for so long: nothing happened, nothing was raised
SEEN_ENOUGH: Final = 0.7
NEW_NORMAL: Final = timedelta(days=14)
CONTINUES: Final = timedelta(hours=72)  #: re-opening within this continues the incident
HISTORY: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is remembered of one incident beside what was said to whom."""

    incident: Incident
    mark: Mark
    calm_since: datetime | None = None
    worse_at: datetime  #: when it last got worse
    closed_at: datetime | None = None
    stale: bool = False  #: its numbers have changed, but too little time has passed to say so


_course, _incident = quick_replace(Course), quick_replace(Incident)


def step(
    course: Course | None,
    *,
    region: str,
    theme: str,
    standings: Sequence[Standing],
    signals: Mapping[str, Signal],
    versions: Mapping[str, str],
    labels: Mapping[str, tuple[tuple[str, str], ...]],
    pace: timedelta,
    atlas: Atlas,
    now: datetime,
) -> Course | None:
    """Return the incident after one of its alerts or signals changed, or time passed.

    ``signals`` holds the latest signal of every region inside the incident
    region. The incident's ``reason`` says what is new; its ``step`` counts up
    only where something is (else the very same value comes back). Numbers alone
    make a new step at most once in ``pace``.
    """
    firing = [one for one in standings if one.phase is Phase.FIRING and one.region in signals]
    if course and _is_another(course, firing, now):
        course = None
    if course is None and not firing:
        return None
    if course and course.closed_at and not firing:
        return course
    calm_since = _calm_since(course, standings, signals, now)
    incident = facts(
        course.incident if course else None, region=region, theme=theme, firing=firing, signals=signals,
        level=_level(course, firing, calm_since, now), reopened=bool(course and course.closed_at),
        versions=versions, labels=labels, atlas=atlas, now=now,
    )  # fmt: skip
    reason = news(incident, course.mark if course else None)
    if reason is Reason.SAID_ALREADY and course:
        if _same(incident, course.incident):
            return _course(course, calm_since=calm_since, stale=False)
        if now - course.incident.at < pace:
            return _course(course, calm_since=calm_since, stale=True)
    return _taken(course, incident, reason, calm_since, now)


def _is_another(course: Course, firing: Sequence[Standing], now: datetime) -> bool:
    """Return whether alerts that fire now begin a new incident, long after this one was closed."""
    closed = course.closed_at
    if closed is None or now - closed <= CONTINUES:
        return False
    return all(one.fired_at is not None and one.fired_at > closed for one in firing)


def _taken(
    course: Course | None, incident: Incident, reason: Reason, calm_since: datetime | None, now: datetime
) -> Course:  # fmt: skip
    now = max(now, course.incident.at) if course else now  # a slower partition's signal turns no clock back
    history = incident.history
    if reason is not Reason.SAID_ALREADY:
        history = (*history, HistoryLine(at=now, level=incident.level, reason=reason))[-HISTORY:]
    number = course.incident.step + 1 if course else 1
    incident = _incident(incident, reason=reason, history=history, step=number, at=now)
    worse = course is None or rank(incident.level) > rank(course.incident.level)
    return Course(
        incident=incident,
        mark=mark_of(incident, course.mark if course else None),
        calm_since=calm_since if incident.level not in OPEN else None,
        worse_at=now if worse or course is None else course.worse_at,
        closed_at=now if incident.level is IncidentLevel.CLOSED else None,
    )


def _level(
    course: Course | None, firing: Sequence[Standing], calm_since: datetime | None, now: datetime
) -> IncidentLevel:
    if firing:
        worst = max((one.level for one in firing), key=rank)
        seen = not all(one.blind for one in firing)
        old = course is not None and now - course.worse_at >= NEW_NORMAL and (seen or course.closed_at)
        if course and old and not _fresh(course, firing) and rank(worst) <= rank(course.mark.worst):
            return IncidentLevel.CLOSED
        return worst
    if calm_since is not None and now - calm_since >= CALM_FOR:
        return IncidentLevel.CLOSED
    return IncidentLevel.CALMING


def _fresh(course: Course, firing: Sequence[Standing]) -> bool:
    """Return whether an alert began to fire after the incident was closed, and says more than that it goes on.

    While others have fired without a break, one more in a region that had its
    part already is the new normal, too.
    """
    closed = course.closed_at
    if closed is None:
        return False
    fresh = [one for one in firing if one.fired_at is not None and one.fired_at > closed]
    if len(fresh) == len(firing):
        return bool(fresh)
    return any(one.region not in course.mark.regions for one in fresh)


def _calm_since(
    course: Course | None, standings: Sequence[Standing], signals: Mapping[str, Signal], now: datetime
) -> datetime | None:
    """Return since when the 24-h windows alone have been usual; none while they are not or we cannot see."""
    if course is None or any(one.phase is Phase.FIRING for one in standings):
        return None
    members = [signals[one.region] for one in course.incident.members if one.region in signals]
    if all(_usual(signal, now) for signal in members):
        return course.calm_since or now
    return None


def _usual(signal: Signal, now: datetime) -> bool:
    if signal.coverage < SEEN_ENOUGH:
        return False
    day = next((window for window in signal.windows if window.hours == 24), None)
    return day is None or day.surprise < USUAL or now - signal.at >= UNHEARD


def _same(one: Incident, other: Incident) -> bool:
    """Return whether two steps differ in nothing that a desk would see."""
    return _SEEN(one) == _SEEN(other) and _parts(one) == _parts(other)


#: all that a desk sees but members and stories, of which only some is seen
_SEEN: Final = attrgetter(
    *(
        field.name
        for field in fields(Incident)
        if field.name not in {"at", "step", "reason", "members", "evidence"}
    )
)


def _parts(one: Incident) -> tuple[object, ...]:
    members = [(member.region, member.level) for member in one.members]
    return members, [(story.story, story.similar) for story in one.evidence]
