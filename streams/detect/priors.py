"""Priors: what keys of one tier and time-zone group have in common, said once a day and learned back weekly.

No key reads another's numbers while folding: a partition says sums
(`Summary`), the alerter joins those of all partitions, and `Prior` records
bring the answer back through the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from streams.detect.arrays import Bools, Floats, Ints, np
from streams.detect.bank import Bank
from tocsin.clock import start_of
from tocsin.model import TIERS, Prior, Summary

DRAW = 100.0  #: expected stories that draw a pooled dispersion to the shipped one


class Known:
    """The priors in force, and those heard that will be from the next hour on."""

    def __init__(self) -> None:
        self._in_force: dict[tuple[int, int], Prior] = {}
        self.coming: list[Prior] = []

    @property
    def in_force(self) -> list[Prior]:
        """The priors in force, by tier and group."""
        return [prior for _, prior in sorted(self._in_force.items())]

    def load(self, in_force: Iterable[Prior], coming: Iterable[Prior]) -> None:
        """Take up what was stored."""
        self._in_force = {(prior.tier, prior.group): prior for prior in in_force}
        self.coming = list(coming)

    def turn(self, bank: Bank, used: int, hour: int) -> None:
        """Let an hour begin: what was heard comes in force, and at midnight (UTC) all keys take it up."""
        now = start_of(hour)
        self._in_force |= {(prior.tier, prior.group): prior for prior in self.coming if prior.at <= now}
        self.coming = [prior for prior in self.coming if prior.at > now]
        if hour % 24 == 0:
            tier, group = tiers(bank, used), groups(bank, used)
            for prior in self.in_force:
                take(bank, prior, np.flatnonzero((tier == prior.tier) & (group == prior.group)))


def tiers(bank: Bank, used: int) -> Ints:
    """Return the tier of each used row by its present level."""
    found: Ints = np.searchsorted(TIERS, bank.a[:used] / bank.b[:used], side="right")
    return found


def groups(bank: Bank, used: int) -> Ints:
    """Return the time-zone group of each used row: UTC offset in steps of three hours."""
    return np.rint(bank.shift[:used] / 3.0).astype(np.int64)


def summaries(
    bank: Bank, used: int, *, first: int, thin: Bools, at: datetime, partition: int
) -> Iterator[Summary]:
    """Yield the sums of each tier and group over rows ``first`` to ``used``."""
    tier, group = tiers(bank, used), groups(bank, used)
    tier[:first] = -1
    for t, g in sorted({(int(t), int(g)) for t, g in zip(tier, group, strict=True) if t >= 0}):
        rows = np.flatnonzero((tier == t) & (group == g))
        yield _summary(bank, rows, thin, tier=t, group=g, at=at, partition=partition)


def _summary(
    bank: Bank,
    rows: Ints,
    thin: Bools,
    *,
    tier: int,
    group: int,
    at: datetime,
    partition: int,
) -> Summary:
    bins = []
    for counted, chances in zip(bank.counted, bank.chances, strict=True):
        # a thick key must not own the pool: each counts with a weight that falls with its volume
        weight = 1.0 / (1.0 + chances[rows].mean(axis=1, keepdims=True))
        bins += [_told((counted[rows] * weight).sum(0)), _told((chances[rows] * weight).sum(0))]
    one, two = bank.spread_one[rows].sum(0), bank.spread_two[rows].sum(0)
    return Summary(
        at=at,
        partition=partition,
        tier=tier,
        group=group,
        keys=len(rows),
        level=round(float((bank.a[rows] / bank.b[rows]).sum()), 6),
        hours=bins[0],
        hours_expected=bins[1],
        days=bins[2],
        days_expected=bins[3],
        dispersion=tuple(zip(bank.shape.windows, _told(one), _told(two), strict=True)),
        thin_owners=int(thin[rows].sum()),
    )


def _told(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def take(bank: Bank, prior: Prior, rows: Ints) -> None:
    """Give some rows what is usual for their tier and group."""
    if prior.level > 0:
        bank.b0[rows] = bank.a0[rows] / prior.level
    for pooled, factors in zip(bank.pooled, (prior.hours, prior.days), strict=True):
        if len(factors) == pooled.shape[1]:
            pooled[rows] = factors
    for window, one, two in prior.dispersion:
        if window in bank.shape.windows:
            drawn = (two + DRAW * bank.shape.spread_prior) / (one + DRAW)
            bank.spread_prior[rows, bank.shape.windows.index(window)] = max(1.0, drawn)
