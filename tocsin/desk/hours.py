"""A region's hours without gaps, and what they add up to against what is usual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tocsin.desk.band import usual
from tocsin.model import KeyState, WindowCount


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Stories of the last ``hours`` hours against what is usual in them."""

    hours: int
    stories: int
    expected: float
    low: int
    high: int
    blind: int = 0  #: hours of which nothing can be said
    learning: int = 0  #: hours in which it was not yet known what is usual

    @property
    def unusual(self) -> bool:
        """Say whether there are more stories than the usual band holds; never while it is still being learned."""
        return self.stories > self.high and not self.learning


def without_gaps(known: Sequence[WindowCount], start: int, end: int) -> tuple[WindowCount | None, ...]:
    """Return one record an hour for ``start <= hour < end``; None where nothing is known yet.

    An hour between known ones in which nothing was counted takes the
    expectation and the state of the hour before it.
    """
    by_hour = {one.hour: one for one in known}
    filled: list[WindowCount | None] = []
    last: WindowCount | None = None
    for hour in range(start, end):
        if hour in by_hour:
            last = by_hour[hour]
        elif last is not None:
            last = replace(last, hour=hour, stories=0, articles=0, score=None)
        filled.append(last)
    return tuple(filled)


def sums(hours: Sequence[WindowCount | None], lengths: Iterable[int]) -> tuple[Sum, ...]:
    """Return what the last hours add up to, for each length that the series covers."""
    return tuple(_sum(hours[-length:], length) for length in lengths if length <= len(hours))


def _sum(hours: Sequence[WindowCount | None], length: int) -> Sum:
    told = [one for one in hours if one is not None and one.state is not KeyState.NO_DATA]
    expected = sum(one.expected for one in told)
    low, high = usual(expected, sum(one.variance for one in told))
    return Sum(
        hours=length, stories=sum(one.stories for one in told), expected=expected, low=low, high=high,
        blind=length - len(told), learning=sum(one.state is KeyState.LEARNING for one in told),
    )  # fmt: skip
