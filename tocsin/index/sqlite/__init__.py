"""The index on SQLite: full-text search, incidents, hours and feeds in the embedded runtime's own database.

create(connection)                       once, by whoever owns the file
SqliteWriter(connection, atlas)          puts in, inside the caller's transaction
SqliteSearch(reader(path))               answers, on a connection of its own
"""

from tocsin.index.sqlite.schema import create, reader
from tocsin.index.sqlite.search import SqliteSearch
from tocsin.index.sqlite.writer import SqliteWriter

__all__ = ["SqliteSearch", "SqliteWriter", "create", "reader"]
