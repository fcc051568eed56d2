"""Rhythm: how a key's stories spread over the hours of its own day and the days of its week.

Each bin's factor is counted over expected stories, drawn towards what the bins
beside it say, and these towards the pooled factor of the key's time-zone group;
it is divided by the mean over the bins. Days and weeks keep their rhythm for
months, so bins remember long.
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
    weight, counted, chances = bank.shape.rhythm_events, bank.counted[cycle], bank.chances[cycle]
    usual = bank.pooled[cycle]
    near = bank.shape.cycles[cycle].near
    if near:
        usual = (_around(counted, near) + weight * usual) / (_around(chances, near) + weight)
        weight = 2 * weight
    raw = (counted + weight * usual) / (chances + weight)
    found: Floats = raw / raw.mean(axis=1, keepdims=True)
    return found


def _around(bins: Floats, near: tuple[float, ...]) -> Floats:
    """Return each bin with its neighbours on both sides, by their weights."""
    found = bins
    for distance, weight in enumerate(near, start=1):
        found = found + weight * (np.roll(bins, distance, axis=1) + np.roll(bins, -distance, axis=1))
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
    """Let each cycle learn a bucket that left the open ring, against the other cycles as they are known now."""
    rows = np.arange(len(bank))
    seen = bank.seen[:, column]
    ok = seen > bank.shape.seen_least
    usual = bank.a / bank.b * bank.volume[:, column]
    now = [factor(bank, cycle, bucket) for cycle in range(len(bank.shape.cycles))]
    for cycle, found in enumerate(bank.shape.cycles):
        at = bins(bank, cycle, bucket)
        others = np.ones(len(bank))
        for other, known in enumerate(now):
            if other != cycle:
                others = others * known
        counted, chances = bank.counted[cycle], bank.chances[cycle]
        counted[rows, at] = found.keep * counted[rows, at] + np.where(ok, stories, 0.0)
        chances[rows, at] = found.keep * chances[rows, at] + np.where(ok, usual * others * seen, 0.0)
