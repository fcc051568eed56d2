"""Spike detection against a benchmark of simulated series: the code that ships, with the lines that ship.

    python bench/spikes.py news   [--seeds 2] [--budgets 5,1]     our row beside the classic rules
    python bench/spikes.py own    [--seeds 2] [--first 100]       ours with its own lines, on seeds of your choice
    python bench/spikes.py thin   [--seeds 2] [--budgets 5,1]     the thinnest tier with a threshold of its own
    python bench/spikes.py alone  [--seeds 2] [--budgets 5,1]     regions with one publisher, and their lane
    python bench/spikes.py weekly [--reps 100]
    python bench/spikes.py cold   [--seeds 2]                     the first open week of new keys
    python bench/spikes.py instrument [--seeds 2]               more feeds, more terms
    python bench/spikes.py cost   [--keys 5000]                   time and bytes per key and hour

The detector on the benchmark's series is `spike_detector.Detector`.
"""

from __future__ import annotations

import argparse
from typing import Any

from spike_changes import cold, instrument
from spike_cost import cost
from spike_detector import Detector, spike_benchmark
from spike_news import alone, news, own, thin


def classics_weekly() -> list[Any]:
    """Return the classic rules of the weekly series."""
    b, z = spike_benchmark, 2.326
    return [
        b.Ears("C1", z), b.Ears("C2", z), b.Ears("C3", z), b.SurveillanceBayes(2), b.Farrington(flexible=True),
        b.WeeklyRatio(),
    ]  # fmt: skip


def weekly(reps: int, *, alone: bool) -> None:
    """Print the table of the weekly series."""
    spike_benchmark.run_weekly([Detector(), *([] if alone else classics_weekly())], reps)


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
