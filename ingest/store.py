"""Feed states and seen keys in SQLite, with the outbox in the same transaction.

Law kept here: an article is in the outbox if and only if it is remembered, so a crash loses no entry and says none twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from ingest.decide import Known
from ingest.feedstore import KEPT_WITH_LAST, Change, Outbox
from tocsin.codec import decode_value, encode_value
from tocsin.errors import BackendFault
from tocsin.model import FeedState

_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS feed_state (feed TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS feed_article (
        feed TEXT NOT NULL, article BLOB NOT NULL, content BLOB NOT NULL, revision INTEGER NOT NULL,
        touched INTEGER NOT NULL, backlog INTEGER NOT NULL, PRIMARY KEY (feed, article)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS feed_key (
        feed TEXT NOT NULL, key BLOB NOT NULL, article BLOB NOT NULL, PRIMARY KEY (feed, key)) WITHOUT ROWID""",
)
_PUT_STATE: Final = "INSERT OR REPLACE INTO feed_state VALUES (?, ?)"
_PUT_ARTICLE: Final = "INSERT OR REPLACE INTO feed_article VALUES (?, ?, ?, ?, ?, ?)"
_PUT_KEY: Final = "INSERT OR REPLACE INTO feed_key VALUES (?, ?, ?)"
_LAST_READ: Final = "SELECT feed, MAX(touched) FROM feed_article GROUP BY feed"
_FORGET: Final = "DELETE FROM feed_article WHERE feed = ? AND touched < ?"
_FORGET_KEYS: Final = """DELETE FROM feed_key WHERE NOT EXISTS (
    SELECT 1 FROM feed_article a WHERE a.feed = feed_key.feed AND a.article = feed_key.article)"""
_MOST_KEYS: Final = 500  #: in one query; SQLite allows 32,766 variables, older builds 999


class SqliteFeedStore:
    """A `FeedStore` over one connection, which it uses alone (its outbox may share it).

    The poller calls it from a thread of its own: open the connection with
    ``check_same_thread=False``, WAL and a busy timeout.
    """

    def __init__(self, connection: sqlite3.Connection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox
        with self._transaction():
            for statement in _SCHEMA:
                connection.execute(statement)

    def states(self) -> dict[str, FeedState]:
        """Return the states of all feeds, by feed id."""
        with _faults():
            rows = self._connection.execute("SELECT feed, value FROM feed_state").fetchall()
        return {feed: decode_value(value, FeedState) for feed, value in rows}

    def known(self, feed: str, keys: Sequence[str]) -> dict[str, Known]:
        """Return what is remembered of one feed under these keys."""
        found: dict[str, Known] = {}
        with _faults():
            for start in range(0, len(keys), _MOST_KEYS):
                found.update(self._some(feed, keys[start : start + _MOST_KEYS]))
        return found

    def commit(self, changes: Iterable[Change]) -> None:
        """Keep all changes and append their messages to the outbox, or none of it."""
        with self._transaction():
            for change in changes:
                self._keep(change)

    def forget(self, before: datetime) -> int:
        """Forget articles last seen before a moment, with their keys; return how many articles.

        What stood in a feed's last document is kept however long the feed is
        silent: it will still stand there when the feed speaks again.
        """
        with self._transaction():
            limits = [
                (feed, min(int(before.timestamp()), last - KEPT_WITH_LAST))
                for feed, last in self._connection.execute(_LAST_READ).fetchall()
            ]
            gone = self._connection.executemany(_FORGET, limits).rowcount
            if gone:
                self._connection.execute(_FORGET_KEYS)
        return gone

    def _some(self, feed: str, keys: Sequence[str]) -> Iterator[tuple[str, Known]]:
        marks = ",".join("?" * len(keys))
        rows = self._connection.execute(
            "SELECT key, article, content, revision, touched, backlog"  # noqa: S608  # marks only
            f" FROM feed_key JOIN feed_article USING (feed, article) WHERE feed = ? AND key IN ({marks})",
            (feed, *(bytes.fromhex(key) for key in keys)),
        )
        for key, article, content, revision, touched, backlog in rows:
            yield (
                key.hex(),
                Known(
                    article=article.hex(), content=content.hex(), revision=revision,
                    touched=datetime.fromtimestamp(touched, UTC), backlog=bool(backlog),
                ),
            )  # fmt: skip

    def _keep(self, change: Change) -> None:
        if change.state is not None:
            self._connection.execute(_PUT_STATE, (change.state.feed, encode_value(change.state)))
            self._remember(change.state.feed, change)
        for message in change.messages:
            self._outbox.append(message.topic, message.key, message.value)

    def _remember(self, feed: str, change: Change) -> None:
        articles = {known.article: known for known in change.seen.values()}
        self._connection.executemany(_PUT_ARTICLE, (_row(feed, known) for known in articles.values()))
        keys = (
            (feed, bytes.fromhex(key), bytes.fromhex(known.article)) for key, known in change.seen.items()
        )
        self._connection.executemany(_PUT_KEY, keys)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _row(feed: str, known: Known) -> tuple[object, ...]:
    return (
        feed, bytes.fromhex(known.article), bytes.fromhex(known.content), known.revision,
        int(known.touched.timestamp()), known.backlog,
    )  # fmt: skip


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackendFault(f"the feed store: {error}") from error
