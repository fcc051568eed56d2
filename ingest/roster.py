"""Whom we poll: the feeds of the configuration, each with what we remember of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ingest import moves
from ingest.outcome import new_state
from ingest.spec import FeedSpec
from tocsin.model import FeedState


class Roster:
    """Specs and states by feed id; what was known of a feed that leaves awaits its return."""

    def __init__(self, feeds: Iterable[FeedSpec]) -> None:
        self.specs: Mapping[str, FeedSpec] = {spec.id: spec for spec in feeds}
        self._states: dict[str, FeedState] = {}
        self._remembered: dict[str, FeedState] = {}

    @property
    def states(self) -> Mapping[str, FeedState]:
        """What is remembered of every feed in the configuration."""
        return self._states

    def recall(self, remembered: Mapping[str, FeedState], *, now: datetime) -> None:
        """Take up what a store remembers."""
        self._remembered = dict(remembered)
        self._states = {feed: self._known(spec, now) for feed, spec in self.specs.items()}

    def follow(self, feeds: Iterable[FeedSpec], *, now: datetime) -> None:
        """List other feeds from now on; what is known of those that stay is kept."""
        self.specs = {spec.id: spec for spec in feeds}
        self.recall(self._remembered | self._states, now=now)

    def keep(self, state: FeedState) -> None:
        """Remember a feed's new state; it may be listed no more by now, or with another address."""
        if state.feed in self.specs:
            self._states[state.feed] = moves.follow_spec(state, self.specs[state.feed].url)
        else:
            self._remembered[state.feed] = state

    def pairs(self) -> Sequence[tuple[FeedSpec, FeedState]]:
        """Return every feed with its state."""
        return [(spec, self._states[feed]) for feed, spec in self.specs.items()]

    def _known(self, spec: FeedSpec, now: datetime) -> FeedState:
        known = self._remembered.get(spec.id)
        return moves.follow_spec(known, spec.url) if known else new_state(spec, now=now)
