"""``when: threshold``: at least so many stories or deaths within so many hours, whatever is usual."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.rules.finding import Finding, Why, no
from alerts.rules.levels import window_of
from alerts.spec import Threshold
from tocsin.model import IncidentLevel, KeyState, Signal, WindowScore


def judge_threshold(spec: Threshold, signal: Signal) -> Finding:
    """Return whether a threshold rule holds for a signal."""
    blind = signal.state is KeyState.NO_DATA
    window = window_of(signal, spec.hours)
    if window is None:
        return no(Why.NO_DATA, blind=blind)
    stories = stories_of(window, spec.categories)
    why = _why(spec, window, stories)
    if why is not Why.HOLDS:
        return no(why, blind=blind)
    level = IncidentLevel(spec.level)
    return Finding(
        why=why, stays=True, level=level, held_level=level, window=spec.hours, blind=blind,
        said=f"{stories} stories, {window.deaths} deaths in {window.hours} h",
    )  # fmt: skip


def _why(spec: Threshold, window: WindowScore, stories: int) -> Why:
    if stories < max(spec.stories or 0, spec.min_stories):
        return Why.FEW_STORIES
    if spec.deaths is not None and window.deaths < spec.deaths:
        return Why.FEW_DEATHS
    if window.publishers < spec.min_publishers:
        return Why.FEW_PUBLISHERS
    return Why.HOLDS


def stories_of(window: WindowScore, categories: Sequence[str]) -> int:
    """Return the stories of a window that are of one of the categories (of all, if none is named).

    A story of two categories counts in both, hence the cap.
    """
    if not categories:
        return window.stories
    found = sum(count.stories for count in window.categories if count.category in categories)
    return min(found, window.stories)
