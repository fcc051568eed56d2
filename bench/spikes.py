"""Spike detection against a benchmark of simulated series: the code that ships, with the lines that ship.

    python bench/spikes.py news   [--seeds 2] [--budgets 5,1]     our row beside the classic rules
    python bench/spikes.py own    [--seeds 2] [--first 100]       ours with its own lines, on seeds of your choice
    python bench/spikes.py thin   [--seeds 2] [--budgets 5,1]     the thinnest tier with a threshold of its own
    python bench/spikes.py alone  [--seeds 2] [--budgets 5,1]     regions with one publisher, and their lane
    python bench/spikes.py weekly [--reps 100]
    python bench/spikes.py cold   [--seeds 2]                     the first open week of new keys
    python bench/spikes.py instrument [--seeds 2]               more feeds, more terms
    python bench/spikes.py cost   [--keys 5000]                   time and bytes per key and hour

`Detector` is a plug-in for the benchmark ``spike_benchmark`` (found on the path,
or in ../shared/bench). It calls `streams.detect` (advance, scan, priors) and
`alerts.lines` on columns of keys, exactly as `DetectorFold` and the alerter do.
With ``budget=`` (false alerts a week over all keys) it returns score - line, to
be compared with 0; without it, the score.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections import Counter
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
from streams.detect.bank import RING, Bank  # noqa: E402
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


def classics_hourly() -> list[Any]:
    """The rules that other systems use, in the benchmark's own form."""
    b = spike_benchmark
    return [
        b.EarsDaily("C1"), b.EarsDaily("C2"), b.EarsDaily("C3", 2.0),
        b.ElastAlertSpike(24), b.CyclePoisson(), b.MeanRatio14(), b.FarringtonDaily(),
    ]  # fmt: skip


def classics_weekly() -> list[Any]:
    """Return the classic rules of the weekly series."""
    b, z = spike_benchmark, 2.326
    return [
        b.Ears("C1", z), b.Ears("C2", z), b.Ears("C3", z), b.SurveillanceBayes(2), b.Farrington(flexible=True),
        b.WeeklyRatio(),
    ]  # fmt: skip


def news(budgets: tuple[float, ...], seeds: int, counts: str, *, alone: bool) -> None:
    """Ours and the classics at one threshold of equal false alerts; then ours with its own lines."""
    line = [Detector(), *([] if alone else classics_hourly())]
    print("one threshold for all keys, calibrated on seeds 9000+, measured on seeds 100+")
    spike_benchmark.run_news(line, budgets, seeds, counts=counts)
    own(budgets, seeds, 100, counts)


def own(budgets: tuple[float, ...], seeds: int, first: int, counts: str) -> None:
    """Ours with its own lines: what is found, what of the budget is realised, and how much of it after outages."""
    print(f"own lines, nothing calibrated by hand (threshold 0), seeds {first}-{first + seeds - 1}:")
    test = [spike_benchmark.simulate_news(first + s) for s in range(seeds)]
    for budget in budgets:
        scores = [spike_benchmark.news_scores(Detector(budget), data, counts) for data in test]
        rows = [spike_benchmark.news_metrics(d, s, 0.0) for d, s in zip(test, scores, strict=True)]
        m = spike_benchmark.merge_metrics(rows)
        after, error = outages(list(zip(test, scores, strict=True)))
        print(
            f"budget {budget:g}: realised {m['per_week']:.2f} a week ({m['per_week'] / budget:.2f} of what was asked)"
            f"  POD6 {m['pod6']:.3f}  POD24 {m['pod24']:.3f}  median {m['med']:.1f} h"
            f"  thinnest tier {m['tiers'][0]['pod24']:.2f} with {m['tiers'][0]['articles']:.0f} articles"
            f"  outages x{after:.2f} (standard error {error:.2f})",
            flush=True,
        )


