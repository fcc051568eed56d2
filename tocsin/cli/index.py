"""``tocsin index``: write what was found into Elasticsearch."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, data_option


@click.command(cls=Example, examples=("tocsin index", "TOCSIN_KAFKA=broker:9092 tocsin index"))
@config_option
@data_option
def command(config_dir: Path, data: Path) -> None:
    """Write what all stages said into Elasticsearch."""
    from tocsin.runtime.distributed import roles
    from tocsin.runtime.distributed.stages import stages_of

    environment = {**os.environ, "TOCSIN_CONFIG": str(config_dir), "TOCSIN_DATA": str(data)}
    roles.run(lambda stop: roles.index(stages_of(environment), environment, stop))
