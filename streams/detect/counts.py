"""Counts: what an ended hour of a key held against what was usual, from which curves are drawn."""

from __future__ import annotations

from collections.abc import Iterator

from streams.detect.keys import Keys
from streams.detect.region import Key, Place
from streams.detect.signals import Signals
from tocsin.model import WindowCount


def counts(
    keys: Keys, signals: Signals, place: Place, key: Key, *, hour: int, spread: float, score: float
) -> Iterator[WindowCount]:
    """Yield the count of an ended hour, and of earlier open ones that late mentions changed, by hour.

    ``spread`` is the key's dispersion over one hour, ``score`` that of the ended hour (nan: none).
    """
    hours = {hour, *(h for h in key.restated if h > hour - keys.shape.open)}
    for h in sorted(hours):
        yield _count(keys, signals, place, key, hour=h, spread=spread, score=score if h == hour else None)


def _count(
    keys: Keys, signals: Signals, place: Place, key: Key, *, hour: int, spread: float, score: float | None
) -> WindowCount:
    bank, row, column = keys.bank, key.row, keys.bank.place(hour)
    seen = float(bank.seen[row, column])
    expected = float(bank.level[row, column]) * float(bank.season[row, column]) * seen
    expected *= float(bank.volume[row, column])
    variance = expected * spread + expected * expected / float(bank.weight[row, column])
    cell = place.cell(key, hour)
    return WindowCount(
        region=place.code, theme=key.theme, hour=hour, stories=cell.stories, articles=cell.articles,
        expected=expected, variance=variance, coverage=seen, state=signals.state(key, 0.0, hour),
        score=None if score is None or score != score else score,  # noqa: PLR0124  # nan: none
    )  # fmt: skip
