"""``tocsin poll``: poll feeds, and ship what they said to Kafka."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, data_option


@click.command(cls=Example, examples=("tocsin poll", "TOCSIN_KAFKA=broker:9092 tocsin poll"))
@config_option
@data_option
def command(config_dir: Path, data: Path) -> None:
    """Poll the feeds of the configuration, and ship what they say to Kafka.

    What Kafka has not acknowledged waits in the data folder. Several pollers share
    the feeds by TOCSIN_SHARD and configurations of their own.
    """
    from tocsin.runtime.distributed import roles
    from tocsin.runtime.distributed.stages import stages_of

    environment = {**os.environ, "TOCSIN_CONFIG": str(config_dir), "TOCSIN_DATA": str(data)}
    roles.run(lambda stop: roles.poll(stages_of(environment), environment, stop))