def alone(budgets: tuple[float, ...], seeds: int) -> None:
    """Recall in regions of which one publisher alone reports, by their own lane and by the ratio rule.

    These regions are the thinnest tier; they have the product's share of the budget and its line
    (`Lines.threshold`). The ratio rule has one threshold for all regions, drawn on other data to the same
    false alerts a week over all; and once more the threshold it ships with.
    """
    b = spike_benchmark
    test = [b.simulate_news(100 + s) for s in range(seeds)]
    drawn = [b.simulate_news(9000 + s) for s in range(seeds)]
    before = [(data, b.news_scores(b.ElastAlertSpike(24), data)) for data in drawn]
    ratio = [b.news_scores(b.ElastAlertSpike(24), data) for data in test]
    for budget in budgets:
        own = [b.news_scores(Detector(budget, alone=data.tier == 0), data) for data in test]
        line = b.calibrate_labelled(before, budget)
        for name, scores, threshold in (
            ("own lane", own, 0.0), ("ratio, equal false alerts", ratio, line), ("ratio as it ships", ratio, 1.0)
        ):  # fmt: skip
            rows = [b.news_metrics(data, found, threshold) for data, found in zip(test, scores, strict=True)]
            found = b.merge_metrics(rows)
            thin = found["tiers"][0]
            false = thin["fa_ry"] * np.mean([(data.tier == 0).sum() for data in test]) * WEEK / 8760
            print(
                f"budget {budget:g}, {name}: one-source regions within 24 h {thin['pod24']:.3f}, 7 days {thin['pod']:.3f},"
                f" false {false:.2f} a week; all regions {found['pod24']:.3f}, false {found['per_week']:.2f} a week",
                flush=True,
            )


def thin(budgets: tuple[float, ...], seeds: int, first: int, drawn: int, draws: int) -> None:
    """Recall in the thinnest tier, at as many false alerts a region as the budget gives all regions.

    The line is drawn on ``draws`` other seeds. Two hold 37 false alerts of this tier at 5 a week and seven
    at 1, so a line from two is off by .08 and .15 (standard deviation); what it lets through where it is
    used is said beside.
    """
    b = spike_benchmark
    tests, calibration = (
        [_thinnest(b.simulate_news(seed)) for seed in range(begin, begin + count)]
        for begin, count in ((first, seeds), (drawn, draws or max(2, seeds - 1)))
    )
    for budget in budgets:
        share = budget * np.mean([len(data.tier) / regions for data, _, regions in calibration])
        line = b.calibrate_labelled([(data, scores) for data, scores, _ in calibration], float(share))
        rows = [b.news_metrics(data, scores, line)["tiers"][0] for data, scores, _ in tests]
        flares = sum(row["n"] for row in rows)
        found = round(sum(row["pod24"] * row["n"] for row in rows))
        articles = np.median([row["articles"] for row in rows])
        let = [b.split_false(data, scores, line) for data, scores, _ in tests]
        weeks = sum(hours / WEEK / len(scores) for (_, hours), (_, scores, _) in zip(let, tests, strict=True))
        false = sum(len(alerts) for alerts, _ in let)
        print(
            f"budget {budget:g}, thinnest tier on seeds {first}+: {found} of {flares} flares within 24 h ({found / flares:.3f}),"
            f" {articles:.0f} articles seen; line {line:.2f}, {false} false alerts where {share * weeks:.1f} are asked",
            flush=True,
        )


def _thinnest(data: Any) -> tuple[Any, Any, int]:
    """Return what is of the thinnest tier alone, its scores, and how many regions there were."""
    scores, rows = spike_benchmark.news_scores(Detector(), data), np.flatnonzero(data.tier == 0)
    at = {int(row): number for number, row in enumerate(rows)}
    flares = [flare | {"region": at[flare["region"]]} for flare in data.flares if flare["region"] in at]
    only = dataclasses.replace(data, y=data.y[rows], tier=data.tier[rows], flares=flares)
    return only, scores[rows], len(data.tier)


def outages(pairs: list[tuple[Any, Any]]) -> tuple[float, float]:
    """Rate of false alerts in or up to 24 h after an outage over their rate elsewhere, and its standard error.

    Of all seeds together: one seed has a dozen false alerts where one a week is asked, and the mean of
    such ratios lies above the ratio.
    """
    inside = outside = 0
    shares = []
    for data, scores in pairs:
        false, _ = spike_benchmark.split_false(data, scores, 0.0)
        dark = data.e[:, data.warm :] < 0.9
        near = dark.copy()
        for hours in range(1, DAY + 1):
            near[:, hours:] |= dark[:, :-hours]
        hit = sum(bool(near[row, first]) for row, first, _ in false)
        inside, outside = inside + hit, outside + len(false) - hit
        shares.append(near.mean())
    share = float(np.mean(shares))
    one, some = (1 - share) / share / max(1, outside), max(1, inside)
    return inside * one, some * one * (1 / some + 1 / max(1, outside)) ** 0.5


