"""What the lines are drawn from: how many keys there are, and how often low lines would have opened.

An *episode* of a key is a run of signals that could open (enough stories and
publishers) with a score of at least `FLOOR`, without a gap above 24 h. Its peak
says which lines it would have opened, so the list of peaks is the number of
openings at every line at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from tocsin.model import Summary

FLOOR: Final = 2.0  #: scores below this never matter to a line
QUIET: Final = 24  #: hours without a crossing after which the next one is a new episode
WEEK: Final = 168  #: hours
KEPT: Final = 8 * WEEK  #: episodes are remembered for eight weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One run of raised scores of a key."""

    lane: int
    first: int  #: hour since 1970
    last: int
    peak: float
    confirmed: bool = False  #: a desk said that it was real


@dataclass(slots=True, kw_only=True)
class Census:
    """Episodes by key (running) and in a list (over), and the latest summary of each partition."""

    since: int | None = None  #: first hour observed
    running: dict[str, Episode] = field(default_factory=dict)
    over: list[Episode] = field(default_factory=list)
    summaries: dict[int, tuple[int, dict[int, int], int]] = field(default_factory=dict)

    def observe(self, key: str, lane: int, score: float, hour: int, *, confirmed: bool = False) -> None:
        """Count a signal that could open, in the order of the log."""
        if self.since is None:
            self.since = hour
        if score < FLOOR:
            return
        episode = self.running.get(key)
        if episode is None or hour - episode.last > QUIET:
            if episode is not None:
                self.over.append(episode)
            fresh = Episode(lane=lane, first=hour, last=hour, peak=score, confirmed=confirmed)
            self.running[key] = fresh
            return
        self.running[key] = replace(
            episode,
            last=max(hour, episode.last),
            peak=max(score, episode.peak),
            confirmed=confirmed or episode.confirmed,
        )

    def survey(self, summary: Summary, hour: int) -> None:
        """Take up how many keys of each tier a partition has; summaries of one hour belong together."""
        at, tiers, thin = self.summaries.get(summary.partition, (hour, {}, 0))
        if at != hour:
            tiers, thin = {}, 0
        tiers[summary.tier] = tiers.get(summary.tier, 0) + summary.keys
        self.summaries[summary.partition] = (hour, tiers, thin + summary.thin_owners)

    def keys(self, tier: int) -> int:
        """Return how many keys of a tier there are in all partitions."""
        return sum(tiers.get(tier, 0) for _, tiers, _ in self.summaries.values())

    def thin_owners(self) -> int:
        """Return how many keys have fewer than three owners of feeds."""
        return sum(thin for _, _, thin in self.summaries.values())

    def peaks(self, lane: int, hour: int) -> list[float]:
        """Return the peaks of a lane's unconfirmed episodes of the last eight weeks, sorted."""
        self.over = [episode for episode in self.over if episode.last >= hour - KEPT]
        every = [*self.over, *self.running.values()]
        return sorted(e.peak for e in every if e.lane == lane and not e.confirmed and e.last >= hour - KEPT)

    def weeks(self, hour: int) -> float:
        """Return how many weeks the peaks reach back, at most eight."""
        return 0.0 if self.since is None else min(hour - self.since, KEPT) / WEEK
