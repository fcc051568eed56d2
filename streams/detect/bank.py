"""The numbers of many keys, one row each: ring, level, rhythm, dispersion.

Every function of this package that computes works on whole columns, so that one
key and five thousand go through the same code and get the same bits: all
operations are element by element along the rows.
"""

from __future__ import annotations

from typing import Final

from streams.detect.arrays import Array, Floats, np
from streams.detect.shape import Shape

#: the ring: what each remembered bucket saw, and what was believed when it began
RING: Final = ("stories", "dated", "seen", "volume", "season", "level", "weight")
BELIEFS: Final = ("a", "b", "a0", "b0", "spread_one", "spread_two", "spread_prior", "shift", "born")


class Bank:
    """Rows of numbers that `advance` moves on together; ``hour`` is the running bucket of all rows."""

    def __init__(self, shape: Shape, rows: int = 0) -> None:
        self.shape = shape
        self.hour: int | None = None
        windows = len(shape.windows)
        self._width = shape.ring
        self.lengths = np.array(shape.windows, float)
        self.fees = np.array(shape.fees)
        self.brief_fees = np.where(self.lengths <= shape.brief, shape.brief_fee, 0.0)
        self.carried = np.array(shape.carried)
        #: by window: which part of the shortest rhythm it leaves out; those of whole days need not know the hours
        self.uneven = np.maximum(0.0, 1.0 - self.lengths / shape.cycles[0].period)
        self.stories: Floats  #: distinct stories by bucket
        self.dated: Floats  #: the same without undated batches
        self.seen: Floats  #: coverage 0..1
        self.volume: Floats  #: usual volume of the feeds that count, 1 = that of the first
        self.season: Floats  #: rhythm factor when the bucket began
        self.level: Floats  #: stories a bucket believed then
        self.weight: Floats  #: stories behind that belief
        begin = (0.0, 0.0, 1.0, 1.0, 1.0, shape.prior_level, shape.prior_events)
        self._lay(np.repeat(np.repeat([[[x]] for x in begin], rows, axis=1), shape.ring, axis=2))
        self.a = np.full(rows, shape.prior_events)  #: gamma level: a/b stories a bucket
        self.b = np.full(rows, shape.prior_events / shape.prior_level)
        self.a0, self.b0 = self.a.copy(), self.b.copy()
        self.spread_one = np.zeros((rows, windows))  #: S1: expected stories
        self.spread_two = np.zeros((rows, windows))  #: S2: squared errors
        self.spread_prior = np.full((rows, windows), shape.spread_prior)
        self.shift = np.zeros(rows, np.int64)  #: buckets to add for the region's own clock
        self.born = np.zeros(rows, np.int64)  #: first bucket that was observed
        self.learnt = [np.zeros((2, rows, cycle.bins)) for cycle in shape.cycles]  #: c and x of each cycle
        self.pooled = [np.ones((rows, cycle.bins)) for cycle in shape.cycles]  #: g

    def __len__(self) -> int:
        return len(self.a)

    def _lay(self, ring: Floats) -> None:
        """Take a block as the ring; its columns by name are views of it, so that one call reaches all of them."""
        self.ring = ring
        for name, array in zip(RING, ring, strict=True):
            setattr(self, name, array)

    @property
    def counted(self) -> list[Floats]:
        """c: the stories of each cycle's bins."""
        return [learnt[0] for learnt in self.learnt]

    @property
    def chances(self) -> list[Floats]:
        """x: the stories that were expected of each cycle's bins."""
        return [learnt[1] for learnt in self.learnt]

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
        self._lay(_grown(self.ring, rows, axis=1))
        for name in BELIEFS:
            setattr(self, name, _grown(getattr(self, name), rows, axis=0))
        self.learnt = [_grown(x, rows, axis=1) for x in self.learnt]
        self.pooled = [_grown(x, rows, axis=0) for x in self.pooled]

    def place(self, bucket: int) -> int:
        """Return the ring's column of a bucket."""
        return bucket % self._width


def _grown(array: Array, rows: int, *, axis: int) -> Array:
    """Return an array with more rows, which are copies of its first."""
    return np.concatenate([array, np.repeat(array.take([0], axis=axis), rows, axis=axis)], axis=axis)
