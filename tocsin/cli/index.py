"""``tocsin index``: write what was found into Elasticsearch."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, data_option


@click.command(
    cls=Example,
    examples=(
        "tocsin index",
        "TOCSIN_KAFKA=broker:9092 tocsin index",
        "tocsin index --rewind 2026-11-28T03:00:00",
    ),
)
@config_option
@data_option
@click.option(
    "--rewind", type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]), metavar="TIME",
    help="Instead: after a restore, let the indexers begin again with what was written then (UTC); all must have ended.",
)  # fmt: skip
def command(config_dir: Path, data: Path, rewind: datetime | None) -> None:
    """Write what all stages said into Elasticsearch."""
    if rewind is not None:
        _rewind(rewind.replace(tzinfo=UTC))
        return
    from tocsin.runtime.distributed import roles
    from tocsin.runtime.distributed.stages import stages_of

    environment = {**os.environ, "TOCSIN_CONFIG": str(config_dir), "TOCSIN_DATA": str(data)}
    roles.run(lambda stop: roles.index(stages_of(environment), environment, stop))


def _rewind(moment: datetime) -> None:
    from tocsin.runtime.distributed.connection import kafka_connection
    from tocsin.runtime.distributed.indexing import GROUP, READS
    from tocsin.runtime.distributed.rewind import rewind

    count = rewind(kafka_connection(os.environ), GROUP, READS, moment)
    click.echo(f"{count} records since {moment:%Y-%m-%d %H:%M} UTC will be written again")
