"""The storm message: one line for each incident that a full channel cannot carry by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from alerts.ledger import Row
from alerts.render.facts import headline
from alerts.render.words import say
from alerts.rules.levels import rank
from tocsin.ids import digest
from tocsin.model import Notification, Reason

SHOWN: Final = 40


def storm_note(receiver: str, first: Notification, now: datetime) -> Notification:
    """Return the planned storm message of a receiver; its lines are filled in when it is sent."""
    subject = digest("storm", receiver, first.id)
    return Notification(
        id=digest("notification", subject, receiver), subject=subject, step=1, receiver=receiver,
        reason=Reason.STORM, at=now, level=first.level,
    )  # fmt: skip


def storm_edit(storm: Notification, count: int, now: datetime) -> Notification:
    """Return the edit that adds lines to a storm message that was sent."""
    row = digest("notification", storm.subject, storm.receiver, str(count))
    return replace(storm, id=row, step=count, at=now, edit=True, root=storm.id)


def storm_with_lines(note: Notification, rows: Sequence[Row], language: str) -> Notification:
    """Return a storm message with a line for each incident it speaks for, worst first."""
    incidents = [row.note.incident for row in rows if row.note.incident is not None]
    incidents.sort(key=lambda one: (-rank(one.level), one.place, one.theme))
    lines = [
        f"• {headline(one, language)} ({say(language, 'stories', n=one.stories)})"
        for one in incidents[:SHOWN]
    ]
    rest = len(incidents) - SHOWN
    if rest > 0:
        lines.append(say(language, "more_lines", n=rest))
    return replace(note, title=say(language, "storm.title", n=len(incidents)), lines=tuple(lines))
