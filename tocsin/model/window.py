"""One ended hour of one region and theme, counted against what is usual there: what a curve is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.model.signal import KeyState


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowCount:
    """How often one theme was reported in one region during one hour, and how often that is usual.

    Keyed by region in ``tocsin.windows``; of one region, theme and hour the
    latest record wins, so late stories restate their hour.
    """

    region: str
    theme: str
    hour: int  #: whole hours since 1970 (`tocsin.clock.hour_of`)
    stories: int  #: reprints of one report count once
    articles: int
    expected: float  #: stories that are usual in this hour, at the coverage we had
    variance: float  #: of that expectation
    coverage: float = 1.0  #: 0..1 of the usual reporting
    state: KeyState = KeyState.READY
    score: float | None = None  #: the highest in this hour
    threshold: float | None = None  #: the line in force, where the alerter told it
