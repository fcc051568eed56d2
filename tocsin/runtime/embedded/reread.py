"""Rereading: when a changed tagger first speaks, it reads kept articles of the last week again.

What it finds more, or less, than the one before is told to the detector
(`streams.rereading`), so that a change of lexicons or places does not ring. At
most 10,000 articles are tagged, spread over the week, and as many looked at for
the languages in which regions are spoken of: some seconds. `tocsin retag` learns exactly, and
takes all that is kept.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.codec import decode_value
from tocsin.index.sqlite.schema import millis
from tocsin.model import Coverage, TaggedArticle
from tocsin.runtime.embedded.database import fact, remember

if TYPE_CHECKING:
    from streams.rereading import Reads

FACT: Final = "tagger"


class Reread:
    """Knows which tagger spoke last, and compares the one that speaks now with it."""

    def __init__(self, connection: sqlite3.Connection, atlas: Atlas) -> None:
        self._connection, self._atlas = connection, atlas
        self._known: str | None = None
        self._is_news = False  #: whether another one spoke last

    def compared(self, tagger: Reads, at: datetime) -> tuple[Coverage, ...]:
        """Return what is to be told of a tagger at a moment; nothing is written."""
        if self._known == tagger.name:
            return ()
        self._known = tagger.name
        self._is_news = fact(self._connection, FACT) != tagger.name
        return self._told(tagger, at) if self._is_news else ()

    def keep(self) -> None:
        """Remember which tagger speaks; the caller owns the transaction."""
        if self._is_news and self._known is not None:
            remember(self._connection, FACT, self._known)
            self._is_news = False

    def _told(self, tagger: Reads, at: datetime) -> tuple[Coverage, ...]:
        from streams.rereading import Comparison

        comparison = Comparison(tagger, self._atlas)
        for was in self._kept(at):
            comparison.read(was)
        for was in self._kept(at, violent=True):
            comparison.look(was)
        return comparison.growths(hour=hour_of(at))

    def _kept(self, at: datetime, *, violent: bool = False) -> Iterator[TaggedArticle]:
        """Yield articles of the days before a moment, as they were tagged, evenly spread."""
        from streams.rereading import REACH, SAMPLE

        since, least = millis(at - REACH), int(violent)
        (count,) = self._connection.execute(
            "SELECT COUNT(*) FROM search_articles WHERE at >= ? AND violent >= ?", (since, least)
        ).fetchone()
        rows = self._connection.execute(
            "SELECT tagged FROM search_articles WHERE at >= ? AND violent >= ? AND row % ? = 0 ORDER BY row",
            (since, least, max(1, -(-count // SAMPLE))),
        )
        for (value,) in rows:
            yield decode_value(zlib.decompress(value), TaggedArticle)
