"""The port of what the folds remember, for verbs that only look.

Implementations: `tocsin.runtime.embedded.memory` (the rows of a data folder)
and `tocsin.runtime.distributed.memory` (snapshots, and the log behind them);
one contract suite holds them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Rows = Sequence[tuple[str, bytes]]


class Memory(Protocol):
    """Gives rows that a fold takes up by `tocsin.fold.Fold.load`; nothing is written anywhere."""

    def detection(self, region: str) -> Rows:
        """Return the rows of the detection fold that a region belongs to."""
        ...

    def alerting(self) -> Rows:
        """Return the rows of the alerting fold."""
        ...
