"""Rereading: when a changed tagger first speaks, it reads kept articles of the last week again.

What it finds more, or less, than the one before is told to the detector
(`streams.rereading`), so that a change of lexicons or places does not ring. At
most 10,000 articles are tagged, spread over the week, and as many looked at for
the languages in which regions are spoken of: some seconds. `tocsin retag` learns exactly, and
takes all that is kept.

What was told stands in the database beside the name of the tagger that spoke
last, and is written with the batch that this tagger tags: a crash between
rereading and that batch rereads again.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.codec import decode_value
from tocsin.coverage import reread
from tocsin.index.sqlite.schema import millis
from tocsin.model import Coverage, TaggedArticle
from tocsin.runtime.embedded.database import fact, remember

if TYPE_CHECKING:
    from streams.changes import Change, History
    from streams.rereading import Comparison, Reads

FACT: Final = "tagger"  #: which one spoke last
TOLD: Final = "rereads"  #: what the detector was told of taggers, each with the hour from which on it holds
Told = Sequence[tuple[int, "Change"]]


class Reread:
    """Compares the tagger that speaks now with the one that spoke last."""

    def __init__(self, connection: sqlite3.Connection, atlas: Atlas) -> None:
        self._connection, self._atlas = connection, atlas
        self._new: tuple[str, Told] | None = None  #: another tagger's name, and what is told of it

    def compared(self, tagger: Reads, at: datetime) -> tuple[Coverage, ...]:
        """Return what is to be told of a tagger at a moment; nothing is written."""
        from streams.changes import History
        from streams.rereading import REACH

        before, self._new = fact(self._connection, FACT), None
        if before == tagger.name:
            return ()
        hour, known = hour_of(at), told(self._connection, since=hour_of(at - REACH))
        history = History(change for _, change in known)
        growths = self._comparison(tagger, history, at).growths(hour=hour)
        grown = {one.region: one.growth for one in growths}
        missing = tuple(history.missing(grown, before=before or "", after=tagger.name))
        self._new = tagger.name, [*known, *((hour, change) for change in missing)]
        return tuple(reread(one.region, one.growth, hour=hour) for one in missing if not one.ends)

    def keep(self) -> None:
        """Remember which tagger speaks, and what was told of it; the caller owns the transaction."""
        if self._new is not None:
            name, history = self._new
            remember(self._connection, FACT, name)
            remember(self._connection, TOLD, json.dumps([(hour, asdict(change)) for hour, change in history]))
            self._new = None

    def _comparison(self, tagger: Reads, history: History, at: datetime) -> Comparison:
        from streams.rereading import Comparison

        comparison = Comparison(
            tagger, self._atlas, lambda name, region: history.expected(region, tagger=name)
        )
        for was in self._articles(at):
            comparison.read(was)
        for was in self._articles(at, violent=True):
            comparison.look(was)
        return comparison

    def _articles(self, at: datetime, *, violent: bool = False) -> Iterator[TaggedArticle]:
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


def told(connection: sqlite3.Connection, *, since: int) -> Told:
    """Return what the detector was told of taggers from an hour on, oldest first."""
    from streams.changes import Change

    kept = json.loads(fact(connection, TOLD) or "[]")
    return [(hour, Change(**change)) for hour, change in kept if hour >= since]
