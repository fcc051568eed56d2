"""From an answer to the next state and due time: the steps of one poll, each pure.

request_for -> [fetch] -> failed | not_modified | same_body | [parse] -> read
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ingest import moves, rhythm, schedule
from ingest.decide import Decision, Known, decide
from ingest.fetch import Fault, Fetched, FetchFailed, Request
from ingest.identity import Identified
from ingest.parsed import Parsed
from ingest.spec import FeedSpec, IngestSpec
from tocsin.model import FeedState

_STREAK: Final = 6  #: expected gaps after which a streak of 304 is doubted
_PROBE: Final = timedelta(days=1)


def new_state(spec: FeedSpec, *, now: datetime) -> FeedState:
    """Return the state of a feed that was never polled: due at once."""
    return FeedState(feed=spec.id, url=spec.url, due=now)


def request_for(state: FeedState, *, now: datetime) -> Request:
    """Return the request to send: conditional, unless the validators lie or are to be put to the test."""
    if state.lying_validators or is_doubted(state, now=now):
        return Request(url=state.url)
    return Request(url=state.url, etag=state.etag, last_modified=state.last_modified)


def is_doubted(state: FeedState, *, now: datetime) -> bool:
    """Whether a streak of 304 has lasted so long that one unconditional request a day is worth it."""
    if state.streak_304 < 2 or state.last_body is None or not state.rates:
        return False
    doubted = now - state.last_body > max(_STREAK * rhythm.mean_gap(state.rates), timedelta(hours=6))
    return doubted and (state.probed is None or now - state.probed >= _PROBE)


def failed(
    state: FeedState, failure: FetchFailed, *, now: datetime, bad_hash: str | None = None
) -> FeedState:
    """Return the state after a poll that brought nothing."""
    state = replace(
        moves.after_status(state, status=failure.status),
        failures=state.failures + 1, error=failure.fault.value, last_polled=now,
        failing_since=state.failing_since or now, bad_hash=bad_hash or state.bad_hash,
        retry_at=now + failure.retry_after if failure.retry_after else None,
    )  # fmt: skip
    if failure.fault is Fault.GONE:
        state = schedule.seen_gone(state, now)
    due = schedule.after_failure(state, retry_after=failure.retry_after, now=now)
    return replace(state, due=due)


def not_modified(
    spec: FeedSpec, state: FeedState, answer: Fetched, limits: IngestSpec, *, now: datetime
) -> FeedState:
    """Return the state after a 304: each validator that came with it is taken over on its own."""
    state = replace(
        _answered(state, answer, now=now),
        etag=answer.etag or state.etag, last_modified=answer.last_modified or state.last_modified,
        streak_304=state.streak_304 + 1,
    )  # fmt: skip
    return _scheduled(spec, state, answer, limits, now=now)


def same_body(
    spec: FeedSpec, state: FeedState, answer: Fetched, limits: IngestSpec, *, now: datetime
) -> FeedState:
    """Return the state after a 200 whose body says nothing new."""
    return _scheduled(spec, _with_body(state, answer, now=now), answer, limits, now=now)


def read(
    spec: FeedSpec,
    state: FeedState,
    answer: Fetched,
    parsed: Parsed,
    *,
    found: Sequence[Identified],
    known: Mapping[str, Known],
    limits: IngestSpec,
    body_hash: str,
    probe: bool,
    now: datetime,
) -> Decision:
    """Return what a document means, with the next state and due time.

    ``probe`` says that the request left out validators that we know: news in
    its answer, after 304s, shows that they lie.
    """
    lied = probe and state.streak_304 > 0
    decision = decide(spec, state, parsed, found=found, known=known, limits=limits, now=now)
    after = replace(_with_body(decision.state, answer, now=now), body_hash=body_hash)
    after = replace(
        moves.after_answer(after, moved_to=answer.moved_to, now=now),
        lying_validators=state.lying_validators or (lied and decision.new > 0),
    )
    return replace(decision, state=_scheduled(spec, after, answer, limits, now=now))


def is_probe(state: FeedState, request: Request) -> bool:
    """Whether a request leaves out validators that are known, to see if they lie."""
    known = state.etag is not None or state.last_modified is not None
    return known and request.etag is None and request.last_modified is None and not state.lying_validators


def probed(state: FeedState, *, at: datetime) -> FeedState:
    """Return the state that remembers when the validators were last put to the test."""
    return replace(state, probed=at)


def _with_body(state: FeedState, answer: Fetched, *, now: datetime) -> FeedState:
    return replace(
        _answered(state, answer, now=now),
        etag=answer.etag, last_modified=answer.last_modified, last_body=now, streak_304=0,
    )  # fmt: skip


def _answered(state: FeedState, answer: Fetched, *, now: datetime) -> FeedState:
    return replace(
        state, last_polled=now, last_success=now, first_polled=state.first_polled or now,
        failures=0, error=None, failing_since=None, retry_at=None, gone=(),
        reservation=answer.reservation if not answer.not_modified else state.reservation,
    )  # fmt: skip


def _scheduled(
    spec: FeedSpec, state: FeedState, answer: Fetched, limits: IngestSpec, *, now: datetime
) -> FeedState:
    due = schedule.after_success(spec, state, limits, fresh_for=answer.fresh_for, now=now)
    return replace(state, due=due)
