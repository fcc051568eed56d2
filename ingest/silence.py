"""Silence: since when a feed that answers has brought nothing for longer than it ever does.

Such a feed is unknown, not empty: a page that is frozen, or a site that moved
on without its feed, looks like calm. At least a day is waited for: a region
must be calm for a day before its alerts end, so none ends on a feed that froze.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from ingest import rhythm
from tocsin.model import FeedState

_POISSON_999: Final = 6.9  #: mean gaps that one silence in a thousand exceeds, if news came at random
_LEAST: Final = timedelta(hours=24)


def quiet_gap(state: FeedState) -> timedelta | None:
    """Return the silence that 99.9 % of a feed's silences stay under: the longest known, or what its rate makes likely."""
    if not state.rates:
        return None
    likely = max(_POISSON_999 * rhythm.mean_gap(state.rates), _LEAST)
    return max(likely, timedelta(hours=state.quiet_gap or 0.0))


def silent_from(state: FeedState) -> datetime | None:
    """Return from when on what a feed does not bring is unknown; none while its silence is usual.

    Counted up to its last answer: time in which nobody asked is no silence.
    """
    if state.last_new is None or state.last_success is None or state.last_success - state.last_new <= _LEAST:
        return None
    gap = quiet_gap(state)
    return None if gap is None or state.last_success - state.last_new <= gap else state.last_new + gap
