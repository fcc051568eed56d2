"""The one file that the embedded runtime keeps everything in.

Write-ahead logging lets the poller, the engine and the desk page read and
write side by side; every connection waits for its turn instead of failing.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tocsin.errors import BackendFault, WrongSchema

FILE = "tocsin.db"  #: in the data folder
SCHEMA = 1
PATIENCE = 30.0  #: seconds a writer waits for its turn

_TABLES = """
CREATE TABLE IF NOT EXISTS log (
    topic TEXT NOT NULL, offset INTEGER NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (topic, offset)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ends (topic TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS positions (
    reader TEXT NOT NULL, topic TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (reader, topic)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows (
    fold TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (fold, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def is_used(data: Path) -> bool:
    """Return whether anything was ever collected in a data folder."""
    return (data / FILE).is_file()


def collected(data: Path) -> Path:
    """Return the file that holds what was collected in a data folder.

    Raises:
        BackendFault: nothing was; it says what to do.
    """
    if not is_used(data):
        raise BackendFault(unused(data))
    return data / FILE


def unused(data: Path) -> str:
    """Return what to say of a data folder in which nothing was collected."""
    return f"{data}: nothing was collected here yet; start 'tocsin run', or name another --data"


def connect(path: Path) -> sqlite3.Connection:
    """Open (and if need be create) the file; transactions are begun by hand.

    Raises:
        WrongSchema: the file was written by a newer tocsin.
        BackendFault: it cannot be opened, or is no database of ours.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > SCHEMA:
            connection.close()
            raise WrongSchema(
                f"{path}: written by a newer tocsin (schema {found}, ours is {SCHEMA}); use that version, or another --data"
            )
        if found < SCHEMA:
            connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version = {SCHEMA};COMMIT;")
    except (sqlite3.Error, OSError) as error:
        raise BackendFault(f"{path}: {error}") from error
    return connection


class Transaction:
    """Everything inside happens, or nothing of it: ``with Transaction(connection): ...``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        self._connection.execute("BEGIN IMMEDIATE")
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._connection.execute("COMMIT" if kind is None else "ROLLBACK")


def fact(connection: sqlite3.Connection, name: str) -> str | None:
    """Return a fact that the runtime keeps about itself (``started``, ``config``), if it is known."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def remember(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a fact; the caller owns the transaction."""
    connection.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
