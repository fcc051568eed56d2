"""One bucket forward: the oldest open bucket becomes part of the baseline, a new one begins."""

from __future__ import annotations

from streams.detect import dispersion, level, rhythm
from streams.detect.bank import Bank


def advance(bank: Bank, bucket: int, *, closed: bool = True) -> None:
    """Move all rows to a bucket; ``closed`` is false while the bank is younger than its open ring.

    What is believed of the new bucket depends on closed buckets alone, and is
    remembered with it.
    """
    leaving = bucket - bank.shape.open
    if closed:
        column = bank.place(leaving)
        dispersion.learn(bank, leaving)
        stories = level.taught(bank, column, leaving)
        rhythm.learn(bank, column, leaving, stories)
        level.learn(bank, column, stories)
    column, before = bank.place(bucket), bank.place(bucket - 1)
    bank.hour = bucket
    bank.stories[:, column] = 0.0
    bank.dated[:, column] = 0.0
    bank.seen[:, column] = 1.0
    bank.volume[:, column] = bank.volume[:, before]
    bank.season[:, column] = rhythm.season(bank, bucket)
    bank.level[:, column] = bank.a / bank.b
    bank.weight[:, column] = bank.a
