"""One step of an incident: from the alerts that fire in it to its level, place, numbers and reason.

quiet -> watch / high / critical    an alert fires in the incident region
up at once                          a worse alert fires, or one gets worse
down                                the alerts' own levels have gone down (24 h later)
-> calming                          no alert fires any more
calming -> watch / high / critical  one fires again
calming -> closed                   the 24-h window alone is usual for 24 h at coverage >= 0.7
open 14 days without getting worse  closed as the new normal
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from alerts.group import incident_id, opening_hour, place
from alerts.lifecycle import Standing
from alerts.mark import OPEN, Mark, mark_of, news
from alerts.rules.levels import rank
from alerts.rules.magnitude import ratio, ratio_low
from tocsin.atlas import Atlas
from tocsin.model import HistoryLine, Incident, IncidentLevel, Member, Phase, Reason, Signal

USUAL: Final = 1.301  #: -log10(0.05)
CALM_FOR: Final = timedelta(hours=24)
UNHEARD: Final = timedelta(hours=48)  #: no signal for so long: nothing happened, nothing was raised
SEEN_ENOUGH: Final = 0.7
NEW_NORMAL: Final = timedelta(days=14)
CONTINUES: Final = timedelta(hours=72)  #: re-opening within this continues the incident
HISTORY: Final = 50
MOVES: Final = 3  #: stories that a new leading place needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is remembered of one incident beside what was said to whom."""

    incident: Incident
    mark: Mark
    calm_since: datetime | None = None
    worse_at: datetime  #: when it last got worse
    closed_at: datetime | None = None
    stale: bool = False  #: its numbers have changed, but too little time has passed to say so


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
    level = _level(course, firing, calm_since, now)
    facts = _facts(
        course, region=region, theme=theme, firing=firing, signals=signals, versions=versions,
        labels=labels, atlas=atlas, now=now,
    )  # fmt: skip
    incident = replace(facts, level=level)
    reason = news(incident, course.mark if course else None)
    if reason is Reason.SAID_ALREADY and course:
        if _same(incident, course.incident):
            return replace(course, calm_since=calm_since, stale=False)
        if now - course.incident.at < pace:
            return replace(course, calm_since=calm_since, stale=True)
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
    incident = replace(incident, reason=reason, history=history, step=number, at=now)
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
        old = course is not None and now - course.worse_at >= NEW_NORMAL
        if course and old and not _fresh(course, firing) and rank(worst) <= rank(course.mark.worst):
            return IncidentLevel.CLOSED
        return worst
    if calm_since is not None and now - calm_since >= CALM_FOR:
        return IncidentLevel.CLOSED
    return IncidentLevel.CALMING


def _fresh(course: Course, firing: Sequence[Standing]) -> bool:
    """Return whether an alert began to fire after the incident was closed."""
    closed = course.closed_at
    return closed is not None and any(one.fired_at is not None and one.fired_at > closed for one in firing)


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


def _facts(
    course: Course | None, *, region: str, theme: str, firing: Sequence[Standing],
    signals: Mapping[str, Signal], versions: Mapping[str, str],
    labels: Mapping[str, tuple[tuple[str, str], ...]], atlas: Atlas, now: datetime,
) -> Incident:  # fmt: skip
    """Return the incident's numbers as of now; without a firing alert, the last ones."""
    before = course.incident if course else None
    if not firing:
        assert before is not None
        return before
    first = min(firing, key=lambda one: (-rank(one.level), one.region, one.rule))
    where = _place(before, region, stories_by_region(signals, first.window, now), atlas)
    spoken = [one for one in firing if one.region == where] or [first]
    lead = min(spoken, key=lambda one: (-rank(one.level), -one.line, one.rule))
    signal = signals[lead.region]
    window = next((one for one in signal.windows if one.hours == lead.window), None)
    stories = window.stories if window else signal.stories
    expected = window.expected if window else 0.0
    reopened = bool(course and course.closed_at)
    opened = before.opened_at if before else now
    ids = dict.fromkeys((*signal.article_ids, *(before.article_ids if before and not reopened else ())))
    return Incident(
        id=before.id if before else incident_id(theme, region, opening_hour(opened)),
        step=before.step if before else 0,
        theme=theme,
        region=region,
        place=where,
        level=IncidentLevel.QUIET,
        reason=Reason.SAID_ALREADY,
        rule=first.rule,
        opened_at=opened,
        at=now,
        stories=stories,
        articles=window.articles if window else signal.articles,
        publishers=signal.publishers,
        languages=signal.languages,
        categories=(window.categories if window and window.categories else signal.categories),
        deaths=max(signal.deaths, window.deaths if window else 0),
        window=lead.window,
        expected=expected,
        ratio=round(ratio(stories, expected), 2),
        ratio_low=round(ratio_low(stories, expected), 2),
        score=signal.score,
        threshold=lead.line,
        coverage=signal.coverage,
        one_source=all(one.one_source for one in firing),
        members=_members(firing, signals),
        history=before.history if before else (),
        evidence=signal.evidence or (before.evidence if before else ()),
        article_ids=tuple(ids)[:200],
        acked_by=before.acked_by if before else None,
        acked_at=before.acked_at if before else None,
        snoozed_until=before.snoozed_until if before else None,
        config=versions.get(first.rule, ""),
        canary=signal.canary,
        utc_offset=atlas.utc_offset(where),
        place_names=_names(where, atlas),
        country_names=_names(region, atlas),
        relevant=before.relevant if before else None,
        labels=labels.get(first.rule, ()),
        why=first.said,
    )


def _place(before: Incident | None, region: str, stories: Mapping[str, int], atlas: Atlas) -> str:
    """Return where it happens; a handful of stories left at the end moves nothing."""
    where = place(region, stories, atlas, before=before.place if before else None)
    if before is not None and before.level in OPEN and stories.get(where, 0) < MOVES:
        return before.place
    return where


def _members(firing: Sequence[Standing], signals: Mapping[str, Signal]) -> tuple[Member, ...]:
    best: dict[str, Standing] = {}
    for one in sorted(firing, key=lambda one: (one.region, -rank(one.level), one.rule)):
        best.setdefault(one.region, one)
    return tuple(
        Member(
            region=one.region, rule=one.rule, level=one.level, stories=signals[one.region].stories,
            articles=signals[one.region].articles, score=signals[one.region].score, threshold=one.line,
            joined_at=one.fired_at or one.since, at=signals[one.region].at,
        )
        for one in best.values() if one.region in signals
    )  # fmt: skip


def stories_by_region(signals: Mapping[str, Signal], hours: int, now: datetime) -> dict[str, int]:
    """Return the stories in a window by region; a signal older than the window says nothing about it."""
    return {
        region: window.stories
        for region, signal in signals.items()
        for window in signal.windows
        if window.hours == hours and now - signal.at < timedelta(hours=hours)
    }


def _names(code: str, atlas: Atlas) -> tuple[tuple[str, str], ...]:
    return tuple((language, atlas.name(code, language)) for language in ("de", "en"))


def _same(one: Incident, other: Incident) -> bool:
    """Return whether two steps differ in nothing that a desk would see."""
    return _seen(one) == _seen(other)


def _seen(one: Incident) -> tuple[object, ...]:
    bare = replace(one, at=one.opened_at, step=0, reason=Reason.FIRST, members=(), evidence=())
    members = [(member.region, member.level) for member in one.members]
    return bare, members, [(story.story, story.similar) for story in one.evidence]
