"""Rhythm: how a key's stories spread over the hours of its own day and the days of its week.

Each bin's factor is counted over expected stories, drawn towards the pooled
factor of the key's time-zone group by ten stories, and divided by the mean over
the bins.
"""

from __future__ import annotations

from streams.detect.arrays import Floats, Ints, np
from streams.detect.bank import Bank


def bins(bank: Bank, cycle: int, bucket: int) -> Ints:
    """Return each row's bin of a bucket, by the row's own clock."""
    found = bank.shape.cycles[cycle]
    return (bucket + bank.shift) % found.period * found.bins // found.period


def factors(bank: Bank, cycle: int) -> Floats:
    """Return each row's factors of one cycle, with mean 1."""
    weight = bank.shape.rhythm_events
    raw = (bank.counted[cycle] + weight * bank.pooled[cycle]) / (bank.chances[cycle] + weight)
    found: Floats = raw / raw.mean(axis=1, keepdims=True)
    return found


def factor(bank: Bank, cycle: int, bucket: int) -> Floats:
    """Return each row's factor of one cycle for a bucket."""
    rows = np.arange(len(bank))
    found: Floats = factors(bank, cycle)[rows, bins(bank, cycle, bucket)]
    return found


def season(bank: Bank, bucket: int) -> Floats:
    """Return the rhythm factor of a bucket: the product of its cycles' factors, within 1/50..50."""
    found = np.ones(len(bank))
    for cycle in range(len(bank.shape.cycles)):
        found = found * factor(bank, cycle, bucket)
    return np.clip(found, 0.02, 50.0)


def learn(bank: Bank, column: int, bucket: int, stories: Floats) -> None:
    """Let each cycle learn a bucket that left the open ring."""
    rows = np.arange(len(bank))
    seen = bank.seen[:, column]
    ok = seen > bank.shape.seen_least
    level = bank.a / bank.b
    for cycle, found in enumerate(bank.shape.cycles):
        at = bins(bank, cycle, bucket)
        others = bank.season[:, column] / factor(bank, cycle, bucket)
        counted, chances = bank.counted[cycle], bank.chances[cycle]
        counted[rows, at] = found.keep * counted[rows, at] + np.where(ok, stories, 0.0)
        chances[rows, at] = found.keep * chances[rows, at] + np.where(ok, level * others * seen, 0.0)
