"""``tocsin setup``: topics, index templates and Kibana's objects."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option


@click.command(cls=Example, examples=("tocsin setup", "tocsin setup --check", "tocsin setup --grant"))
@config_option
@click.option("--check", is_flag=True, help="Only say what would be done; exit code 1 if anything would.")
@click.option(
    "--grant",
    is_flag=True,
    help="Instead: give each role's Kafka user its rights, as an administrator of Kafka; with --check, print them.",
)
@click.option(
    "--new-log",
    is_flag=True,
    help="Also: after Kafka lost its data, let detection and alerting go on with what they know; all roles must have ended.",
)
def command(config_dir: Path, check: bool, grant: bool, new_log: bool) -> None:
    """Set up Kafka's topics, Elasticsearch's templates and Kibana's objects; safe to repeat."""
    if new_log and (check or grant):
        raise click.UsageError(
            "--new-log goes with neither --check nor --grant: it puts back what was learned"
        )
    if grant:
        _grant(check=check)
        return
    from tocsin.config.place import default_config
    from tocsin.runtime.distributed.prepare import prepare
    from tocsin.runtime.distributed.stages import stages_of

    atlas = stages_of({**os.environ, "TOCSIN_CONFIG": str(config_dir)}).atlas
    set_up = partial(prepare, os.environ, default_config(), atlas, check=check)
    if new_log:
        from tocsin.runtime.distributed.new_log import begin_anew

        lines = asyncio.run(begin_anew(os.environ, set_up))
    else:
        lines = set_up()
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("everything is as it should be")
    if check and lines:
        sys.exit(1)


def _grant(*, check: bool) -> None:
    from tocsin.runtime.distributed.connection import kafka_connection
    from tocsin.runtime.distributed.grants import ROLES, grants, put

    wanted = [one for role in ROLES for one in grants(role)]
    if check:
        click.echo("\n".join(map(str, wanted)))
        return
    put(kafka_connection(os.environ), wanted)
    click.echo(f"gave {len(ROLES)} users {len(wanted)} rights")
