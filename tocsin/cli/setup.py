"""``tocsin setup``: topics, index templates and Kibana's objects."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option


@click.command(cls=Example, examples=("tocsin setup", "tocsin setup --check"))
@config_option
@click.option("--check", is_flag=True, help="Only say what would be done; exit code 1 if anything would.")
def command(config_dir: Path, check: bool) -> None:
    """Set up Kafka's topics, Elasticsearch's templates and Kibana's objects; safe to repeat."""
    from tocsin.config.place import default_config
    from tocsin.runtime.distributed.prepare import prepare
    from tocsin.runtime.distributed.stages import stages_of

    atlas = stages_of({**os.environ, "TOCSIN_CONFIG": str(config_dir)}).atlas
    lines = prepare(os.environ, default_config(), atlas, check=check)
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("everything is as it should be")
    if check and lines:
        sys.exit(1)
