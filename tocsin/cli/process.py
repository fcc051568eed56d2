"""``tocsin process``: tag articles and detect signals, as a Faust worker."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, data_option


@click.command(cls=Example, examples=("tocsin process", "TOCSIN_KAFKA=broker:9092 tocsin process"))
@config_option
@data_option
def command(config_dir: Path, data: Path) -> None:
    """Tag articles and detect signals, as one Faust worker; start as many as you like."""
    from tocsin.runtime.distributed.process import run
    from tocsin.runtime.distributed.stages import stages_of

    environment = {**os.environ, "TOCSIN_CONFIG": str(config_dir), "TOCSIN_DATA": str(data)}
    run(stages_of(environment), environment)
