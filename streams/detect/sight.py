"""Sight: which share of a region's usual reporting we could see, hour by hour, from `Coverage` records.

For one shard and hour the latest record wins. A shard that wrote before and
has no record for an ended hour saw nothing in it; for the running hour and the
one before, which its record may not have reached yet, its last share stands. A
shard that has been silent for a week is taken for dismissed. Without any record
we assume that we see everything.

Feeds that begin to count raise the volume from their hour on: records carry by how
much (`Coverage.growth`), so that more feeds are not taken for more news. A changed
lexicon finds more or less in the same feeds (records of the shard `REREAD`): what
the record of the world says of it holds for all regions, and a region's own on top.
"""

from __future__ import annotations

import math
from typing import Final

from tocsin.coverage import REREAD
from tocsin.model import Coverage

KEPT: Final = 50  #: hours
WEEK: Final = 168  #: hours
Growths = dict[int, dict[str, tuple[float, float]]]  #: hour -> shard -> usual, growth
Shares = dict[int, tuple[float, float]]  #: hour -> usual, visible articles an hour


class Sight:
    """What the poller's shards said about one region."""

    def __init__(self) -> None:
        self.shards: dict[str, Shares] = {}
        self.owners = 0
        self.volume = 1.0  #: of the feeds that counted before the growths below; 1 = that of the first
        self.growths: Growths = {}
        #: by hour: mentions that a changed lexicon finds, over those of the one before
        self.rereads: dict[int, float] = {}

    def take(self, record: Coverage, *, grows: bool = True) -> None:
        """Take up a record; where feeds only begin to measure, they do not grow (``grows``).

        Two changes of the lexicon in one hour multiply, so a record of `REREAD` taken twice would count twice: the
        embedded runtime writes them in the transaction that works them off, and across Kafka each has an id.
        """
        if record.shard == REREAD:
            self.rereads[record.hour] = self.rereads.get(record.hour, 1.0) * record.growth
            return
        shares = self.shards.setdefault(record.shard, {})
        shares[record.hour] = (record.usual, record.visible)
        self.owners = max(record.owners, 0) or self.owners
        if grows and record.growth > 1.0:
            self.growths.setdefault(record.hour, {})[record.shard] = (record.usual, record.growth)

    def reach(self, hour: int) -> float:
        """Return the usual volume of the feeds that count in an hour, as a multiple of the first ones'."""
        found = self.volume
        for begun in sorted(self.growths):
            if begun <= hour:
                found *= self._growth(begun)
        return found

    def found(self, hour: int) -> float:
        """Return what lexicons find in an hour, as a multiple of what the first one found."""
        return math.prod(growth for begun, growth in self.rereads.items() if begun <= hour)

    def _growth(self, hour: int) -> float:
        """Return by how much all shards together grew in an hour: those without a record stayed as they were."""
        grown = self.growths[hour]
        still = 0.0
        for name, shares in self.shards.items():
            if name not in grown:
                still += _share(shares, hour, hour)[0]
        before = still + sum(usual / growth for usual, growth in grown.values())
        after = still + sum(usual for usual, _ in grown.values())
        return after / before if before > 0 else 1.0

    def seen(self, hour: int, *, now: int) -> float:
        """Return the share 0..1 that was seen in an hour, as known in hour ``now``."""
        usual = visible = 0.0
        for shares in self.shards.values():
            found = _share(shares, hour, now)
            usual += found[0]
            visible += found[1]
        return min(1.0, max(0.0, visible / usual)) if usual > 0 else 1.0

    def forget(self, now: int) -> None:
        """Drop what no open hour needs; of a silent shard its last record stays for a week."""
        self.trim(now)
        for shard in [name for name, shares in self.shards.items() if max(shares) < now - WEEK]:
            del self.shards[shard]

    def trim(self, now: int) -> None:
        """Drop the hours that no open one needs; of the older ones the newest stays, as what was there before."""
        for hour in sorted(hour for hour in self.growths if hour < now - KEPT):
            self.volume *= self._growth(hour)
            del self.growths[hour]
        for shares in self.shards.values():
            for hour in sorted(hour for hour in shares if hour < now - KEPT)[:-1]:
                del shares[hour]
        old = sorted(hour for hour in self.rereads if hour < now - KEPT)
        for hour in old[1:]:
            self.rereads[old[0]] *= self.rereads.pop(hour)


def _share(shares: Shares, hour: int, now: int) -> tuple[float, float]:
    own = shares.get(hour)
    if own is not None:
        return own
    for earlier in range(hour - 1, hour - WEEK - 1, -1):
        if earlier in shares:
            usual, visible = shares[earlier]
            return (usual, visible) if hour >= now - 1 else (usual, 0.0)
    return (0.0, 0.0)
