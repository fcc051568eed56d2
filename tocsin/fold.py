"""The port of everything that remembers: a fold over one partition of one log.

Detection folds `tocsin.mentions`, alerting folds `tocsin.signals`. A fold is
deterministic: the same records in the same order give the same state and the
same outputs, in every runtime; its time is the time in the records (ticks).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

R_contra = TypeVar("R_contra", contravariant=True)
O_co = TypeVar("O_co", covariant=True)


class Fold(Protocol[R_contra, O_co]):
    """State per key, moved on by records, kept by the runtime as rows of bytes."""

    def apply(self, record: R_contra) -> tuple[O_co, ...]:
        """Move the state on by one record and return what it says, in order."""
        ...

    @property
    def wake_at(self) -> datetime | None:
        """From when a tick may do more than move the time; none: the next one may."""
        ...

    def changed(self) -> Mapping[str, bytes | None]:
        """Return the rows that changed since the last call (None = gone), and forget them.

        The runtime writes them in the transaction that moves the position in
        the log; loading all rows into a new fold gives an equal fold.
        """
        ...

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Take up the state that earlier calls of `changed` gave."""
        ...
