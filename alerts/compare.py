"""What two configurations say of the same records: which incidents only one of them opens, which ones run another course.

    before, after = Courses(), Courses()
    for said in fold.apply(record): before.hear(said)      # an `AlertFold` of each configuration
    compare(before, after)

An incident that opens at another hour has another id; it counts as the same
one if theme and place are the same and the two overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from alerts.mark import OPEN
from alerts.rules.levels import rank
from tocsin.model import Incident, IncidentLevel, Notification


@dataclass(slots=True)
class Course:
    """How one incident ran: when it opened and closed, how bad it became, who was told how often."""

    id: str
    theme: str
    place: str  #: as at its worst
    rule: str  #: that opened it
    opened_at: datetime
    closed_at: datetime | None = None
    worst: IncidentLevel = IncidentLevel.QUIET
    told: Counter[str] = field(default_factory=Counter)  #: messages by receiver; edits of a message are none

    def overlaps(self, other: Course) -> bool:
        """Whether two incidents ran at the same time."""
        return _before(self.opened_at, other.closed_at) and _before(other.opened_at, self.closed_at)


class Courses:
    """The courses of all incidents that one configuration opened; test articles are left out."""

    def __init__(self) -> None:
        self.by_id: dict[str, Course] = {}
        self.messages: Counter[str] = Counter()  #: by receiver, digests and notices too

    def hear(self, said: object) -> None:
        """Take note of what an alerting fold said."""
        if isinstance(said, Incident):
            self._step(said)
        elif isinstance(said, Notification) and not said.edit:
            if said.incident is None or said.incident.canary is None:
                self.messages[said.receiver] += 1
            if said.incident is not None and said.incident.id in self.by_id:
                self.by_id[said.incident.id].told[said.receiver] += 1

    def _step(self, step: Incident) -> None:
        if step.canary is not None:
            return
        course = self.by_id.get(step.id)
        if course is None:
            if step.level not in OPEN:
                return
            course = self.by_id[step.id] = Course(step.id, step.theme, step.place, step.rule, step.opened_at)
        if rank(step.level) > rank(course.worst):
            course.worst, course.place = step.level, step.place
        course.closed_at = step.at if step.level is IncidentLevel.CLOSED else None


class How(StrEnum):
    """In which way the configurations differ over an incident."""

    NEW = "new"
    GONE = "gone"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Change:
    """An incident of which the two say something else."""

    how: How
    before: Course | None
    after: Course | None

    @property
    def at(self) -> datetime:
        """When the first of them opened it."""
        return min(one.opened_at for one in (self.before, self.after) if one is not None)

    @property
    def name(self) -> str:
        """The id of the incident, by the first configuration if that opens it."""
        return next(one.id for one in (self.before, self.after) if one is not None)

    @property
    def what(self) -> tuple[str, ...]:
        """Say what is otherwise, in short pieces: ``watch -> high``."""
        if self.before is None or self.after is None:
            return ()
        return tuple(_pieces(self.before, self.after))


def compare(before: Courses, after: Courses) -> tuple[Change, ...]:
    """Return what the second configuration says otherwise than the first, in the order of time."""
    pairs = [(one, after.by_id[name]) for name, one in before.by_id.items() if name in after.by_id]
    left = [one for name, one in before.by_id.items() if name not in after.by_id]
    added = [one for name, one in after.by_id.items() if name not in before.by_id]
    for one in list(left):
        other = next((other for other in added if _same(one, other)), None)
        if other is not None:
            pairs.append((one, other))
            left.remove(one)
            added.remove(other)
    found = [
        *(Change(How.OTHERWISE, one, other) for one, other in pairs if any(_pieces(one, other))),
        *(Change(How.GONE, one, None) for one in left),
        *(Change(How.NEW, None, one) for one in added),
    ]
    return tuple(sorted(found, key=lambda change: (change.at, change.name)))


def _same(one: Course, other: Course) -> bool:
    return (one.theme, one.place) == (other.theme, other.place) and one.overlaps(other)


def _before(moment: datetime, end: datetime | None) -> bool:
    return end is None or moment <= end


def _pieces(before: Course, after: Course) -> Iterator[str]:
    if before.opened_at != after.opened_at:
        later = after.opened_at > before.opened_at
        hours = abs(after.opened_at - before.opened_at).total_seconds() / 3600
        yield f"opens {hours:.1f} h {'later' if later else 'earlier'}"
    if before.worst is not after.worst:
        yield f"{before.worst} -> {after.worst}"
    if before.rule != after.rule:
        yield f"by {after.rule} instead of {before.rule}"
    for name in sorted({*before.told, *after.told}):
        if before.told[name] != after.told[name]:
            yield f"{name} {before.told[name]} -> {after.told[name]} messages"
    if before.closed_at != after.closed_at:
        yield f"closes {_when(after.closed_at)} instead of {_when(before.closed_at)}"


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "not yet"
