"""The tables of the index; all names begin with ``search_``, so that they can live in a file with others.

Words are cut, folded and stemmed by us (`tocsin.index.words`, ``stems``); the
``ascii`` tokenizer only splits at the spaces between them, whatever the script.
Times are whole milliseconds since 1970.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final

from tocsin.codec import decode_value
from tocsin.errors import WrongSchema
from tocsin.model import Rejected

VERSION: Final = 1

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS search_meta (version INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS search_articles (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    feed TEXT NOT NULL,
    publisher TEXT NOT NULL,     -- folded
    language TEXT NOT NULL,
    violent INTEGER NOT NULL,
    deaths INTEGER NOT NULL,     -- the lower figure; 0 where the text is silent
    tags TEXT NOT NULL,          -- what stands in search_tags, for taking it out again
    tagged BLOB NOT NULL         -- the tagged article, JSON, deflated
);
CREATE INDEX IF NOT EXISTS search_articles_at ON search_articles (at);

-- one row per article and region, theme, category: newest first without looking at the article
CREATE TABLE IF NOT EXISTS search_tags (
    tag TEXT NOT NULL, at INTEGER NOT NULL, row INTEGER NOT NULL,
    PRIMARY KEY (tag, at, row)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5 (
    title, body, stems, tokenize = "ascii tokenchars '_'"
);

CREATE TABLE IF NOT EXISTS search_windows (
    region TEXT NOT NULL, theme TEXT NOT NULL, hour INTEGER NOT NULL,
    running INTEGER NOT NULL,    -- told by a signal; an ended hour restates it
    stories INTEGER NOT NULL, articles INTEGER NOT NULL,
    expected REAL NOT NULL, variance REAL NOT NULL, coverage REAL NOT NULL,
    state TEXT NOT NULL, score REAL, threshold REAL,
    PRIMARY KEY (region, theme, hour)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS search_incidents (
    id TEXT PRIMARY KEY, step INTEGER NOT NULL, rank INTEGER NOT NULL, at INTEGER NOT NULL,
    regions TEXT NOT NULL,       -- incident region, place and members, a space on either side of each
    incident BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS search_incidents_rank ON search_incidents (rank, at);
CREATE TABLE IF NOT EXISTS search_steps (
    id TEXT NOT NULL, step INTEGER NOT NULL, incident BLOB NOT NULL,
    PRIMARY KEY (id, step)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS search_feeds (feed TEXT PRIMARY KEY, state BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS search_letters (
    name TEXT PRIMARY KEY, at INTEGER NOT NULL, rejected BLOB NOT NULL
);
"""


def create(connection: sqlite3.Connection) -> None:
    """Create the tables where they are missing, outside of any transaction of the caller's.

    Raises:
        WrongSchema: the tables were made by another version of tocsin.
    """
    connection.executescript(_TABLES)
    _take_over(connection)
    found = connection.execute("SELECT version FROM search_meta").fetchone()
    if found is None:
        connection.execute("INSERT INTO search_meta VALUES (?)", (VERSION,))
        connection.commit()
    elif found[0] != VERSION:
        raise WrongSchema(f"the search index has version {found[0]}, this tocsin reads {VERSION}")


def _take_over(connection: sqlite3.Connection) -> None:
    """Move dead letters out of the table in which they were kept by their position alone."""
    known = "SELECT 1 FROM sqlite_master WHERE name = 'search_rejected'"
    if connection.execute(known).fetchone() is None:
        return
    rows = connection.execute("SELECT at, rejected FROM search_rejected").fetchall()
    connection.executemany(
        "INSERT OR REPLACE INTO search_letters VALUES (?, ?, ?)",
        [(decode_value(value, Rejected).name, at, value) for at, value in rows],
    )
    connection.execute("DROP TABLE search_rejected")
    connection.commit()


def reader(path: Path) -> sqlite3.Connection:
    """Open the file for reading only, usable from several threads one after the other."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    return connection


def millis(moment: datetime) -> int:
    """Return a moment as whole milliseconds since 1970."""
    return int(moment.timestamp() * 1000)
