"""Tags, index and the detector's memory made anew from kept articles, as another configuration reads them.

A changed lexicon raises counts; beside a baseline that was learned with the old
one that looks like news. So the baseline is learned again: the kept articles are
tagged anew and folded at the times at which they came in, among the ticks,
coverage and priors that the log holds. Nothing is sent: incidents and the ledger
stay as they are. The result is what the detector would know, had it always
read so (`tests/unit/tocsin/runtime/test_retag.py`).
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from streams.mentions import mentions
from tocsin.codec import decode, decode_value
from tocsin.coverage import REREAD
from tocsin.index.sqlite import SqliteWriter
from tocsin.model import Coverage, Mention, Prior, TaggedArticle, Tick, WindowCount
from tocsin.runtime.embedded.assembly import Embedded
from tocsin.runtime.embedded.chain import Detection
from tocsin.runtime.embedded.database import Transaction, remember
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.reread import FACT, TOLD
from tocsin.runtime.embedded.stages import Outputs
from tocsin.runtime.parts import Parts
from tocsin.topics import MENTIONS

BATCH: Final = 500
Timeline = Mention | Tick | Coverage | Prior


@dataclass(frozen=True, slots=True, kw_only=True)
class Retagged:
    """What a retagging did: articles read, verdicts that changed, mentions made, articles that broke the tagger."""

    articles: int = 0
    now_violent: int = 0
    no_longer: int = 0
    mentions: int = 0
    broken: int = 0  #: they stay as they were


def retag(
    embedded: Embedded, parts: Parts, *, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Retagged:
    """Make tags, index and the detector's rows anew, all in one transaction.

    The caller holds the data folder; the log must be worked off
    (`Engine.drain`), or what waits in it would be counted twice.
    """
    connection = embedded.connection
    work = _Work(connection, parts, SqliteLog(connection, embedded.clock.now), progress)
    with Transaction(connection):
        work.run()
        connection.execute("DELETE FROM rows WHERE fold = ?", (Detection.name,))
        Outputs(connection).keep(Detection.name, work.fold.changed().items())
        remember(connection, FACT, parts.tagger.name)
        remember(connection, TOLD, "[]")  # of the taggers before it
    return work.done


class _Work:
    """One run over all kept articles."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        parts: Parts,
        log: SqliteLog,
        progress: Callable[[int, int], None],
    ) -> None:
        self._connection, self._parts, self._log, self._progress = connection, parts, log, progress
        self._writer = SqliteWriter(connection, parts.atlas)
        self._waiting: list[TaggedArticle] = []
        self._kept = _kept(connection)
        self.fold = parts.detection()
        self.done = Retagged()

    def run(self) -> None:
        """Fold the log's own time, with each article's new mentions where it came in."""
        rows = iter(self._kept)
        following = next(rows, None)
        for record in self._timeline():
            while isinstance(record, Tick) and following is not None and following[0] < record.at:
                self._article(following[1])
                following = next(rows, None)
            self._fold(record)
        while following is not None:
            self._article(following[1])
            following = next(rows, None)
        self._flush()

    def _timeline(self) -> Iterator[Tick | Coverage | Prior]:
        start, end = 0, self._log.end(MENTIONS.name)
        while start < end and (records := self._log.read(MENTIONS.name, start, BATCH)):
            for record in records:
                message = decode(record.value)
                if isinstance(message, Coverage) and message.shard == REREAD:
                    continue  # all is read by one tagger now
                if isinstance(message, Tick | Coverage | Prior):
                    yield message
            start = records[-1].offset + 1

    def _fold(self, record: Timeline) -> None:
        """Fold a record; curves are drawn anew, signals are not said: they are of hours that are over."""
        said = self.fold.apply(record)
        self._writer.windows([one for one in said if isinstance(one, WindowCount)])

    def _article(self, row: int) -> None:
        before = _read(self._connection, row)
        after = self._again(before)
        found = mentions(after, self._parts.atlas)
        for mention in found:
            self._fold(mention)
        self._waiting.append(after)
        if len(self._waiting) == BATCH:
            self._flush()
        self._count(before, after, len(found))

    def _again(self, before: TaggedArticle) -> TaggedArticle:
        """Return an article tagged anew, or as it was where it breaks the tagger."""
        try:
            return self._parts.tagger.tag(before.article)
        except Exception:  # noqa: BLE001  # one poisonous article must not keep all others as they were
            self.done = replace(self.done, broken=self.done.broken + 1)
            return before

    def _count(self, before: TaggedArticle, after: TaggedArticle, made: int) -> None:
        was, now, done = before.verdict.violent, after.verdict.violent, self.done
        self.done = replace(
            done, articles=done.articles + 1, now_violent=done.now_violent + (now and not was),
            no_longer=done.no_longer + (was and not now), mentions=done.mentions + made,
        )  # fmt: skip
        self._progress(self.done.articles, len(self._kept))

    def _flush(self) -> None:
        self._writer.tagged(self._waiting)
        self._waiting = []


def _kept(connection: sqlite3.Connection) -> list[tuple[datetime, int]]:
    """Return when each kept article was seen, and its row, in the order in which they came in."""
    rows = [row for (row,) in connection.execute("SELECT row FROM search_articles")]
    return sorted((_read(connection, row).article.seen, row) for row in rows)


def _read(connection: sqlite3.Connection, row: int) -> TaggedArticle:
    (value,) = connection.execute("SELECT tagged FROM search_articles WHERE row = ?", (row,)).fetchone()
    return decode_value(zlib.decompress(value), TaggedArticle)
