"""Why nothing is sent although there is news: silences, quiet hours, inhibition, ack and snooze.

All of them stop sending only; what they hold back stands in the next digest.
A reason that breaks (level up, new top region, first deaths, publishers
doubled) passes silences; acks and snoozes are lifted by it (`alerts.records`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.mark import BREAKING, OPEN
from alerts.rules.levels import rank
from alerts.rules.select import within
from alerts.spec import Inhibition, QuietHours, RouteSpec
from tocsin.atlas import Atlas
from tocsin.model import Incident, Reason, Silence

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What muting looks at beside the incident itself."""

    silences: Sequence[Silence]
    inhibitions: Sequence[Inhibition]
    open_incidents: Sequence[Incident]
    atlas: Atlas


def why_muted(
    incident: Incident, reason: Reason, *, receiver: str, route: RouteSpec, known: bool,
    around: Surroundings, now: datetime,
) -> Reason | None:  # fmt: skip
    """Return why a receiver is not told now, or nothing if it is.

    ``known``: the receiver was told of this incident, or it was muted for it.
    """
    breaks = known and reason in BREAKING
    if not breaks and any(silences(one, incident, receiver, around.atlas, now) for one in around.silences):
        return Reason.SILENCED
    if inhibited(incident, around.inhibitions, around.open_incidents):
        return Reason.INHIBITED
    if incident.acked_by and reason is not Reason.CLOSED:
        return Reason.ACKED
    if incident.snoozed_until and now < incident.snoozed_until:
        return Reason.SNOOZED
    if route.quiet_hours and is_quiet(route.quiet_hours, incident, now):
        return Reason.QUIET_HOURS
    return None


def silences(silence: Silence, incident: Incident, receiver: str, atlas: Atlas, now: datetime) -> bool:
    """Return whether a silence is in force and matches in everything that it names."""
    if not silence.starts_at <= now < silence.ends_at:
        return False
    if silence.regions and not within(incident.place, silence.regions, atlas):
        return False
    if silence.themes and incident.theme not in silence.themes:
        return False
    if silence.rules and incident.rule not in silence.rules:
        return False
    return not silence.receivers or receiver in silence.receivers


def inhibited(incident: Incident, inhibitions: Iterable[Inhibition], others: Iterable[Incident]) -> bool:
    """Return whether an incident that is at least as bad speaks for this one."""
    return any(
        _inhibits(rule, source, incident)
        for rule in inhibitions
        for source in others
        if source.id != incident.id and source.level in OPEN
    )


def _inhibits(rule: Inhibition, source: Incident, target: Incident) -> bool:
    if getattr(source, rule.same) != getattr(target, rule.same):
        return False
    if rule.source.themes and source.theme not in rule.source.themes:
        return False
    if rule.target.themes and target.theme not in rule.target.themes:
        return False
    return rank(rule.source.level) <= rank(source.level) >= rank(target.level) <= rank(rule.target.level)


def is_quiet(hours: QuietHours, incident: Incident, now: datetime) -> bool:
    """Return whether a route is silent now; an incident of the excepted level is never held back."""
    if hours.except_level and rank(incident.level) >= rank(hours.except_level):
        return False
    local = now + timedelta(hours=hours.utc_offset)
    start, end, moment = hours.from_, hours.until, local.time()
    overnight = start > end
    inside = (moment >= start or moment < end) if overnight else start <= moment < end
    if not inside:
        return False
    began = local - timedelta(days=1) if overnight and moment < end else local
    return not hours.days or DAYS[began.weekday()] in hours.days
