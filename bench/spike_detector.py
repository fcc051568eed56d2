"""Our detector on the series of the benchmark: the code that ships, with the lines that ship.

`Detector` is a plug-in for the benchmark ``spike_benchmark`` (found on the path,
or in ../shared/bench). It calls `streams.detect` (advance, scan, priors) and
`alerts.lines` on columns of keys, exactly as `DetectorFold` and the alerter do.
With ``budget=`` (false alerts a week over all keys) it returns score - line, to
be compared with 0; without it, the score.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT.parent / "shared" / "bench")]

import spike_benchmark  # noqa: E402  # found through the path set above

from alerts.budget import BudgetSpec  # noqa: E402
from alerts.census import FLOOR  # noqa: E402
from alerts.lanes import Lane  # noqa: E402
from alerts.lines import ALONE, STORIES, Lines  # noqa: E402
from alerts.pooled import joined  # noqa: E402
from streams.detect import priors  # noqa: E402
from streams.detect.advance import advance  # noqa: E402
from streams.detect.bank import Bank  # noqa: E402
from streams.detect.scan import scan  # noqa: E402
from streams.detect.shape import HOURLY, Cycle, Shape  # noqa: E402
from tocsin.clock import start_of  # noqa: E402

DAY, WEEK = 24, 168
MONDAY = 96  #: hours from 1970-01-01 to the first Monday
#: weeks instead of hours: one window a bucket, a year's rhythm in four-week bins
WEEKLY = Shape(
    windows=(1, 2, 3),
    fees=(0.0, 0.3, 0.5),
    open=8,
    cycles=(Cycle(period=52, bins=13, keep=2.0 ** (-1 / 24)),),
    halving=150.0,
    halving_least=26.0,
    halving_most=156.0,
    prior_level=3.0,
    rhythm_events=20.0,
    spread_prior=1.2,
    spread_events=20.0,
    spread_keep=2.0 ** (-1 / 104),
    spread_clip=9.0,
    spread_skip=3.5,
)


class Detector(spike_benchmark.Detector):
    """Our detector on the benchmark's series."""

    def __init__(
        self,
        budget: float | None = None,
        *,
        learning: int = 336,
        shape: Shape | None = None,
        grown: tuple[int, Any] | None = None,
        alone: Any = None,
    ) -> None:
        self.budget, self.learning, self.given = budget, learning, shape
        self.alone = alone  #: which regions one publisher alone reports of; none: no region
        self.grown = grown  #: from which hour on so many times more is usual, by region or for all
        self.name = "tocsin" if budget is None else f"tocsin, budget {budget:g}"
        self.threshold = 3.0 if budget is None else 0.0

    def start(self, n: int, info: dict[str, Any]) -> None:
        """Begin with n keys; ``info`` is what the benchmark tells of them."""
        self.hourly = info["bucket"] == "hour"
        self.shape = self.given or (HOURLY if self.hourly else WEEKLY)
        self.bank = Bank(self.shape, n)
        self.n = n
        # the benchmark knows no borders; of owners only what it is told
        share = {} if self.alone is not None else {"one_source": 0.0}
        self.lines = Lines(BudgetSpec(budget=self.budget or 5.0, neighbours=0.0, keys=n, **share))
        self.thin = np.zeros(n, bool) if self.alone is None else self.alone
        if not self.hourly and self.budget is None:
            self.threshold = 2.0

    def step(self, t: int, y: Any, exposure: Any, stories: Any, late: Any = None) -> Any:
        """Take one hour of all keys and return score minus line."""
        bank, shape = self.bank, self.shape
        advance(bank, t, closed=t >= shape.open)
        column = bank.place(t)
        # the benchmark's y is what it wants tested: stories, or articles in its --counts articles
        bank.stories[:, column] = bank.dated[:, column] = y
        bank.seen[:, column] = exposure
        if self.grown is not None and t == self.grown[0]:
            bank.volume[:, column] = self.grown[1]
        if late is not None:
            self._late(t, late)
        if self.hourly and t % DAY == 0:
            self._daily(t)
        if t < shape.open:
            return np.full(self.n, np.nan)
        found = scan(bank, t)
        counted = found.window.stories[np.arange(self.n), found.best]
        least = STORIES if self.hourly else 1  # three stories are what alerting opens on
        score = np.where(counted >= least, found.score, np.where(np.isnan(found.score), np.nan, 0.0))
        if self.hourly and t < self.learning:
            return np.full(self.n, np.nan)
        return score if self.budget is None else self._judged(t, score)

    def _late(self, t: int, late: Any) -> None:
        rows, hours, articles, _stories, seen = late
        fresh = (t - hours < self.shape.open) & (hours <= t)
        rows, columns = rows[fresh], hours[fresh] % self.shape.ring
        np.add.at(self.bank.stories, (rows, columns), articles[fresh])
        np.add.at(self.bank.dated, (rows, columns), articles[fresh])
        self.bank.seen[rows, columns] = seen[fresh]

    def _daily(self, t: int) -> None:
        """What the alerter does with the daily summaries: keys for the lines, priors once a week."""
        summaries = list(
            priors.summaries(self.bank, self.n, first=0, thin=self.thin, at=start_of(MONDAY + t), partition=0)
        )
        for summary in summaries:
            self.lines.survey(summary)
        if t % WEEK == 0 and t >= self.learning:
            tier, group = priors.tiers(self.bank, self.n), priors.groups(self.bank, self.n)
            for prior in joined(summaries, at=start_of(MONDAY + t)):
                rows = np.flatnonzero((tier == prior.tier) & (group == prior.group))
                priors.take(self.bank, prior, rows)

    def _judged(self, t: int, score: Any) -> Any:
        hour = MONDAY + t
        tier = np.searchsorted(spike_benchmark_tiers(), self.bank.level[:, self.bank.place(t)], side="right")
        lane = np.where(self.thin, int(Lane.ONE_SOURCE), tier)
        for row in np.flatnonzero(np.nan_to_num(score, nan=0.0) >= FLOOR):
            self.lines.census.observe(str(row), int(lane[row]), float(score[row]), hour)
        if self.lines.census.since is None:
            self.lines.census.since = hour
        self.lines.tick(start_of(hour))
        lines = np.array(self.lines.lines)
        return score - np.where(
            self.thin, np.maximum(lines[Lane.ONE_SOURCE], lines[tier] + ALONE), lines[tier]
        )


def spike_benchmark_tiers() -> tuple[float, ...]:
    """The bounds of the product's tiers, in stories an hour."""
    from tocsin.model import TIERS

    return TIERS
