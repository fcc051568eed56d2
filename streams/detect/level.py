"""Level: how many stories a bucket a key usually has, learned from closed buckets only.

Stories a bucket are counted in the usual volume of the feeds that count: when feeds
begin to count, more is expected at once, and the level stays what it was.

A gamma belief (a, b) that forgets: half of it after 150 stories, but not within
three days and at the latest after eight weeks. A bucket that is far above what
the level allows teaches only up to there, so that a flare does not become usual.
"""

from __future__ import annotations

from streams.detect.arrays import Floats, np
from streams.detect.bank import Bank
from streams.detect.dispersion import spread


def taught(bank: Bank, column: int, bucket: int) -> Floats:
    """Return what a bucket teaches: its stories, clipped at three standard deviations above the level."""
    level = bank.a / bank.b
    mean = level * bank.season[:, column] * bank.seen[:, column] * bank.volume[:, column]
    spare = bank.shape.clip * np.sqrt(mean * spread(bank)[:, 0] + mean * mean / bank.a)
    most = np.where(bucket - bank.born < bank.shape.settling, np.inf, np.maximum(1.0, mean + spare))
    clipped: Floats = np.minimum(bank.stories[:, column], most)
    return clipped


def learn(bank: Bank, column: int, stories: Floats) -> None:
    """Let the level learn the bucket in a ring column; buckets hardly seen teach nothing."""
    shape = bank.shape
    seen = bank.seen[:, column]
    exposure = bank.season[:, column] * seen * bank.volume[:, column]
    level = bank.a / bank.b
    half = np.clip(shape.halving / np.maximum(level, 1e-6), shape.halving_least, shape.halving_most)
    keep = np.exp2(-1.0 / half)
    ok = seen > shape.seen_least
    bank.a = np.where(ok, keep * bank.a + stories + (1 - keep) * bank.a0, bank.a)
    bank.b = np.where(ok, keep * bank.b + exposure + (1 - keep) * bank.b0, bank.b)
