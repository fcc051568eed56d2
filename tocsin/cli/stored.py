"""The embedded index of a data folder, for verbs that only read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tocsin.index.search import Search
from tocsin.model import FeedState
from tocsin.settings import setting


@contextmanager
def stored(data: Path) -> Iterator[Search]:
    """Open what a data folder holds; Elasticsearch, where ``TOCSIN_ELASTICSEARCH`` names it.

    Raises:
        BackendFault: nothing was ever collected there.
    """
    if setting("ELASTICSEARCH", os.environ):
        from tocsin.extras import need_distributed
        from tocsin.index.connection import elastic_connection
        from tocsin.index.elastic import ElasticSearch

        need_distributed()

        with closing(elastic_connection(os.environ).client()) as client:
            yield ElasticSearch(client)
        return
    from tocsin.index.sqlite import SqliteSearch, reader
    from tocsin.runtime.embedded.database import collected

    with closing(reader(collected(data))) as connection:
        yield SqliteSearch(connection)


def stored_feeds(data: Path) -> dict[str, FeedState]:
    """Return what a data folder remembers of feeds; nothing where nothing was polled yet."""
    from ingest.store import SqliteFeedStore
    from tocsin.runtime.embedded.database import collected, connect, is_used
    from tocsin.runtime.embedded.log import SqliteLog

    if not is_used(data):
        return {}
    with closing(connect(collected(data))) as connection:
        return SqliteFeedStore(connection, SqliteLog(connection, lambda: datetime.now(UTC))).states()
