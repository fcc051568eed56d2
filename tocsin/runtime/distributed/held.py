"""A partition that a worker folds now: its state, and when the next snapshot of it is due."""

from __future__ import annotations

from time import monotonic
from typing import Final

from tocsin.runtime.distributed.partition import PartitionFold

EVERY_RECORDS: Final = 5_000  #: between two snapshots of a partition
EVERY_SECONDS: Final = 600.0


class Held:
    """A partition in hand, and when its last snapshot was."""

    def __init__(self, fold: PartitionFold) -> None:
        self.fold = fold
        self.saved, self.saved_at = fold.applied, monotonic()
        self.not_before = 0.0

    @property
    def due(self) -> bool:
        """Whether it is time for another snapshot."""
        behind, now = self.fold.applied - self.saved, monotonic()
        if behind <= 0 or now < self.not_before:
            return False
        return behind >= EVERY_RECORDS or now - self.saved_at >= EVERY_SECONDS
