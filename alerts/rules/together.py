"""A spike that no region shows alone: a region and those that border on it, summed (spikes.md §5).

It opens at level watch only, on the neighbours' own line and share of the
budget, and only if the region itself has stories in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from alerts.neighbours import together
from alerts.rules.finding import Finding, Why
from alerts.spec import Spike
from tocsin.model import IncidentLevel, Signal

WORTH: Final = 0.5  #: a region whose own score is lower does not ask its neighbours


def judge_together(
    spec: Spike,
    finding: Finding,
    signal: Signal,
    near: Callable[[], Iterable[Signal]],
    *,
    line: float,
    now: datetime,
) -> Finding:
    """Return the finding of a region below its own line, looked at with its neighbours."""
    if (
        finding.why is not Why.BELOW_LINE
        or spec.level != "watch"
        or signal.score < WORTH
        or not signal.stories
    ):
        return finding
    others = list(near())
    found = together(signal, others, now=now)
    if found is None or found.score < line or found.stories < spec.min_stories:
        return finding
    voices = {name for one in (signal, *others) if one.region in found.regions for name in one.publishers}
    if signal.region not in found.regions or len(voices) < max(2, spec.min_publishers):
        return finding
    level = IncidentLevel.WATCH
    return Finding(
        why=Why.HOLDS, stays=True, level=level, held_level=level, line=line, window=found.window, together=True,
        said=f"{found.stories} stories in {found.window} h with {', '.join(found.regions[1:])}",
    )  # fmt: skip
