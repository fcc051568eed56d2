"""The search port on SQLite; one connection, used by one thread at a time."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tocsin.clock import hour_of
from tocsin.codec import decode_value
from tocsin.errors import BackendFault
from tocsin.index.marks import marked
from tocsin.index.query import Query
from tocsin.index.search import OPEN, RANK, Hits, RegionCount
from tocsin.index.sqlite.listing import listing
from tocsin.index.sqlite.schema import millis
from tocsin.model import FeedState, Incident, KeyState, Rejected, TaggedArticle, WindowCount


class SqliteSearch:
    """Answers `tocsin.index.search.Search` from the tables of `tocsin.index.sqlite.schema`.

    Raises `BackendFault` where SQLite fails.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self._turn = threading.Lock()

    def search(self, query: Query) -> Hits:
        """Return the articles that fit, in the order asked for."""
        page = listing(query)
        total = self._rows(*page.count)[0][0]
        rows = self._rows(*page.rows)
        shown, more = rows[: query.limit], len(rows) > query.limit
        return Hits(
            hits=tuple(marked(_tagged(row[0]), query) for row in shown),
            total=total,
            cursor=page.cursor_after(shown[-1]) if more else None,
        )

    def article(self, article_id: str) -> TaggedArticle | None:
        """Return an article in its newest revision."""
        rows = self._rows("SELECT tagged FROM search_articles WHERE id = ?", [article_id])
        return _tagged(rows[0][0]) if rows else None

    def incidents(
        self, *, open_only: bool = True, region: str | None = None, since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[Incident, ...]:  # fmt: skip
        """Return incidents as they stand: worst level first, then the latest step first."""
        rows = self._rows(
            "SELECT incident FROM search_incidents WHERE rank <= ? AND at >= ? AND instr(regions, ?)"
            " ORDER BY rank, at DESC, id LIMIT ?",
            [
                len(OPEN) - 1 if open_only else len(RANK),
                millis(since) if since else 0,
                f" {region} " if region else "",
                limit,
            ],
        )
        return tuple(_incident(row[0]) for row in rows)

    def incident(self, incident_id: str) -> Incident | None:
        """Return an incident as it stands."""
        rows = self._rows("SELECT incident FROM search_incidents WHERE id = ?", [incident_id])
        return _incident(rows[0][0]) if rows else None

    def steps(self, incident_id: str) -> tuple[Incident, ...]:
        """Return every step of an incident, oldest first."""
        rows = self._rows("SELECT incident FROM search_steps WHERE id = ? ORDER BY step", [incident_id])
        return tuple(_incident(row[0]) for row in rows)

    def windows(
        self, region: str, theme: str, since: datetime, until: datetime | None = None
    ) -> tuple[WindowCount, ...]:
        """Return the hours that are known of one region and theme, oldest first."""
        rows = self._rows(
            "SELECT hour, stories, articles, expected, variance, coverage, state, score, threshold"
            " FROM search_windows WHERE region = ? AND theme = ? AND hour >= ? AND hour < ? ORDER BY hour",
            [region, theme, hour_of(since), hour_of(until) if until else 1 << 40],
        )
        return tuple(_window(region, theme, row) for row in rows)

    def feeds(self) -> tuple[FeedState, ...]:
        """Return what we remember of every feed, by feed id."""
        rows = self._rows("SELECT state FROM search_feeds ORDER BY feed", [])
        return tuple(decode_value(row[0], FeedState) for row in rows)

    def regions(self, since: datetime) -> tuple[RegionCount, ...]:
        """Return what was reported of every region since then, most violent reports first."""
        articles: Counter[str] = Counter()
        violent: Counter[str] = Counter()
        newest: dict[str, int] = {}
        rows = self._rows("SELECT at, violent, tags FROM search_articles WHERE at >= ?", [millis(since)])
        for at, is_violent, tags in rows:
            codes = [tag[7:] for tag in tags.split() if tag.startswith("region:")]
            articles.update(codes)
            violent.update(codes if is_violent else ())
            newest.update({code: max(at, newest.get(code, at)) for code in codes})
        counts = [_count(code, articles[code], violent[code], newest[code]) for code in articles]
        return tuple(sorted(counts, key=lambda one: (-one.violent, -one.articles, one.region)))

    def rejected(self, limit: int = 100) -> tuple[Rejected, ...]:
        """Return what was refused, newest first."""
        rows = self._rows(
            "SELECT rejected FROM search_letters ORDER BY at DESC, name DESC LIMIT ?",
            [limit],
        )
        return tuple(decode_value(row[0], Rejected) for row in rows)

    def _rows(self, sql: str, values: Iterable[Any]) -> list[Any]:
        try:
            with self._turn:
                return self._sql.execute(sql, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise BackendFault(f"the search index: {error}") from error


def _tagged(value: bytes) -> TaggedArticle:
    return decode_value(zlib.decompress(value), TaggedArticle)


def _incident(value: bytes) -> Incident:
    return decode_value(zlib.decompress(value), Incident)


def _window(region: str, theme: str, row: Any) -> WindowCount:
    hour, stories, articles, expected, variance, coverage, state, score, threshold = row
    return WindowCount(
        region=region, theme=theme, hour=hour, stories=stories, articles=articles, expected=expected,
        variance=variance, coverage=coverage, state=KeyState(state), score=score, threshold=threshold,
    )  # fmt: skip


def _count(region: str, articles: int, violent: int, newest: int) -> RegionCount:
    moment = datetime.fromtimestamp(newest / 1000, UTC)
    return RegionCount(region=region, articles=articles, violent=violent, newest=moment)
