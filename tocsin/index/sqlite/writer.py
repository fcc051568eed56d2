"""What the log says, put into the tables; nothing is committed here."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from tocsin.atlas import Atlas
from tocsin.clock import hour_of
from tocsin.codec import encode_value
from tocsin.index.search import RANK, UNLISTED
from tocsin.index.sqlite.schema import millis
from tocsin.index.stems import primary, stem
from tocsin.index.tags import deaths, named_regions, reported_regions
from tocsin.index.words import fold, spelled
from tocsin.model import FeedState, Incident, Rejected, Signal, TaggedArticle, WindowCount

_CHUNK = 500


class SqliteWriter:
    """Keeps `tocsin.index.writer.Writer` on one connection; call it inside a transaction."""

    def __init__(self, connection: sqlite3.Connection, atlas: Atlas) -> None:
        self._sql = connection
        self._atlas = atlas

    def tagged(self, batch: Sequence[TaggedArticle]) -> None:
        """Put articles in, or replace them where the revision is not lower."""
        newest: dict[str, TaggedArticle] = {}
        for tagged in batch:
            if tagged.article.canary:
                continue
            held = newest.get(tagged.article.id)
            if held is None or tagged.article.revision >= held.article.revision:
                newest[tagged.article.id] = tagged
        known = self._known(list(newest))
        free = self._sql.execute("SELECT coalesce(max(row), 0) + 1 FROM search_articles").fetchone()[0]
        self._take_out([known[key] for key, tagged in newest.items() if _replaces(tagged, known.get(key))])
        rows: list[tuple[int, TaggedArticle]] = []
        for key, tagged in newest.items():
            if (held_row := known.get(key)) is None:
                rows.append((free, tagged))
                free += 1
            elif _replaces(tagged, held_row):
                rows.append((held_row[1], tagged))
        self._put_in(rows)

    def _known(self, ids: list[str]) -> dict[str, tuple[Any, ...]]:
        known: dict[str, tuple[Any, ...]] = {}
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found = self._sql.execute(
                f"SELECT id, row, revision, at, tags FROM search_articles WHERE id IN ({marks})",  # noqa: S608  # only question marks
                chunk,
            )
            known.update({row[0]: row for row in found})
        return known

    def _take_out(self, held: list[tuple[Any, ...]]) -> None:
        rows = [(row,) for _id, row, *_ in held]
        tags = [(tag, at, row) for _id, row, _revision, at, said in held for tag in said.split()]
        self._sql.executemany("DELETE FROM search_words WHERE rowid = ?", rows)
        self._sql.executemany("DELETE FROM search_tags WHERE tag = ? AND at = ? AND row = ?", tags)
        self._sql.executemany("DELETE FROM search_articles WHERE row = ?", rows)

    def _put_in(self, rows: list[tuple[int, TaggedArticle]]) -> None:
        articles: list[tuple[Any, ...]] = []
        tags: list[tuple[str, int, int]] = []
        texts: list[tuple[Any, ...]] = []
        for row, tagged in rows:
            at, labels = millis(tagged.article.at), self._tags(tagged)
            articles.append(_article_row(row, at, labels, tagged))
            tags.extend((label, at, row) for label in labels)
            texts.append((row, *_columns(tagged)))
        self._sql.executemany(
            "INSERT INTO search_articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", articles
        )
        self._sql.executemany("INSERT OR IGNORE INTO search_tags VALUES (?, ?, ?)", tags)
        self._sql.executemany(
            "INSERT INTO search_words (rowid, title, body, stems) VALUES (?, ?, ?, ?)", texts
        )

    def _tags(self, tagged: TaggedArticle) -> list[str]:
        verdict = tagged.verdict
        return [
            *(f"region:{code}" for code in reported_regions(tagged, self._lineage)),
            *(f"mentions:{code}" for code in named_regions(tagged, self._lineage)),
            *(f"theme:{theme}" for theme in verdict.themes),
            *(f"category:{found.category}" for found in verdict.categories),
        ]

    def _lineage(self, region: str) -> Iterable[str]:
        return self._atlas.ancestors(region) if region in self._atlas else ()

    def windows(self, batch: Sequence[WindowCount]) -> None:
        """Put ended hours in, or restate them."""
        self._sql.executemany(
            "INSERT OR REPLACE INTO search_windows VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.region, one.theme, one.hour, one.stories, one.articles, one.expected, one.variance,
                    one.coverage, one.state.value, one.score, one.threshold,
                )
                for one in batch
            ],
        )  # fmt: skip

    def signals(self, batch: Sequence[Signal]) -> None:
        """Put the running hours in that signals speak of, unless the hour was told as ended."""
        self._sql.executemany(
            "INSERT INTO search_windows VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, NULL)"
            " ON CONFLICT (region, theme, hour) DO UPDATE SET stories = excluded.stories,"
            " articles = excluded.articles, expected = excluded.expected, variance = excluded.variance,"
            " coverage = excluded.coverage, state = excluded.state,"
            " score = max(excluded.score, coalesce(score, excluded.score)) WHERE running",
            [
                (
                    one.region, one.theme, hour_of(one.at), hour.stories, hour.articles, hour.expected,
                    hour.variance, hour.coverage, one.state.value, one.score,
                )
                for one in batch
                for hour in one.windows
                if hour.hours == 1
            ],
        )  # fmt: skip

    def incidents(self, batch: Sequence[Incident]) -> None:
        """Put steps of incidents in; the highest step is how an incident stands."""
        for one in batch:
            value = zlib.compress(encode_value(one), 1)
            self._sql.execute(
                "INSERT OR REPLACE INTO search_steps VALUES (?, ?, ?)", (one.id, one.step, value)
            )
            regions = dict.fromkeys((one.region, one.place, *(member.region for member in one.members)))
            self._sql.execute(
                "INSERT INTO search_incidents VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET step = excluded.step, rank = excluded.rank, at = excluded.at,"
                " regions = excluded.regions, incident = excluded.incident WHERE excluded.step >= step",
                (one.id, one.step, _rank(one), millis(one.at), f" {'  '.join(regions)} ", value),
            )

    def feeds(self, batch: Sequence[FeedState]) -> None:
        """Put in what is remembered of feeds."""
        self._sql.executemany(
            "INSERT OR REPLACE INTO search_feeds VALUES (?, ?)",
            [(state.feed, encode_value(state)) for state in batch],
        )

    def rejected(self, batch: Sequence[Rejected]) -> None:
        """Put in what was refused."""
        self._sql.executemany(
            "INSERT OR REPLACE INTO search_letters VALUES (?, ?, ?)",
            [(one.name, millis(one.at), encode_value(one)) for one in batch],
        )

    def forget(self, before: datetime, limit: int = 5000) -> int:
        """Take out articles, hours and dead letters older than ``before``; return how many articles went.

        At most ``limit`` articles a call, so that no transaction grows long;
        call again while it returns ``limit``. Incidents stay; tests of the alarm go.
        """
        held = self._sql.execute(
            "SELECT id, row, revision, at, tags FROM search_articles WHERE at < ? ORDER BY at LIMIT ?",
            (millis(before), limit),
        ).fetchall()
        self._take_out(held)
        self._sql.execute("DELETE FROM search_windows WHERE hour < ?", (hour_of(before),))
        self._sql.execute("DELETE FROM search_letters WHERE at < ?", (millis(before),))
        tests = "FROM search_incidents WHERE rank = ? AND at < ?"
        over = (UNLISTED, millis(before))
        self._sql.execute(f"DELETE FROM search_steps WHERE id IN (SELECT id {tests})", over)  # noqa: S608  # our own words
        self._sql.execute(f"DELETE {tests}", over)  # as above
        return len(held)


def _rank(one: Incident) -> int:
    """Return the place of an incident's level in lists; a test stands behind the end of every list."""
    return UNLISTED if one.canary else RANK.index(one.level)


def _replaces(tagged: TaggedArticle, held: tuple[Any, ...] | None) -> bool:
    return held is not None and bool(tagged.article.revision >= held[2])


def _article_row(row: int, at: int, labels: list[str], tagged: TaggedArticle) -> tuple[Any, ...]:
    article = tagged.article
    return (
        row, article.id, article.revision, at, article.source.feed, fold(article.source.publisher),
        primary(tagged.language), int(tagged.verdict.violent), deaths(tagged), " ".join(labels),
        zlib.compress(encode_value(tagged), 1),
    )  # fmt: skip


def _columns(tagged: TaggedArticle) -> tuple[str, str, str]:
    """Return title, body and stems as words with spaces between."""
    title = spelled(tagged.article.title)
    body = spelled(f"{tagged.article.summary}\n{tagged.article.text}")
    language = primary(tagged.language)
    stems = [stem(language, lower) for said in (title, body) for lower, _ in said if lower]
    return (
        " ".join([folded for _, folded in title]),
        " ".join([folded for _, folded in body]),
        " ".join(filter(None, stems)),
    )
