"""Neighbours: what a region and those that border on it say together, and who listens closer after an opening.

A signal carries its windows, so no records are needed for this: the alerting
fold keeps the latest signal of each key and calls

- `together(centre, borders, now=…)` with the latest signals of a key and of its
  bordering keys (same theme); the answer's ``score`` is compared with
  ``Lines.line(Lane.NEIGHBOURS)``;
- `sensitised(openings, now=…)` with the moments at which bordering keys opened:
  while it is true, the key's own line is lower by `EASE`.

Pure functions over plain values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from alerts.rules.levels import window_of
from tocsin.clock import HOUR
from tocsin.model import KeyState, Signal
from tocsin.surprise import surprise

TOGETHER: Final = (12, 24, 48)  #: hours: the windows that are summed
FEES: Final = {12: 0.4, 24: 0.0, 48: 0.0}  #: as in detection: short windows come more often
EASE: Final = 0.5  #: by how much a line is lowered after a neighbour opened
ALERTNESS: Final = timedelta(hours=72)  #: for how long


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """A region and its neighbours as one: the sums of their best window."""

    score: float
    window: int  #: hours
    stories: int
    expected: float
    variance: float
    regions: tuple[str, ...]  #: those with stories in the window, the centre first


def together(centre: Signal, borders: Iterable[Signal], *, now: datetime) -> Neighbourhood | None:
    """Return the sums over a key and its bordering keys, or nothing where no neighbour has any story.

    Signals are the latest of each key; keys that cannot see (no data) are left
    out. A signal that is ``a`` hours old stands for its window as far as it
    still reaches: stories of the largest window not above W - a, against the
    whole expectation of W.
    """
    near = [s for s in borders if s.state is not KeyState.NO_DATA]
    longest = TOGETHER[-1]
    if not any(s.windows and s.windows[-1].stories and _left(s, longest, now) for s in near):
        return None  # most of the time
    signals = [centre, *near]
    found = [sums for hours in TOGETHER if (sums := _sums(signals, hours, now)) is not None]
    return max(found, key=lambda sums: (sums.score, -sums.window), default=None)


def _sums(signals: Sequence[Signal], hours: int, now: datetime) -> Neighbourhood | None:
    stories, expected, variance = 0, 0.0, 0.0
    regions: list[str] = []
    for signal in signals:
        window = window_of(signal, hours)
        if window is None:
            continue
        expected += window.expected
        variance += window.variance
        left = _left(signal, hours, now)
        if left:
            stories += left
            regions.append(signal.region)
    if len(regions) < 2:
        return None
    score = float(surprise(stories, expected, variance)) - FEES[hours]
    return Neighbourhood(
        score=score,
        window=hours,
        stories=stories,
        expected=expected,
        variance=variance,
        regions=tuple(regions),
    )


def _left(signal: Signal, hours: int, now: datetime) -> int:
    """Return how many stories of a signal's window still lie in the window that ends now."""
    reach = hours - max(0, (now - signal.at) // HOUR)
    most = 0
    for window in signal.windows:
        if window.hours <= reach and window.stories > most:
            most = window.stories
    return most


def sensitised(openings: Iterable[datetime], *, now: datetime) -> bool:
    """Return whether a bordering key opened within the last 72 h."""
    return any(timedelta(0) <= now - opened <= ALERTNESS for opened in openings)