def weekly(reps: int, *, alone: bool) -> None:
    """Print the table of the weekly series."""
    spike_benchmark.run_weekly([Detector(), *([] if alone else classics_weekly())], reps)


def cold(seeds: int, budget: float) -> None:
    """The first open week (days 15 to 21) of 250 new keys, no flares, no drift of the rates' mean."""
    cfg = spike_benchmark.NewsConfig(warm_weeks=2, test_weeks=2, flares=False)
    opened = []
    for seed in range(seeds):
        data = spike_benchmark.simulate_news(700 + seed, cfg)
        scores = spike_benchmark.news_scores(Detector(budget), data)[:, :WEEK]
        opened.append(len(spike_benchmark.alert_episodes(scores, 0.0)))
    print(
        f"first open week of 250 new keys: {np.mean(opened):.1f} openings at a budget of {budget:g}: {opened}"
    )


def instrument(seeds: int, budget: float) -> None:
    """Openings in the two weeks after more stories begin to count at once, against the same weeks without.

    30 % everywhere: told exactly, as feeds that end their learning time are
    (`Coverage.growth`); told as a changed lexicon is, by what it finds in at most
    `SAMPLE` articles of the week before (`streams.rereading`); and untold. Then 60 % in
    half of the regions, as the lexicon of some languages would give. Before, and
    without, each story is kept by chance: more is reported of the same days, not
    stories that were counted already.
    """
    cfg = spike_benchmark.NewsConfig(test_weeks=8, flares=False)
    total: Counter[str] = Counter()
    for seed in range(seeds):
        data = spike_benchmark.simulate_news(800 + seed, cfg)
        grown = data.warm + 4 * WEEK
        half = np.where(np.arange(len(data.rate)) % 2, 1.6, 1.0)
        for name, growth in (("everywhere", np.full(len(half), 1.3)), ("in half of the regions", half)):
            kept = (1 / growth)[:, None]
            fewer = _thinned(data, kept, until=grown, seed=seed)
            ways = {"told": growth, "reread": _reread(fewer, data, grown, seed, growth), "untold": None}
            total[f"{name}: without"] += _openings(
                _thinned(data, kept, until=data.u.shape[1], seed=seed), Detector(budget)
            )
            for way, by in ways.items():
                found = Detector(budget, grown=None if by is None else (grown, by))
                total[f"{name}: {way}"] += _openings(fewer, found)
        print(f"more at once, openings in the two weeks after, {seed + 1} seeds: {dict(total)}", flush=True)


def _reread(fewer: Any, data: Any, grown: int, seed: int, tongues: Any) -> Any:
    """Return the growth that rereading tells of each region: from a sample of the week before, with and without."""
    from streams.rereading import SAMPLE, Counts, compared
    from tocsin.coverage import WORLD

    def counts(stories: Any) -> Counts:
        rows = enumerate(stories.tolist())
        return Counts({(str(row), str(tongues[row])): count for row, count in rows if count})

    rng = np.random.default_rng(seed)
    after, before = (one.u[:, grown - WEEK : grown].sum(1) for one in (data, fewer))
    read = rng.multivariate_hypergeometric(after, min(SAMPLE, int(after.sum())), method="marginals")
    spoken = rng.multivariate_hypergeometric(before, min(SAMPLE, int(before.sum())), method="marginals")
    were = rng.binomial(read, before / np.maximum(after, 1))
    told = compared(counts(were), counts(read), counts(spoken))
    return np.array([told[WORLD] * told.get(str(row), 1.0) for row in range(len(after))])


def _thinned(data: Any, kept: Any, *, until: int, seed: int) -> Any:
    """Return the data with each story before an hour kept by chance, those that come late as well."""
    rng = np.random.default_rng(seed)
    stories = data.u.copy()
    stories[:, :until] = rng.binomial(stories[:, :until], kept)
    late = {
        t: (rows, hours, articles, np.where(hours < until, rng.binomial(found, kept[rows, 0]), found), seen)
        for t, (rows, hours, articles, found, seen) in data.late.items()
    }
    return dataclasses.replace(data, u=stories, late=late)


