"""What every feed store keeps: all of a change or nothing, and it is there after a restart."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.decide import Known
from ingest.feedstore import Change, Message
from ingest.store import SqliteFeedStore
from tocsin.errors import BackendFault
from tocsin.ids import digest
from tocsin.model import FeedState
from tocsin.testing.feedstore import ListOutbox, MemoryFeedStore

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STATE = FeedState(feed="a", url="https://a.example/", due=NOW, etag='W/"é"', rates=(0.5,) * 24, gone=(NOW,))
KNOWN = Known(article=digest("1"), content=digest("c"), revision=2, touched=NOW, backlog=True)
KEYS = [digest(str(n)) for n in range(1200)]
MESSAGE = Message(topic="tocsin.articles", key="k", value=b"v")


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    outbox = ListOutbox()
    if request.param == "memory":
        yield MemoryFeedStore(outbox), outbox
        return
    connection = sqlite3.connect(tmp_path / "feeds.db")
    yield SqliteFeedStore(connection, outbox), outbox
    connection.close()


def test_what_was_committed_is_there(store):
    feeds, outbox = store
    feeds.commit([Change(state=STATE, seen={KEYS[0]: KNOWN}, messages=(MESSAGE,))])
    assert feeds.states() == {"a": STATE}
    assert feeds.known("a", KEYS[:2]) == {KEYS[0]: KNOWN}
    assert feeds.known("b", KEYS[:2]) == {}
    assert outbox.messages == [MESSAGE]


def test_the_latest_word_holds(store):
    feeds, _ = store
    feeds.commit([Change(state=STATE, seen={KEYS[0]: KNOWN})])
    later, newer = replace(STATE, failures=3), replace(KNOWN, revision=3)
    feeds.commit([Change(state=later, seen={KEYS[0]: newer})])
    assert feeds.states() == {"a": later}
    assert feeds.known("a", KEYS[:1]) == {KEYS[0]: newer}


def test_a_commit_that_fails_leaves_nothing(store):
    feeds, outbox = store
    feeds.commit([Change(state=STATE, messages=(MESSAGE,))])
    outbox.fail_at = 2
    with pytest.raises(OSError, match="full"):
        feeds.commit(
            [Change(state=replace(STATE, failures=1), seen={KEYS[0]: KNOWN}, messages=(MESSAGE, MESSAGE))]
        )
    assert feeds.states() == {"a": STATE}
    assert feeds.known("a", KEYS[:1]) == {}


def test_long_windows_are_looked_up_whole(store):
    feeds, _ = store
    feeds.commit([Change(state=STATE, seen=dict.fromkeys(KEYS, KNOWN))])
    assert len(feeds.known("a", KEYS)) == len(KEYS)


def test_keys_that_left_the_feed_are_forgotten(store):
    feeds, _ = store
    old = replace(KNOWN, article=digest("old"), touched=NOW - timedelta(days=91))
    feeds.commit([Change(state=STATE, seen={KEYS[0]: KNOWN, KEYS[1]: old, KEYS[2]: old})])
    assert feeds.forget(NOW - timedelta(days=90)) == 1
    assert set(feeds.known("a", KEYS[:3])) == {KEYS[0]}


def test_a_silent_feed_keeps_what_stood_in_its_last_document(store):
    feeds, _ = store
    long_ago = NOW - timedelta(days=200)
    before = replace(KNOWN, article=digest("gone"), touched=long_ago - timedelta(days=3))
    standing = [
        replace(KNOWN, article=digest(str(n)), touched=long_ago - timedelta(hours=20 * n)) for n in (0, 1)
    ]
    feeds.commit([Change(state=STATE, seen=dict(zip(KEYS, [*standing, before], strict=False)))])
    assert feeds.forget(NOW - timedelta(days=90)) == 1
    assert set(feeds.known("a", KEYS[:3])) == set(KEYS[:2])


def test_all_keys_of_an_article_share_its_record(store):
    feeds, _ = store
    feeds.commit([Change(state=STATE, seen={KEYS[0]: KNOWN, KEYS[1]: KNOWN})])
    newer = replace(KNOWN, revision=3, content=digest("new"))
    feeds.commit([Change(state=STATE, seen={KEYS[1]: newer})])
    assert feeds.known("a", KEYS[:2]) == {KEYS[0]: newer, KEYS[1]: newer}


def test_messages_without_a_feed(store):
    feeds, outbox = store
    feeds.commit([Change(messages=(MESSAGE,))])
    assert (feeds.states(), outbox.messages) == ({}, [MESSAGE])


def test_sqlite_remembers_after_a_restart(tmp_path):
    for turn in range(2):
        connection = sqlite3.connect(tmp_path / "feeds.db")
        feeds = SqliteFeedStore(connection, ListOutbox())
        if turn == 0:
            feeds.commit([Change(state=STATE, seen={KEYS[0]: KNOWN})])
        assert feeds.states() == {"a": STATE}
        assert feeds.known("a", KEYS[:1]) == {KEYS[0]: KNOWN}
        connection.close()


def test_a_database_that_fails_is_a_backend_fault(tmp_path):
    connection = sqlite3.connect(tmp_path / "feeds.db")
    feeds = SqliteFeedStore(connection, ListOutbox())
    connection.execute("DROP TABLE feed_state")
    with pytest.raises(BackendFault, match="feed store"):
        feeds.states()
    connection.close()
