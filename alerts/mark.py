"""What an incident looked like when it was last spoken of (or acknowledged, or muted), and what is new since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from alerts.rules.levels import rank
from tocsin.model import Incident, IncidentLevel, Reason

OPEN: Final = frozenset({IncidentLevel.WATCH, IncidentLevel.HIGH, IncidentLevel.CRITICAL})
#: reasons that break an acknowledgement, a snooze and a silence
BREAKING: Final = frozenset({Reason.LEVEL_UP, Reason.NEW_REGION, Reason.FIRST_DEATHS, Reason.GREW})
GREW_BY: Final = 3  #: publishers, beside doubling: two more witnesses are no news


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The facts of an incident that a later step is compared with."""

    level: IncidentLevel
    worst: IncidentLevel
    place: str
    regions: tuple[str, ...]
    deaths: bool
    publishers: int


def mark_of(incident: Incident, before: Mark | None = None) -> Mark:
    """Return the mark of an incident; what was once said (regions, deaths, worst level) stays said until it opens anew."""
    regions = {member.region for member in incident.members}
    anew = before is not None and before.level is IncidentLevel.CLOSED and incident.level in OPEN
    open_before = None if anew else before
    worst = incident.level
    if open_before:
        regions |= set(open_before.regions)
        worst = max(worst, open_before.worst, key=rank)
    return Mark(
        level=incident.level,
        worst=worst,
        place=incident.place,
        regions=tuple(sorted(regions)),
        deaths=incident.deaths > 0 or bool(open_before and open_before.deaths),
        publishers=max(len(incident.publishers), open_before.publishers if open_before else 0),
    )


def news(incident: Incident, mark: Mark | None) -> Reason:
    """Return the reason to speak of an incident that was last seen like ``mark``, or that there is none."""
    if mark is None:
        return Reason.FIRST if incident.level in OPEN else Reason.SAID_ALREADY
    if incident.level not in OPEN:
        return _ending(incident.level, mark.level)
    return next((reason for reason, new in _asked(incident, mark) if new), Reason.SAID_ALREADY)


def _ending(level: IncidentLevel, before: IncidentLevel) -> Reason:
    if level is IncidentLevel.CLOSED:
        return Reason.SAID_ALREADY if before is IncidentLevel.CLOSED else Reason.CLOSED
    return Reason.CALMING if before in OPEN else Reason.SAID_ALREADY


def _asked(incident: Incident, mark: Mark) -> Iterator[tuple[Reason, bool]]:
    """Return the reasons in the order of their weight, each with whether it applies."""
    reopened = mark.level not in OPEN
    higher = rank(incident.level) > rank(mark.level)
    witnesses = max(2 * mark.publishers, mark.publishers + GREW_BY)
    yield Reason.LEVEL_UP, higher and (reopened or rank(incident.level) > rank(mark.worst))
    yield Reason.FIRST_DEATHS, incident.deaths > 0 and not mark.deaths
    yield Reason.NEW_REGION, incident.place != mark.place and incident.place not in mark.regions
    yield Reason.GREW, len(incident.publishers) >= witnesses
    yield Reason.LEVEL_DOWN, rank(incident.level) < rank(mark.level)
