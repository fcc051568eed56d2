"""Neglect: where a theme weighs much inside a country and the country little in the world's news of it.

Computed daily from counts in the index; shown, and used only to listen closer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A country's news of some days: stories in all, and of one theme."""

    country: str
    stories: int
    of_theme: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Neglect:
    """How much one country's trouble is overlooked: the difference of its two ranks, -1..1."""

    country: str
    inside: float  #: share of the theme in the country's own news
    outside: float  #: share of the country in the theme's news of the world
    neglect: float  #: above 0: heavier at home than it is told abroad


def neglect(shares: Iterable[Share]) -> tuple[Neglect, ...]:
    """Return the countries with any story of the theme, the most neglected first.

    Ranks run from 0 (least) to 1 (most); equal shares have equal ranks, the mean of theirs.
    """
    told = [share for share in shares if share.of_theme > 0]
    total = sum(share.of_theme for share in told)
    inside = [share.of_theme / max(share.stories, share.of_theme) for share in told]
    outside = [share.of_theme / total for share in told]
    found = [
        Neglect(country=share.country, inside=a, outside=b, neglect=rank_a - rank_b)
        for share, a, b, rank_a, rank_b in zip(
            told, inside, outside, _ranks(inside), _ranks(outside), strict=True
        )
    ]
    return tuple(sorted(found, key=lambda one: (-one.neglect, one.country)))


def _ranks(values: list[float]) -> list[float]:
    if len(values) < 2:
        return [0.5] * len(values)
    ordered = sorted(values)
    last = len(values) - 1
    return [(ordered.index(v) + last - ordered[::-1].index(v)) / 2 / last for v in values]
