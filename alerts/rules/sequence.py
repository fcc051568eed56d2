"""``when: sequence``: one thing, then another, within a span, in a region or its neighbours.

Per rule and region each stage remembers the first and the last time it was
met; times older than the span are forgotten when the stage is met again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.rules.finding import Finding, Why, no
from alerts.rules.levels import window_of
from alerts.rules.threshold import stories_of
from alerts.spec import Sequence, Stage
from tocsin.model import IncidentLevel, KeyState, Signal

DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """When one stage was met in one region: first and last."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one sequence has come in one region; one entry a stage."""

    rule: str
    region: str
    stages: tuple[Met | None, ...]


def meets(stage: Stage, signal: Signal) -> bool:
    """Return whether a signal meets one stage."""
    if signal.theme != stage.theme:
        return False
    window = window_of(signal, DAY)
    return window is not None and stories_of(window, stage.categories) >= stage.stories


def progressed(progress: Progress, spec: Sequence, signal: Signal, now: datetime) -> Progress:
    """Return the progress after a signal of the same region: the very same where it meets no stage."""
    found = [meets(stage, signal) for stage in spec.stages]
    if True not in found:
        return progress
    return replace(progress, stages=tuple(
        _met(met, now, spec.within) if new else met
        for met, new in zip(progress.stages, found, strict=True)
    ))  # fmt: skip


def _met(met: Met | None, now: datetime, within: timedelta) -> Met:
    return Met(first=met.first if met and now - met.first <= within else now, last=now)


def judge_sequence(spec: Sequence, signal: Signal, region: Iterable[Progress], now: datetime) -> Finding:
    """Return whether the last stage is met now, after all others, in the region or its neighbours."""
    blind = signal.state is KeyState.NO_DATA
    if not meets(spec.stages[-1], signal):
        return no(Why.FEW_STORIES, blind=blind)
    started = _chain(spec, tuple(region), now)
    if started is None:
        return no(Why.STAGE_MISSING, blind=blind)
    level = IncidentLevel(spec.level)
    words = " → ".join(stage.categories[0] if stage.categories else stage.theme for stage in spec.stages)
    days = max(1, round((now - started) / timedelta(days=1)))
    return Finding(
        why=Why.HOLDS, stays=True, level=level, held_level=level, window=DAY, blind=blind,
        said=f"{words} within {days} d",
    )  # fmt: skip


def _chain(spec: Sequence, places: tuple[Progress, ...], now: datetime) -> datetime | None:
    earliest = now - spec.within
    start: datetime | None = None
    for number in range(len(spec.stages) - 1):
        met = [found for place in places if (found := place.stages[number]) is not None]
        times = [max(found.first, earliest) for found in met if found.last >= earliest]
        if not times:
            return None
        earliest = min(times)
        start = start or earliest
    return start
