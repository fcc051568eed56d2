"""Rereading: when a changed tagger first speaks, it reads kept articles of the last week again.

What it finds more, or less, than the one before is told to the detector
(`streams.reading`), so that a change of lexicons or places does not ring. At
most `MOST` articles are read: some seconds. `tocsin retag` learns exactly, and
takes all that is kept.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, Protocol

from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.codec import decode_value
from tocsin.index.sqlite.schema import millis
from tocsin.model import Article, Coverage, Mention, TaggedArticle
from tocsin.runtime.embedded.database import fact, remember

MOST: Final = 10_000  #: articles, the newest
REACH: Final = timedelta(days=7)
FACT: Final = "tagger"
Pair = tuple[tuple[Mention, ...], tuple[Mention, ...]]


class Named(Protocol):
    """What rereading needs of `streams.tag.Tagger`."""

    @property
    def name(self) -> str:
        """Its name; another one reads otherwise."""
        ...

    def tag(self, article: Article) -> TaggedArticle:
        """Return the article with places, terms and a verdict."""
        ...


class Reread:
    """Knows which tagger spoke last, and compares the one that speaks now with it."""

    def __init__(self, connection: sqlite3.Connection, atlas: Atlas) -> None:
        self._connection, self._atlas = connection, atlas
        self._known: str | None = None

    def __call__(self, tagger: Named, at: datetime) -> tuple[Coverage, ...]:
        """Return what is to be told of a tagger at a moment; the caller owns the transaction."""
        from streams.reading import growths

        if self._known == tagger.name:
            return ()
        before = fact(self._connection, FACT)
        self._known = tagger.name
        if before == tagger.name:
            return ()
        remember(self._connection, FACT, tagger.name)
        return growths(self._pairs(tagger, at), hour=hour_of(at))

    def _pairs(self, tagger: Named, at: datetime) -> Iterator[Pair]:
        from streams.mentions import mentions

        kept = self._connection.execute(
            "SELECT tagged FROM search_articles WHERE at >= ? ORDER BY at DESC LIMIT ?",
            (millis(at - REACH), MOST),
        )
        for (value,) in kept:
            was = decode_value(zlib.decompress(value), TaggedArticle)
            if was.tagger != tagger.name:
                yield mentions(was, self._atlas), mentions(tagger.tag(was.article), self._atlas)
