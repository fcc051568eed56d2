from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest import outcome
from ingest.fetch import Fault, Fetched, FetchFailed, Request
from ingest.hints import Hints
from ingest.identity import identify
from ingest.parsed import Parsed
from ingest.spec import FeedSpec, IngestSpec
from tocsin.model import Entry

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPEC = FeedSpec(id="k", url="https://k.example/rss", name="K", publisher="K")
LIMITS = IngestSpec()
ANSWER = Fetched(status=200, url=SPEC.url, body=b"x", etag='W/"1"', last_modified="whenever")
NEW = outcome.new_state(SPEC, now=NOW)


def read(state, entries, *, now=NOW, probe=False, hints=None, answer=ANSWER):
    parsed = Parsed(entries=tuple(entries), hints=hints or Hints())
    return outcome.read(
        SPEC, state, answer, parsed, found=identify(entries), known={}, limits=LIMITS,
        body_hash="h", probe=probe, now=now,
    )  # fmt: skip


ENTRIES = [Entry(guid=f"g-{n}x", title=f"t{n}", published=NOW - n * HOUR) for n in range(4)]
READ = read(NEW, ENTRIES).state


def test_validators_are_kept_byte_for_byte():
    assert outcome.request_for(READ, now=NOW) == Request(url=SPEC.url, etag='W/"1"', last_modified="whenever")


def test_each_validator_is_updated_on_its_own_also_on_a_304():
    answer = Fetched(status=304, url=SPEC.url, etag='"2"')
    state = outcome.not_modified(SPEC, READ, answer, LIMITS, now=NOW)
    assert (state.etag, state.last_modified, state.streak_304) == ('"2"', "whenever", 1)
    bare = outcome.same_body(SPEC, state, replace(ANSWER, etag=None), LIMITS, now=NOW)
    assert (bare.etag, bare.last_modified, bare.streak_304) == (None, "whenever", 0)


def test_a_long_streak_of_304_is_doubted_once_a_day():
    state = replace(READ, streak_304=50, last_body=NOW - 7 * DAY)
    assert outcome.is_doubted(state, now=NOW)
    request = outcome.request_for(state, now=NOW)
    assert (request.etag, outcome.is_probe(state, request)) == (None, True)
    assert not outcome.is_doubted(replace(state, probed=NOW - HOUR), now=NOW)
    assert outcome.is_doubted(replace(state, probed=NOW - DAY), now=NOW)


def test_news_in_an_unconditional_answer_shows_that_the_validators_lie():
    state = replace(READ, streak_304=50)
    fresh = [Entry(guid="new", title="n")]
    liar = read(state, fresh, probe=True).state
    assert liar.lying_validators
    assert outcome.request_for(liar, now=NOW).etag is None
    assert not read(state, fresh, probe=False).state.lying_validators


def test_a_failure_is_remembered_and_a_success_forgets_it():
    state = outcome.failed(READ, FetchFailed(fault=Fault.STATUS, status=500), now=NOW)
    assert (state.failures, state.error, state.failing_since) == (1, "HTTP error", NOW)
    assert state.etag == READ.etag
    state = outcome.same_body(SPEC, state, ANSWER, LIMITS, now=NOW + HOUR)
    assert (state.failures, state.error, state.failing_since) == (0, None, None)


def test_a_body_the_parser_did_not_survive_is_remembered_until_another_is_read():
    state = outcome.failed(READ, FetchFailed(fault=Fault.HUNG), now=NOW, bad_hash="b")
    assert state.bad_hash == "b"
    assert read(state, ENTRIES).state.bad_hash is None


def test_410_is_counted():
    state = READ
    for days in (0, 1, 2):
        state = outcome.failed(state, FetchFailed(fault=Fault.GONE, status=410), now=NOW + days * DAY)
    assert len(state.gone) == 3
    assert state.due > NOW + 365 * DAY


def test_a_publishers_wishes_are_remembered():
    state = read(NEW, ENTRIES, hints=Hints(wait=2 * HOUR, skip_hours=(3,))).state
    assert (state.wait, state.skip_hours) == (7200.0, (3,))
    again = outcome.not_modified(SPEC, state, Fetched(status=304, url=SPEC.url), LIMITS, now=NOW)
    assert again.due >= NOW + 2 * HOUR


def test_a_moved_feed_is_followed_only_by_parseable_answers():
    state = read(NEW, ENTRIES, answer=replace(ANSWER, moved_to="https://n.example/")).state
    assert state.redirect_to == "https://n.example/"
    assert (
        outcome.failed(state, FetchFailed(fault=Fault.GONE, status=410), now=NOW).url == "https://n.example/"
    )
