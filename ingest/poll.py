"""One poll of one feed, from request to what is to be kept: the chain of ingest on one screen.

request -> [fetch] -> same body? -> [parse] -> identify -> [known keys] -> decide -> change
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ingest import outcome as steps
from ingest.decide import Decision, Known
from ingest.feedstore import Change, Message
from ingest.fetch import Fault, Fetched, Fetcher, FetchFailed
from ingest.identity import identify
from ingest.parsing import Job, ParseFailed, ParsePool
from ingest.spec import FeedSpec, IngestSpec
from ingest.volatile import body_hash
from ingest.watcher import Outcome, PollKind
from tocsin.clock import Clock
from tocsin.codec import encode
from tocsin.model import FeedState
from tocsin.topics import ARTICLES, FEEDS

Recall = Callable[[str, Sequence[str]], Awaitable[dict[str, Known]]]
_HEALTH_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a poll acts through."""

    fetcher: Fetcher
    parsers: ParsePool
    recall: Recall
    clock: Clock
    limits: IngestSpec


async def poll(spec: FeedSpec, state: FeedState, tools: Tools) -> tuple[Change, Outcome]:
    """Ask one feed once; return what is to be kept and what happened."""
    began = tools.clock.now()
    request = steps.request_for(state, now=began)
    probe = steps.is_probe(state, request)
    answer = await tools.fetcher.fetch(request)
    if isinstance(answer, FetchFailed):
        done = _failed(state, answer, tools)
    elif answer.not_modified:
        now = tools.clock.now()
        done = _Done(PollKind.NOT_MODIFIED, steps.not_modified(spec, state, answer, tools.limits, now=now))
    else:
        done = await _body(spec, state, answer, tools, probe=probe)
    if probe:
        done.state = steps.probed(done.state, at=began)
    return _kept(state, done), _told(state, done, answer, (tools.clock.now() - began).total_seconds())


def broken(state: FeedState, error: Exception, *, now: datetime) -> Outcome:
    """Return the outcome of a poll that a mistake of our own ended."""
    failure = FetchFailed(fault=Fault.OURS, detail=f"{type(error).__name__}: {error}"[:200])
    after = steps.failed(state, failure, now=now)
    return Outcome(kind=PollKind.FAILED, state=after, failure=failure)


@dataclass(slots=True)
class _Done:
    kind: PollKind
    state: FeedState
    decision: Decision | None = None
    failure: FetchFailed | None = None


async def _body(spec: FeedSpec, state: FeedState, answer: Fetched, tools: Tools, *, probe: bool) -> _Done:
    digest = body_hash(answer.body)
    if digest == state.bad_hash:
        return _failed(state, FetchFailed(fault=Fault.KNOWN_BAD), tools)
    if digest == state.body_hash and answer.moved_to is None:
        now = tools.clock.now()
        return _Done(PollKind.SAME, steps.same_body(spec, state, answer, tools.limits, now=now))
    job = Job(
        body=answer.body, content_type=answer.content_type, parser=spec.parser, url=answer.url,
        full_text=spec.full_text,
    )  # fmt: skip
    parsed = await tools.parsers.parse(job)
    if isinstance(parsed, ParseFailed):
        bad = digest if parsed.fault is Fault.HUNG else None
        return _failed(state, FetchFailed(fault=parsed.fault, detail=parsed.detail), tools, bad_hash=bad)
    found = identify(parsed.entries)
    known = await tools.recall(spec.id, [key for one in found for key in one.keys])
    decision = steps.read(
        spec, state, answer, parsed, found=found, known=known, limits=tools.limits,
        body_hash=digest, probe=probe, now=tools.clock.now(),
    )  # fmt: skip
    return _Done(PollKind.NEWS if decision.articles else PollKind.QUIET, decision.state, decision)


def _failed(state: FeedState, failure: FetchFailed, tools: Tools, *, bad_hash: str | None = None) -> _Done:
    after = steps.failed(state, failure, now=tools.clock.now(), bad_hash=bad_hash)
    return _Done(PollKind.FAILED, after, failure=failure)


def _kept(before: FeedState, done: _Done) -> Change:
    articles = done.decision.articles if done.decision else ()
    messages = [Message(topic=ARTICLES.name, key=article.id, value=encode(article)) for article in articles]
    if _health_changed(before, done):
        messages.append(Message(topic=FEEDS.name, key=done.state.feed, value=encode(done.state)))
    return Change(
        state=done.state, seen=done.decision.seen if done.decision else {}, messages=tuple(messages)
    )


def _health_changed(before: FeedState, done: _Done) -> bool:
    """News, another error or none, or an hour since the last word: feed health is for people, not for machines."""
    if done.kind is PollKind.NEWS or before.error != done.state.error or before.last_polled is None:
        return True
    last, now = before.last_polled, done.state.last_polled
    return now is not None and int(last.timestamp() // _HEALTH_EVERY.seconds) != int(
        now.timestamp() // _HEALTH_EVERY.seconds
    )


def _told(before: FeedState, done: _Done, answer: Fetched | FetchFailed, seconds: float) -> Outcome:
    decision = done.decision
    return Outcome(
        kind=done.kind, state=done.state, failure=done.failure,
        articles=decision.articles if decision else (), new=decision.new if decision else 0,
        revised=decision.revised if decision else 0,
        possible_gap=decision.possible_gap if decision else False,
        moved=before.url != done.state.url,
        bytes=len(answer.body) if isinstance(answer, Fetched) else 0, seconds=seconds,
    )  # fmt: skip
