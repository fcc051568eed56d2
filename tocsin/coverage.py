"""Coverage: which share of a region's usual reporting we can see (architecture law 7).

Per hour and poller shard the latest record wins, so a backlog that comes after
an outage restates its hours; a shard that is silent sees nothing. Feeds that
cover the world count for the region ``world``, which stands in for regions
without feeds of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tocsin.clock import start_of
from tocsin.model import Coverage, FeedState

GRACE: Final = timedelta(hours=1)  #: a failing feed counts as seen for this long after its last success
WORLD: Final = "world"
#: Shard of records that say how much more a changed lexicon finds in the same articles (`streams.rereading`).
REREAD: Final = "reread"
LEARNING_DAYS: Final = 7  #: a feed counts once it was watched so long ...
LEARNING_ENTRIES: Final = 50  #: ... or brought so many entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """What one feed usually brings in one hour (articles), and whether we saw it."""

    covers: tuple[str, ...]
    owner: str
    usual: float
    seen: bool
    daily: float = 0.0  #: articles of a usual day, over 24, of a feed that counts
    begins: bool = False  #: whether it begins to count in this hour


def reread(region: str, growth: float, *, hour: int) -> Coverage:
    """Return the record that says how much more of a region a changed lexicon finds, from an hour on."""
    return Coverage(shard=REREAD, region=region, hour=hour, usual=0.0, visible=0.0, growth=round(growth, 4))


def was_seen(state: FeedState, hour: int) -> bool:
    """Whether we saw what a feed brought in an hour, counted by `tocsin.clock.hour_of`.

    A feed that answers again after an outage shows the hours it was away, as
    far as its window reaches.
    """
    if state.last_success is None:
        return False
    return state.failures == 0 or start_of(hour) < state.last_success + GRACE


def counts(state: FeedState, now: datetime) -> bool:
    """Return whether a feed has been watched long enough for its mentions to count (spikes.md §3)."""
    if state.entries >= LEARNING_ENTRIES:
        return True
    first = state.first_polled
    return first is not None and now - first >= timedelta(days=LEARNING_DAYS)


def usual_rate(state: FeedState, hour: int) -> float:
    """Return how many articles a feed usually brings in an hour of the day (none before it was watched)."""
    moment: datetime = start_of(hour)
    if not state.rates or state.first_polled is None or moment + timedelta(hours=1) <= state.first_polled:
        return 0.0
    return state.rates[moment.hour]


def coverage(reports: Iterable[Reporting], *, shard: str, hour: int) -> tuple[Coverage, ...]:
    """Return the coverage of every region that has feeds, sorted by region.

    A feed that covers several regions divides its articles among them; what
    covers ``KG-O`` also counts for ``KG``.
    """
    usual: defaultdict[str, float] = defaultdict(float)
    visible: defaultdict[str, float] = defaultdict(float)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    volume: defaultdict[str, float] = defaultdict(float)
    begun: defaultdict[str, float] = defaultdict(float)
    for report in reports:
        share = report.usual / max(len(report.covers), 1)
        for region in _counted_for(report.covers):
            usual[region] += share
            visible[region] += share if report.seen else 0.0
            owners[region].add(report.owner)
            volume[region] += report.daily / max(len(report.covers), 1)
            begun[region] += report.daily / max(len(report.covers), 1) if report.begins else 0.0
    return tuple(
        Coverage(
            shard=shard, region=region, hour=hour, usual=round(usual[region], 4),
            visible=round(visible[region], 4), owners=len(owners[region]),
            growth=_growth(volume[region], begun[region]),
        )
        for region in sorted(usual)
    )  # fmt: skip


def _growth(volume: float, begun: float) -> float:
    """Return by how much feeds that begin to count raise a volume; first feeds of all raise none."""
    return round(volume / (volume - begun), 4) if 0.0 < begun < volume else 1.0


def _counted_for(covers: tuple[str, ...]) -> Iterator[str]:
    """Where each share of a feed counts: ISO 3166-2 codes begin with the code of their country."""
    for code in covers:
        yield code
        country = code.partition("-")[0]
        if country not in covers and country.isupper():
            yield country
