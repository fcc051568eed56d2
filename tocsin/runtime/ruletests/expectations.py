"""What a timeline expects against what was said, in words where it does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alerts.spec.timelines import Expected
from alerts.spec.values import spelled
from tocsin.model import Notification
from tocsin.runtime.ruletests.script import START


def unmet(expectations: Sequence[Expected], notes: Sequence[Notification]) -> Iterator[tuple[int, str]]:
    """Yield the place of each expectation that was not met, and what happened instead."""
    left = list(notes)
    for index, one in enumerate(expectations):
        if one.between is not None:
            match = next((note for note in left if _meets(one, note)), None)
            if match is None:
                yield index, f"expected {_words(one)}, but {_happened(left)}"
                continue
            left = left[left.index(match) + 1 :]
        elif one.until is not None:
            more = [note for note in left if note.at - START <= one.until]
            if more:
                yield index, f"expected no more until {spelled(one.until)}, but {_happened(more)}"


def _meets(one: Expected, note: Notification) -> bool:
    assert one.between is not None
    place = note.incident.place if note.incident else None
    return (
        one.between[0] <= note.at - START <= one.between[1]
        and one.notify in (None, note.receiver)
        and one.reason in (None, note.reason)
        and one.level in (None, note.level.value)
        and one.place in (None, place)
    )


def _words(one: Expected) -> str:
    assert one.between is not None
    wanted = [
        one.reason.value if one.reason else None,
        one.level,
        one.place,
        one.notify and f"to {one.notify}",
    ]
    what = ", ".join(word for word in wanted if word) or "a message"
    return f"{what} between {spelled(one.between[0])} and {spelled(one.between[1])}"


def _happened(notes: Sequence[Notification]) -> str:
    if not notes:
        return "nothing was said"
    told = [
        f"{note.reason.value} ({note.level.value}) to {note.receiver} at {spelled(note.at - START)}"
        for note in notes[:3]
    ]
    return "there was: " + "; ".join(told)
