"""When an incident must be looked at again although nothing happens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from alerts.config import AlertConfig
from alerts.incidents import CALM_FOR, NEW_NORMAL
from alerts.mark import OPEN
from alerts.state import Record
from tocsin.model import IncidentLevel

LOOK_AGAIN: Final = timedelta(hours=1)  #: while calming, at windows that only grow old


def next_look(record: Record, config: AlertConfig, now: datetime) -> datetime | None:
    """Return the next moment at which time alone may change an incident or what is said of it."""
    course = record.course
    wanted = [record.wake_at] if record.wake_at else []
    if course.stale:
        wanted.append(course.incident.at + config.routes.grouping.interval)
    if course.incident.level is IncidentLevel.CALMING:
        wanted.append(course.calm_since + CALM_FOR if course.calm_since else now + LOOK_AGAIN)
    if course.incident.level in OPEN:
        wanted.append(course.worse_at + NEW_NORMAL)
    later = [at for at in wanted if at > now]
    return min(later, default=None)
