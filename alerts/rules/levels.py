"""How bad: the level that a score over its line and the magnitude support (spikes.md §5).

watch     score >= line,        >= 3 stories, >= 2 publishers
high      score >= line + 1.5,  lower ratio >= 3
critical  score >= line + 3,    lower ratio >= 5, excess >= 10, >= 3 publishers
"""

from __future__ import annotations

from typing import Final

from alerts.rules.magnitude import ratio_low
from tocsin.model import IncidentLevel, Signal, WindowScore

HYSTERESIS: Final = 1.0  #: a level is kept while the score is no further below its line
ORDER: Final[dict[str, int]] = {
    IncidentLevel.CLOSED: 0,
    IncidentLevel.QUIET: 0,
    IncidentLevel.CALMING: 1,
    IncidentLevel.WATCH: 2,
    IncidentLevel.HIGH: 3,
    IncidentLevel.CRITICAL: 4,
}


def rank(level: IncidentLevel | str) -> int:
    """Return a level's place in the order, worst highest."""
    return ORDER[level]


def winning(signal: Signal) -> WindowScore | None:
    """Return the window that gave the signal its score."""
    return window_of(signal, signal.window)


def window_of(signal: Signal, hours: int) -> WindowScore | None:
    """Return a signal's window of so many hours."""
    for window in signal.windows:
        if window.hours == hours:
            return window
    return None


def level_of(signal: Signal, line: float, *, slack: float = 0.0) -> IncidentLevel:
    """Return the level the signal supports over a line; ``slack`` lowers every line by so much."""
    over = signal.score - line + slack
    window = winning(signal) if over >= 0 else None
    if window is None:
        return IncidentLevel.QUIET
    low = ratio_low(window.stories, window.expected)
    excess = window.stories - window.expected
    if over >= 3 and low >= 5 and excess >= 10 and window.publishers >= 3:
        return IncidentLevel.CRITICAL
    if over >= 1.5 and low >= 3:
        return IncidentLevel.HIGH
    return IncidentLevel.WATCH
