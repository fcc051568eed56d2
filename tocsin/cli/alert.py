"""``tocsin alert``: turn signals into incidents, and tell the desks."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, data_option


@click.command(cls=Example, examples=("tocsin alert", "TOCSIN_KAFKA=broker:9092 tocsin alert"))
@config_option
@data_option
def command(config_dir: Path, data: Path) -> None:
    """Turn signals into incidents, and tell the desks; a second process stands by."""
    from tocsin.runtime.distributed import roles
    from tocsin.runtime.distributed.stages import stages_of

    environment = {**os.environ, "TOCSIN_CONFIG": str(config_dir), "TOCSIN_DATA": str(data)}
    roles.run(lambda stop: roles.alert(stages_of(environment), environment, stop))
