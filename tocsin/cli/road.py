"""The road that verbs send test articles along: of a data folder, or of Kafka and Elasticsearch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tocsin.cli.stored import stored
from tocsin.runtime.road import Road
from tocsin.settings import setting


@contextmanager
def road(data: Path) -> Iterator[Road]:
    """Open the road; Kafka and Elasticsearch where ``TOCSIN_KAFKA`` names the one.

    Raises:
        BackendFault: nothing was ever collected there.
    """
    with stored(data) as search:
        if setting("KAFKA", os.environ):
            from tocsin.index.connection import elastic_connection
            from tocsin.runtime.distributed.append import KafkaAppend
            from tocsin.runtime.distributed.connection import kafka_connection
            from tocsin.runtime.distributed.ledger import ElasticLedger

            with closing(elastic_connection(os.environ).client()) as client:
                append = KafkaAppend(kafka_connection(os.environ))
                yield Road(append=append, search=search, ledger=ElasticLedger(client))
            return
        from alerts.ledger_sqlite import SqliteLedger
        from tocsin.clock import SystemClock
        from tocsin.runtime.embedded.append import SqliteAppend
        from tocsin.runtime.embedded.database import collected, connect

        with closing(connect(collected(data))) as connection:
            log = SqliteAppend(connection, SystemClock())
            yield Road(append=log, search=search, ledger=SqliteLedger(connection))
