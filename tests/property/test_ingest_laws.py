"""Whatever feeds do – flap, repeat, reorder, edit, change guids – every article is said once a revision, and a restart changes nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.canonical import canonical_url, link_key
from ingest.decide import decide
from ingest.decode import decode
from ingest.feedstore import Change
from ingest.identity import identify
from ingest.outcome import new_state
from ingest.parsed import Parsed
from ingest.plain import _piece_by_piece, _without_tags, cut, plain
from ingest.spec import FeedSpec, IngestSpec
from tocsin.codec import decode_value, encode_value
from tocsin.model import Entry, FeedState
from tocsin.testing.feedstore import MemoryFeedStore

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPEC = FeedSpec(id="a", url="https://a.example/", name="A", publisher="A")
LIMITS = IngestSpec()

entries = st.builds(
    Entry,
    guid=st.sampled_from([None, "g1x", "g2x", "https://a.example/?p=1", "http://a.example/?p=1", "7"]),
    link=st.sampled_from(
        [None, "https://a.example/1", "https://a.example/1?utm_source=x", "http://a.example/2"]
    ),
    title=st.sampled_from(["", "One", "Two", "two ", "Three"]),
    summary=st.sampled_from(["", "text", "more text"]),
    published=st.sampled_from([None, NOW, NOW - timedelta(days=1), NOW - timedelta(days=9)]),
)
windows = st.lists(st.lists(entries, max_size=6), min_size=1, max_size=6)


def play(sequence, *, restart):
    store, said, states = MemoryFeedStore(), [], []
    state = new_state(SPEC, now=NOW)
    for turn, window in enumerate(sequence):
        if restart:
            state = decode_value(encode_value(state), FeedState)
        found = identify(window)
        known = store.known("a", [key for one in found for key in one.keys])
        now = NOW + turn * timedelta(hours=1)
        done = decide(
            SPEC, state, Parsed(entries=tuple(window)), found=found, known=known, limits=LIMITS, now=now
        )
        store.commit([Change(state=done.state, seen=done.seen)])
        state = done.state
        said.append(done.articles)
        states.append(state)
    return said, states


@given(windows)
@settings(max_examples=150, deadline=None)
def test_every_revision_is_said_once(sequence):
    said, _ = play(sequence, restart=False)
    pairs = [(article.id, article.revision) for articles in said for article in articles]
    assert len(pairs) == len(set(pairs))
    latest = {}
    for identity, revision in pairs:
        assert revision == latest.get(identity, 0) + 1
        latest[identity] = revision


@given(windows)
@settings(max_examples=100, deadline=None)
def test_a_restart_at_every_poll_changes_nothing(sequence):
    assert play(sequence, restart=True) == play(sequence, restart=False)


@given(windows)
@settings(max_examples=100, deadline=None)
def test_a_window_that_comes_again_says_nothing(sequence):
    said, _ = play([*sequence, sequence[-1]], restart=False)
    assert said[-1] == ()


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_canonical_addresses_stay_as_they_are(text):
    url = canonical_url("https://a.example/" + text)
    if url is not None:
        assert canonical_url(url) == url
        assert link_key(url) == link_key("https://a.example/" + text)


@given(st.text(alphabet=st.sampled_from("<>&;!-/ab #x1'\"\u202eé"), max_size=200), st.integers(0, 50))
@settings(max_examples=300, deadline=None)
def test_plain_text_is_one_short_line(markup, limit):
    text = plain(markup, limit=limit)
    assert len(text) <= limit
    assert text == " ".join(text.split())
    assert len(cut(text, 5)) <= 5


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/xml; charset=koi8-r", "text/xml; charset=x", "charset=utf-7"]),
)
@settings(max_examples=200, deadline=None)
def test_no_bytes_are_too_odd_to_decode(body, content_type):
    assert isinstance(decode(body, content_type).text, str)


MARKUP = [
    "<b>",
    "</b>",
    "<p class='x'>",
    "<br/>",
    "a",
    " ",
    "&amp;",
    "<",
    ">",
    "< b",
    "<!--",
    "-->",
    "<script>",
    "</script>",
]


@given(st.lists(st.sampled_from(MARKUP), max_size=12))
@settings(max_examples=300, deadline=None)
def test_the_quick_way_to_plain_text_is_the_long_way(pieces):
    markup = "".join(pieces)
    assert _without_tags(markup).split() == _piece_by_piece(markup).split()
