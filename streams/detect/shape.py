"""What a detector is made of: its windows, its memory and its constants. Numbers only, no behaviour.

The product runs `HOURLY`; benchmarks run other shapes (weeks instead of hours)
through the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One rhythm: a period of buckets cut into bins, and how long a bin remembers."""

    period: int  #: buckets: 24 hours, 168 hours
    bins: int
    keep: float  #: what is left of a bin's memory after one visit
    near: tuple[float, ...] = ()  #: weights of the bins beside a bin, nearest first: rhythms are smooth


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The constants of spikes.md §2; lengths are buckets (hours in the product)."""

    windows: tuple[int, ...]
    fees: tuple[float, ...]  #: what each window pays for being looked at more often
    open: int  #: buckets that still take late mentions and are not yet part of the baseline
    cycles: tuple[Cycle, ...]
    halving: float  #: the level forgets half after this many stories ...
    halving_least: float  #: ... but not within fewer buckets than this
    halving_most: float  #: ... and within this many in any case
    prior_events: float = 0.5  #: weight of the tier's mean level, in stories
    prior_level: float = 0.3  #: stories a bucket, until a weekly prior says better
    clip: float = 3.0  #: standard deviations above which a bucket teaches the level nothing more
    rhythm_events: float = 10.0  #: weight of the pooled rhythm, in stories
    spread_prior: float = 1.1  #: dispersion before anything is learned ...
    spread_events: float = 100.0  #: ... and its weight, in stories
    spread_keep: float = 2.0 ** (-1 / 672)
    spread_clip: float = 6.0  #: squared errors teach at most this many variances
    spread_skip: float = 2.5  #: windows more surprising than this are events, not noise
    spread_by_day: bool = False  #: whether the days differ (dispersion follows the rhythm), not the stories
    carried: tuple[float, ...] = ()  #: by window: how much of what the buckets before did carries over
    carried_within: tuple[float, float] = (-0.5, 2.0)  #: against the level
    seen_least: float = 0.25  #: a bucket seen less than this teaches nothing
    settling: int = 0  #: buckets in which a key looks for its level: what they hold is not clipped by it
    young: int = 0  #: buckets in which all windows teach dispersion: nothing is known to call them events by
    young_doubt: float = 0.0  #: by how much of the mean the rhythm of a key just born is off ...
    young_halving: float = 336.0  #: ... half as much after so many buckets
    rhythm_doubt: float = (
        0.0  #: part of the mean that an hour is off by in a key whose hours were never heard ...
    )
    rhythm_known: float = 5.0  #: ... half the variance after so many stories about that hour
    seen_doubt: float = 0.3  #: what was not seen is known to within this part of it
    stated_least: float = 0.3  #: a window seen less than this says nothing
    dated_only: int = 6  #: windows up to this long leave undated mentions out
    looks: float = 0.0  #: buckets between independent looks at a thick key; 0: all keys are looked at alike
    looks_weight: float = 1.0  #: how much of the correction for few looks is given
    looks_most: float = 1.5  #: and what it can reach at most
    brief: int = 12  #: buckets: windows up to this long pay more ...
    brief_fee: float = 0.0  #: ... in keys so thin that one of them hardly ever holds a story

    @property
    def ring(self) -> int:
        """How many buckets are remembered."""
        return 2 * self.open


HOURLY: Final = Shape(
    windows=(1, 3, 6, 12, 24, 48),
    fees=(1.6, 1.1, 0.8, 0.4, 0.0, 0.0),
    open=48,
    cycles=(
        Cycle(period=24, bins=24, keep=2.0 ** (-1 / 56), near=(1.0, 0.5)),
        Cycle(period=168, bins=7, keep=2.0 ** (-1 / 1344)),
    ),
    halving=150.0,
    halving_least=72.0,
    halving_most=1344.0,
    looks=8.0,
    brief_fee=0.3,
    spread_by_day=True,
    settling=48,
    young=336,
    young_doubt=0.8,
    rhythm_doubt=0.7,
    spread_events=30.0,
    carried=(0.7, 0.7, 0.7, 0.65, 0.5, 0.0),
)
