"""The port through which the log reaches the index.

Every call is idempotent: records may come again, late and out of order. An
article is replaced by a higher revision only; an incident's step is written
once and the highest step is how it stands; of one hour the last record wins.
Nothing is committed here: that is for the caller, in the transaction that
moves its position in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tocsin.model import FeedState, Incident, Rejected, Signal, TaggedArticle, WindowCount


class Writer(Protocol):
    """Takes in what the stages said; each method is named for the topic it reads."""

    def tagged(self, batch: Sequence[TaggedArticle]) -> None:
        """Put articles in, or replace them by a higher revision."""
        ...

    def windows(self, batch: Sequence[WindowCount]) -> None:
        """Put ended hours in, or restate them."""
        ...

    def signals(self, batch: Sequence[Signal]) -> None:
        """Put the running hours in that signals speak of; an ended hour restates them."""
        ...

    def incidents(self, batch: Sequence[Incident]) -> None:
        """Put steps of incidents in."""
        ...

    def feeds(self, batch: Sequence[FeedState]) -> None:
        """Put in what is remembered of feeds."""
        ...

    def rejected(self, batch: Sequence[Rejected]) -> None:
        """Put in what was refused, by its name; of one record the last word holds."""
        ...
