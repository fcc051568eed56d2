"""Keys that begin, and more that is counted at once: more feeds, more terms."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

import numpy as np
from spike_detector import WEEK, Detector, spike_benchmark


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
