"""``when: spike``: more than is usual for this region, judged by the line that the budget draws."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.rules.finding import Finding, Why, no
from alerts.rules.levels import HYSTERESIS, level_of, rank, winning
from alerts.spec import Spike
from tocsin.model import IncidentLevel, KeyState, Signal, WindowScore
from tocsin.quick import quick

_finding = quick(Finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The line in force for one signal; with ``one_source`` a single publisher may cross it."""

    line: float
    one_source: bool = False


def judge_spike(spec: Spike, signal: Signal, drawn: Drawn | None) -> Finding:
    """Return whether a spike rule holds for a signal (no line: nothing may open here yet)."""
    window = winning(signal)
    if signal.state is KeyState.NO_DATA or window is None:
        return no(Why.NO_DATA, blind=signal.state is KeyState.NO_DATA)
    if drawn is None or (signal.state is KeyState.LEARNING and not signal.early):
        return no(Why.LEARNING)
    line = drawn.line
    why = _why(spec, signal, window, drawn)
    level, held = level_of(signal, line), level_of(signal, line, slack=HYSTERESIS)
    if drawn.one_source:
        level, held = _at_most_watch(level), _at_most_watch(held)
    if why is Why.HOLDS and rank(level) < rank(spec.level):
        why = Why.LOW_LEVEL
    return _finding(
        why=why, stays=signal.score >= line - HYSTERESIS,
        level=level if why is Why.HOLDS else IncidentLevel.QUIET, held_level=held,
        line=line, window=signal.window, one_source=drawn.one_source,
        said=f"score {signal.score:.1f} over {line:.1f} in {signal.window} h",
    )  # fmt: skip


def _at_most_watch(level: IncidentLevel) -> IncidentLevel:
    return min(level, IncidentLevel.WATCH, key=rank)


def _why(spec: Spike, signal: Signal, window: WindowScore, drawn: Drawn) -> Why:
    publishers = 1 if drawn.one_source else spec.min_publishers
    if signal.score < drawn.line:
        return Why.BELOW_LINE
    if window.stories < spec.min_stories:
        return Why.FEW_STORIES
    if window.publishers < publishers:
        return Why.FEW_PUBLISHERS
    if len(signal.languages) < spec.min_languages:
        return Why.FEW_LANGUAGES
    return Why.HOLDS
