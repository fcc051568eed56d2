"""Lanes: whose share of the budget an opening is counted against, and how the budget is shared out.

Five tiers of usual volume, the one-source lane (regions whose catalogue has
fewer than three owners of feeds) and the neighbours' lane.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from alerts.budget import BudgetSpec


class Lane(IntEnum):
    """Whose share of the budget an opening is counted against."""

    TIER_0 = 0
    TIER_1 = 1
    TIER_2 = 2
    TIER_3 = 3
    TIER_4 = 4
    ONE_SOURCE = 5
    NEIGHBOURS = 6


def shared(spec: BudgetSpec, tiers: Sequence[int], *, thin_owners: int) -> tuple[float, ...]:
    """Return each lane's false alerts a week, from the keys of each tier; lanes without keys leave theirs to the others."""
    alone = spec.one_source if thin_owners else 0.0
    rest = 1.0 - alone - spec.neighbours
    thick = sum(tiers[1:])
    thin = (spec.thinnest if thick else 1.0) if tiers[0] else 0.0
    shares = [thin, *((1 - thin) * keys / thick if thick else 0.0 for keys in tiers[1:])]
    return (
        *(spec.budget * rest * share for share in shares),
        spec.budget * alone,
        spec.budget * spec.neighbours,
    )
