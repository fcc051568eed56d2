"""The numbers of many keys, one row each: ring, level, rhythm, dispersion.

Every function of this package that computes works on whole columns, so that one
key and five thousand go through the same code and get the same bits: all
operations are element by element along the rows.
"""

from __future__ import annotations

from typing import Final

from streams.detect.arrays import Array, np
from streams.detect.shape import Shape

#: columns of the ring: what each remembered bucket saw, and what was believed when it began
RING: Final = ("stories", "dated", "seen", "volume", "season", "level", "weight")
BELIEFS: Final = ("a", "b", "a0", "b0", "spread_one", "spread_two", "spread_prior", "shift", "born")


class Bank:
    """Rows of numbers that `advance` moves on together; ``hour`` is the running bucket of all rows."""

    def __init__(self, shape: Shape, rows: int = 0) -> None:
        self.shape = shape
        self.hour: int | None = None
        width, windows = shape.ring, len(shape.windows)
        self.stories = np.zeros((rows, width))  #: distinct stories by bucket
        self.dated = np.zeros((rows, width))  #: the same without undated batches
        self.seen = np.ones((rows, width))  #: coverage 0..1
        self.volume = np.ones((rows, width))  #: usual volume of the feeds that count, 1 = that of the first
        self.season = np.ones((rows, width))  #: rhythm factor when the bucket began
        self.level = np.full((rows, width), shape.prior_level)  #: stories a bucket believed then
        self.weight = np.full((rows, width), shape.prior_events)  #: stories behind that belief
        self.a = np.full(rows, shape.prior_events)  #: gamma level: a/b stories a bucket
        self.b = np.full(rows, shape.prior_events / shape.prior_level)
        self.a0, self.b0 = self.a.copy(), self.b.copy()
        self.spread_one = np.zeros((rows, windows))  #: S1: expected stories
        self.spread_two = np.zeros((rows, windows))  #: S2: squared errors
        self.spread_prior = np.full((rows, windows), shape.spread_prior)
        self.shift = np.zeros(rows, np.int64)  #: buckets to add for the region's own clock
        self.born = np.zeros(rows, np.int64)  #: first bucket that was observed
        self.counted = [np.zeros((rows, cycle.bins)) for cycle in shape.cycles]  #: c
        self.chances = [np.zeros((rows, cycle.bins)) for cycle in shape.cycles]  #: x
        self.pooled = [np.ones((rows, cycle.bins)) for cycle in shape.cycles]  #: g

    def __len__(self) -> int:
        return len(self.a)

    def named(self) -> dict[str, Array]:
        """Return all arrays by the names under which a row stores them."""
        found = {name: getattr(self, name) for name in (*RING, *BELIEFS)}
        for kind in ("counted", "chances", "pooled"):
            found.update({f"{kind}{i}": array for i, array in enumerate(getattr(self, kind))})
        return found

    def copy(self, source: int, row: int) -> None:
        """Make a row equal to another."""
        for array in self.named().values():
            array[row] = array[source]

    def grow(self, rows: int) -> None:
        """Add rows; they are copies of row 0 until they are used."""
        for name in (*RING, *BELIEFS):
            array = getattr(self, name)
            setattr(self, name, np.concatenate([array, np.repeat(array[:1], rows, axis=0)]))
        for arrays in (self.counted, self.chances, self.pooled):
            arrays[:] = [np.concatenate([x, np.repeat(x[:1], rows, axis=0)]) for x in arrays]

    def place(self, bucket: int) -> int:
        """Return the ring's column of a bucket."""
        return bucket % self.shape.ring