def _openings(data: Any, detector: Detector) -> int:
    found = spike_benchmark.alert_episodes(spike_benchmark.news_scores(detector, data), 0.0)
    return sum(4 * WEEK <= first < 6 * WEEK for _, first, _ in found)


def cost(keys: int, hours: int = 100) -> None:
    """CPU time per key and hour of what an hour's turn computes, bytes of a key, and a plot of the growth."""
    from streams.detect.rows import numbers

    figures = []
    for count in (keys // 10, keys // 5, 2 * keys // 5, 3 * keys // 5, 4 * keys // 5, keys):
        rng = np.random.default_rng(5)
        bank, rates = Bank(HOURLY, count), 10 ** rng.normal(-0.5, 1.0, count)
        for t in range(60 + hours):
            if t == 60:
                begin = time.process_time()
            advance(bank, t, closed=t >= 48)
            bank.stories[:, bank.place(t)] = rng.poisson(rates)
            scan(bank, t)
        took = (time.process_time() - begin) / hours / count
        figures.append((count, took * 1e6))
        row = numbers(bank, 0)
        ring = sum(len(row[name]) for name in RING)
        baseline = sum(map(len, row.values())) - ring
        print(f"{count:6d} keys: {took * 1e6:.1f} us per key and hour; baseline {baseline} B, ring {ring} B")
    (ROOT / "docs" / "images" / "spikes-growth.svg").write_text(growth(figures))


def growth(figures: list[tuple[int, float]]) -> str:
    """Return a drawing of microseconds per key and hour over the number of keys, as SVG."""
    wide, high, left, low = 560, 240, 50, 30
    most_keys, most = figures[-1][0], max(50.0, *(cost for _, cost in figures))
    at = [
        (left + (wide - left - 20) * keys / most_keys, high - low - (high - low - 20) * cost / most)
        for keys, cost in figures
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#a33"/>' for x, y in at)
    names = "".join(
        f'<text x="{x:.1f}" y="{high - 12}" text-anchor="middle">{keys:,}</text>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{cost:.0f}</text>'
        for (x, y), (keys, cost) in zip(at, figures, strict=True)
    )
    limit = high - low - (high - low - 20) * 50 / most
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="11">'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>'
        f'<line x1="{left}" x2="{wide - 20}" y1="{limit:.1f}" y2="{limit:.1f}" stroke="#999" stroke-dasharray="4"/>'
        f'<text x="{left + 4}" y="{limit + 14:.1f}" fill="#666">at most 50 µs a key and hour</text>'
        f'<line x1="{left}" x2="{wide - 20}" y1="{high - low}" y2="{high - low}" stroke="#333"/>'
        f'<polyline points="{line}" fill="none" stroke="#a33" stroke-width="2"/>{dots}{names}'
        f'<text x="{wide - 20}" y="{high - 1}" text-anchor="end" fill="#666">keys</text></svg>\n'
    )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Benchmarks of spike detection.")
    parser.add_argument(
        "what", choices=["news", "own", "thin", "alone", "weekly", "cold", "instrument", "cost"]
    )
    parser.add_argument("--budgets", default="5,1")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=100, help="first seed that `own` and `thin` measure on")
    parser.add_argument("--drawn", type=int, default=9000, help="first seed that it draws the threshold on")
    parser.add_argument(
        "--draws", type=int, default=0, help="on how many it does; 0: two, or one less than --seeds"
    )
    parser.add_argument("--reps", type=int, default=100)
    parser.add_argument("--keys", type=int, default=5000)
    parser.add_argument("--counts", default="stories", choices=["stories", "articles"])
    parser.add_argument("--alone", action="store_true", help="without the classic rules")
    given = parser.parse_args()
    budgets = tuple(float(b) for b in given.budgets.split(","))
    if given.what == "news":
        news(budgets, given.seeds, given.counts, alone=given.alone)
    elif given.what == "own":
        own(budgets, given.seeds, given.first, given.counts)
    elif given.what == "thin":
        thin(budgets, given.seeds, given.first, given.drawn, given.draws)
    elif given.what == "alone":
        alone(budgets, given.seeds)
    elif given.what == "weekly":
        weekly(given.reps, alone=given.alone)
    elif given.what == "cold":
        cold(given.seeds, budgets[0])
    elif given.what == "instrument":
        instrument(given.seeds, budgets[0])
    else:
        cost(given.keys)


if __name__ == "__main__":
    main()
