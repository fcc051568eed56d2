"""Trust: when a feed's mentions count, and when a key that still learns may open all the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from streams.detect.bank import Bank
from streams.detect.spec import DetectorSpec
from tocsin.clock import hour_of
from tocsin.model import Mention, Signal
from tocsin.surprise import surprise

EARLY_SURPRISE: Final = 5.0
DAY: Final = 24  #: hours


def learned(mention: Mention, spec: DetectorSpec, *, born: int) -> bool:
    """Return whether a mention's feed has been watched long enough that its voice is no news by itself.

    A feed that was there within a day of the fold's own first hour (``born``)
    is part of the instrument that measures what is usual, not a change of it:
    so threshold rules are live from the first hour.
    """
    if mention.feed_since is None or mention.feed_entries >= spec.feed_learning_entries:
        return True
    if hour_of(mention.feed_since) < born + DAY:
        return True
    return mention.seen - mention.feed_since >= timedelta(days=spec.feed_learning_days)


def settled(hour: int, spec: DetectorSpec, *, born: int) -> bool:
    """Return whether feeds that begin to count in an hour are new ones: those of the first day counted from the start."""
    return hour >= born + DAY + DAY * spec.feed_learning_days


def early(signal: Signal, bank: Bank, row: int, spec: DetectorSpec) -> bool:
    """Return whether a learning key may open: enough voices, against what is usual for its tier."""
    window = next((window for window in signal.windows if window.hours == DAY), None)
    if window is None or window.stories < spec.early_stories or window.publishers < spec.early_publishers:
        return False
    level, weight = bank.a0[row] / bank.b0[row], bank.a0[row]
    mean = float(level) * DAY * window.coverage
    variance = mean * float(bank.spread_prior[row, bank.shape.windows.index(DAY)]) + mean * mean / float(
        weight
    )
    return bool(surprise(window.stories, mean, variance) >= EARLY_SURPRISE)
