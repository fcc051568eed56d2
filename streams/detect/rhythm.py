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
    weight, learnt, usual = bank.shape.rhythm_events, bank.learnt[cycle], bank.pooled[cycle]
    near = bank.shape.cycles[cycle].near
    if near:
        counted, chances = _around(learnt, near)
        usual = (counted + weight * usual) / (chances + weight)
        weight = 2 * weight
    raw = (learnt[0] + weight * usual) / (learnt[1] + weight)
    found: Floats = raw / (np.add.reduce(raw, axis=1, keepdims=True) / raw.shape[1])
    return found


def _around(bins: Floats, near: tuple[float, ...]) -> Floats:
    """Return each bin with its neighbours on both sides, by their weights."""
    reach, count = len(near), bins.shape[2]
    wide = np.concatenate([bins[:, :, -reach:], bins, bins[:, :, :reach]], axis=2)
    found = bins
    for distance, weight in enumerate(near, start=1):
        before = wide[:, :, reach - distance : reach - distance + count]
        after = wide[:, :, reach + distance : reach + distance + count]
        found = found + weight * (before + after)
    return found


def season(bank: Bank, bucket: int) -> Floats:
    """Return the rhythm factor of a bucket: the product of its cycles' factors, within 1/50..50."""
    found = np.ones(len(bank))
    for cycle in range(len(bank.shape.cycles)):
        at = _flat(bank, cycle, bins(bank, cycle, bucket))
        found = found * factors(bank, cycle).take(at)
    return np.minimum(np.maximum(found, 0.02), 50.0)


def learn(bank: Bank, column: int, bucket: int, stories: Floats) -> None:
    """Let each cycle learn a bucket that left the open ring, against the other cycles as they are known now."""
    seen = bank.seen[:, column]
    ok = seen > bank.shape.seen_least
    usual = bank.a / bank.b * bank.volume[:, column]
    cycles = range(len(bank.shape.cycles))
    places = [_flat(bank, cycle, bins(bank, cycle, bucket)) for cycle in cycles]
    now = [factors(bank, cycle).take(at) for cycle, at in zip(cycles, places, strict=True)]
    told = np.where(ok, stories, 0.0)
    for cycle, at in zip(cycles, places, strict=True):
        others = np.ones(len(bank))
        for other, known in enumerate(now):
            if other != cycle:
                others = others * known
        keep, learnt = bank.shape.cycles[cycle].keep, bank.learnt[cycle]
        counted, chances = learnt[0].reshape(-1), learnt[1].reshape(-1)
        counted[at] = keep * counted[at] + told
        chances[at] = keep * chances[at] + np.where(ok, usual * others * seen, 0.0)


def _flat(bank: Bank, cycle: int, found: Ints) -> Ints:
    """Return where each row's bin lies among the bins of all rows."""
    return np.arange(0, found.size * bank.shape.cycles[cycle].bins, bank.shape.cycles[cycle].bins) + found
