"""Forgetting: what nobody will ask for any more leaves the alerter's memory, once a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from alerts.index import Index
from alerts.state import State

KEPT: Final = timedelta(days=14)  #: a closed incident is remembered for digests and explanations


def forget(state: State, index: Index, now: datetime) -> None:
    """Let go of closed incidents, actions and mutes that are older than `KEPT`."""
    for key, record in state.records.items():
        closed = record.course.closed_at
        if closed and now - closed > KEPT:
            index.put_record(key, None)
    for key, done in state.actions.items():
        if now - done.at > KEPT:
            state.actions.put(key, None)
    for key, muted in state.muted.items():
        if now - muted.at > KEPT:
            state.muted.put(key, None)
