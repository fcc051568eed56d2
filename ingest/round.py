"""A single round over all feeds, as ``tocsin run --once`` makes it: who has yet to answer, and what the others brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ingest.fetch import Fault, FetchFailed
from ingest.watcher import Outcome, PollKind
from tocsin.model import FeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one round brought."""

    polled: int
    new: int
    revised: int
    failed: tuple[tuple[str, FetchFailed], ...] = ()  #: feed id and failure, by id


class Round:
    """The feeds that have yet to answer (``left``), and the outcomes of the others."""

    def __init__(self, feeds: Iterable[str]) -> None:
        self.left = set(feeds)
        self._outcomes: dict[str, Outcome] = {}

    def take(self, ended: Mapping[str, Outcome]) -> None:
        """Note what ended since the last time."""
        self._outcomes |= {feed: outcome for feed, outcome in ended.items() if feed in self.left}
        self.left -= ended.keys()

    def summary(self) -> Summary:
        """Return what the round brought so far."""
        outcomes = sorted(self._outcomes.items())
        return Summary(
            polled=len(outcomes),
            new=sum(outcome.new for _, outcome in outcomes),
            revised=sum(outcome.revised for _, outcome in outcomes),
            failed=tuple((feed, outcome.failure) for feed, outcome in outcomes if outcome.failure),
        )


def held(state: FeedState, until: datetime) -> Outcome:
    """Return the outcome of a feed whose host wants to be left alone for longer than a round waits."""
    failure = FetchFailed(
        fault=Fault.RATE_LIMITED, detail=f"asked us to wait until {until:%Y-%m-%d %H:%M} UTC"
    )
    return Outcome(kind=PollKind.FAILED, state=state, failure=failure)
