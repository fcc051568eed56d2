"""Hours as documents: the running hour as signals speak of it, the ended hour as it was counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import msgspec

from tocsin.atlas import Atlas
from tocsin.clock import hour_of, start_of
from tocsin.index.documents.places import place_fields
from tocsin.index.names import Kind, index
from tocsin.index.operations import Does, Operation
from tocsin.model import Signal, WindowCount

#: versions of ended hours begin here, above every second since 1970, so that they restate running ones
_ENDED: Final = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An hour that has not ended, as a signal of the moment ``at`` counts it."""

    count: WindowCount
    at: datetime

    @property
    def id(self) -> str:
        """The document's id."""
        return _id(self.count)

    def scored(self, score: float) -> Running:
        """Return the same hour with another score."""
        return replace(self, count=replace(self.count, score=score))


def window_operations(count: WindowCount, offset: int, atlas: Atlas) -> Iterator[Operation]:
    """Yield what puts an ended hour in; of one hour the record with the highest offset wins."""
    yield _operation(count, _ENDED + offset + 1, atlas, ended=True)


def running_hours(signals: Iterable[Signal]) -> tuple[Running, ...]:
    """Return the running hour of each key as its latest signal counts it, with the highest score of all."""
    hours: dict[str, Running] = {}
    for signal in signals:
        for count in _hour_of(signal):
            told = Running(count=count, at=signal.at)
            held = hours.get(told.id)
            hours[told.id] = told if held is None else _joined(held, told)
    return tuple(hours.values())


def running_operation(running: Running, atlas: Atlas) -> Operation:
    """Return what puts a running hour in; an ended hour restates it."""
    return _operation(running.count, int(running.at.timestamp()), atlas, ended=False)


def _hour_of(signal: Signal) -> Iterator[WindowCount]:
    for hour in signal.windows:
        if hour.hours == 1:
            yield WindowCount(
                region=signal.region,
                theme=signal.theme,
                hour=hour_of(signal.at),
                stories=hour.stories,
                articles=hour.articles,
                expected=hour.expected,
                variance=hour.variance,
                coverage=hour.coverage,
                state=signal.state,
                score=signal.score,
            )


def _joined(held: Running, told: Running) -> Running:
    latest = told if told.at >= held.at else held
    return latest.scored(max(held.count.score or 0.0, told.count.score or 0.0))


def _operation(count: WindowCount, version: int, atlas: Atlas, *, ended: bool) -> Operation:
    at = start_of(count.hour)
    fields: dict[str, Any] = place_fields(atlas, count.region) | {
        "theme": count.theme,
        "hour": at,
        "stories": count.stories,
        "articles": count.articles,
        "expected": count.expected,
        "variance": count.variance,
        "coverage": count.coverage,
        "state": count.state.value,
        "ended": ended,
        "message": msgspec.to_builtins(count),
    }
    measured = {"score": count.score, "threshold": count.threshold}
    return Operation(
        does=Does.INDEX,
        index=index(Kind.WINDOWS, at),
        id=_id(count),
        version=version,
        document=fields | {name: value for name, value in measured.items() if value is not None},
    )


def _id(count: WindowCount) -> str:
    return f"{count.region}:{count.theme}:{count.hour}"
