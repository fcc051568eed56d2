"""Reading: how much more, or less, a changed tagger finds in the same articles.

A changed lexicon raises counts, which looks like news. So when it first speaks,
articles of the last days are read by it again, and each region's growth is told
to the detector as feeds that begin to count are: records of the shard
`tocsin.coverage.READING`, one for the world (the growth of all regions together)
and one for each region that grew otherwise, with its growth over the world's.
Regions with few mentions are drawn to the growth of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from tocsin.coverage import READING, WORLD
from tocsin.model import Coverage, Mention

DRAWN: Final = 20.0  #: mentions that draw a growth: all regions' to 1, and each region's to that of all
WORTH: Final = 0.02  #: a difference that is worth a record
MOST: Final = 10.0  #: a growth is at most so much, and at least its inverse


def growths(
    pairs: Iterable[tuple[Iterable[Mention], Iterable[Mention]]], *, hour: int
) -> tuple[Coverage, ...]:
    """Return what is to be told of articles' mentions as they were, and as they are now; empty where little changed."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for were, are in pairs:
        before.update(mention.region for mention in were)
        after.update(mention.region for mention in are)
    return tuple(
        Coverage(shard=READING, region=region, hour=hour, usual=0.0, visible=0.0, growth=round(growth, 4))
        for region, growth in compared(before, after).items()
        if abs(growth - 1.0) >= WORTH
    )


def compared(before: Counter[str], after: Counter[str]) -> dict[str, float]:
    """Return the growth of all regions' mentions together (under `WORLD`), and each region's own on top of it."""
    pooled = _within((after.total() + DRAWN) / (before.total() + DRAWN))
    own = {
        region: _within((after[region] + DRAWN * pooled) / (before[region] + DRAWN) / pooled)
        for region in sorted(before.keys() | after.keys())
    }
    return {WORLD: pooled, **own}


def _within(growth: float) -> float:
    return min(MOST, max(1 / MOST, growth))
