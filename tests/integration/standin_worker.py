"""One Faust worker with the stand-in stages: ``python standin_worker.py BOOTSTRAP FOLDER [plain]``.

``plain`` is the control arm: Faust's own transport and its own acknowledgements.
"""

from __future__ import annotations

import logging
import sys
from contextlib import nullcontext
from pathlib import Path

import faust
import standin

from tocsin import topics
from tocsin.runtime.distributed import process
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.records import refusal
from tocsin.runtime.distributed.snapshots import SqliteSnapshots
from tocsin.runtime.distributed.tagging import tagged_records


def plain_app(connection: KafkaConnection, data: Path):
    """What one writes after reading Faust's introduction."""
    app = faust.App(
        process.GROUP, **connection.faust(), datadir=str(data), broker_session_timeout=10.0,
        broker_request_timeout=30.0, broker_commit_interval=1.0, topic_allow_declare=False,
        topic_disable_leader=True, stream_wait_empty=False, web_enabled=False, worker_redirect_stdouts=False,
        topic_partitions=topics.ARTICLES.partitions,
    )  # fmt: skip
    written = {t.name: app.topic(t.name, key_serializer="raw", value_serializer="raw") for t in topics.TOPICS}

    @app.agent(written[topics.ARTICLES.name])
    async def tag(stream):
        async for event in stream.events():
            received = process._received(event.message)
            for one in tagged_records(received, tag=standin.tag, mentions=standin.mentions):
                if one.topic == topics.REJECTED.name:
                    raise ValueError(refusal(received, "poison").id)  # an agent that meets a bug
                await written[one.topic].send(key=one.key.encode(), value=one.value)

    return app


def main() -> None:
    bootstrap, folder = sys.argv[1], Path(sys.argv[2])
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    connection = KafkaConnection(bootstrap=bootstrap)
    if "plain" in sys.argv:
        app = plain_app(connection, folder / "faust")
    else:
        app = process.build(
            process.Parts(
                connection=connection,
                tag=standin.tag,
                mentions=standin.mentions,
                make_fold=standin.ChainFold,
                snapshots=lambda: nullcontext(SqliteSnapshots(folder.parent / "snapshots.sqlite")),
                data=folder / "faust",
            )
        )
    faust.Worker(app, loglevel="WARNING", redirect_stdouts=False).execute_from_commandline()


main()
