"""Pooled: what is usual for each tier and time-zone group, from the latest daily summary of each partition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tocsin.model import Prior, Summary

POOLED: Final = 50.0  #: stories that draw a pooled rhythm factor to 1


def joined(summaries: Sequence[Summary], *, at: datetime) -> tuple[Prior, ...]:
    """Return the priors of all tiers and time-zone groups, from the partitions' latest summaries."""
    groups: dict[tuple[int, int], list[Summary]] = {}
    for summary in summaries:
        groups.setdefault((summary.tier, summary.group), []).append(summary)
    return tuple(_prior(tier, group, members, at) for (tier, group), members in sorted(groups.items()))


def _prior(tier: int, group: int, members: Sequence[Summary], at: datetime) -> Prior:
    keys = sum(member.keys for member in members)
    spread: dict[int, tuple[float, float]] = {}
    for window, one, two in (row for member in members for row in member.dispersion):
        before = spread.get(window, (0.0, 0.0))
        spread[window] = (before[0] + one, before[1] + two)
    return Prior(
        at=at,
        tier=tier,
        group=group,
        level=sum(member.level for member in members) / keys if keys else 0.0,
        hours=_factors([m.hours for m in members], [m.hours_expected for m in members]),
        days=_factors([m.days for m in members], [m.days_expected for m in members]),
        dispersion=tuple((window, one, two) for window, (one, two) in sorted(spread.items())),
    )


def _factors(counted: Sequence[Sequence[float]], expected: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return counted over expected per bin, drawn to 1 by fifty stories, with mean 1."""
    totals = [sum(bins) for bins in zip(*counted, strict=True)]
    chances = [sum(bins) for bins in zip(*expected, strict=True)]
    raw = [(c + POOLED) / (x + POOLED) for c, x in zip(totals, chances, strict=True)]
    mean = sum(raw) / len(raw) if raw else 1.0
    return tuple(factor / mean for factor in raw)
