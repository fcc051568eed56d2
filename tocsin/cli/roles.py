"""``tocsin poll``, ``process``, ``index``, ``alert``, ``setup``: one role per process, around Kafka and Elasticsearch."""

from __future__ import annotations

import os
import sys

import click

from tocsin.cli.options import Example, json_option, print_json

_SETTINGS = "Where Kafka and Elasticsearch are stands in TOCSIN_KAFKA and TOCSIN_ELASTICSEARCH; see docs/operations.md."


@click.command(
    name="poll", cls=Example, examples=("TOCSIN_KAFKA=127.0.0.1:9092 tocsin poll",), epilog=_SETTINGS
)
def poll() -> None:
    """Poll feeds into an outbox and ship it to Kafka, until SIGTERM."""
    from tocsin.runtime.distributed import roles

    roles.run(lambda stop: roles.poll(roles.stages_of(os.environ), os.environ, stop))


@click.command(name="process", cls=Example, examples=("tocsin process",), epilog=_SETTINGS)
def process() -> None:
    """Run one Faust worker: tagging and detection, until SIGTERM."""
    from tocsin.runtime.distributed import roles

    roles.process(roles.stages_of(os.environ), os.environ)


@click.command(name="index", cls=Example, examples=("tocsin index",), epilog=_SETTINGS)
def index() -> None:
    """Write the log into Elasticsearch, until SIGTERM."""
    from tocsin.runtime.distributed import roles

    roles.run(lambda stop: roles.index(roles.stages_of(os.environ), os.environ, stop))


@click.command(name="alert", cls=Example, examples=("tocsin alert",), epilog=_SETTINGS)
def alert() -> None:
    """Turn signals into incidents and messages; a second one stands by."""
    from tocsin.runtime.distributed import roles

    roles.run(lambda stop: roles.alert(roles.stages_of(os.environ), os.environ, stop))


@click.command(name="setup", cls=Example, examples=("tocsin setup --check", "tocsin setup"), epilog=_SETTINGS)
@click.option("--check", is_flag=True, help="Only say what would be done; exits with 1 if anything would.")
def setup(check: bool) -> None:
    """Create topics, index templates and Kibana objects; what is there already stays."""
    from tocsin.runtime.distributed.prepare import prepare
    from tocsin.runtime.distributed.roles import config_folder, stages_of

    stages = stages_of(os.environ)
    lines = prepare(os.environ, config_folder(os.environ), stages.atlas, check=check)
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("everything is as it should be")
    sys.exit(1 if check and lines else 0)


@click.command(name="doctor", cls=Example, examples=("tocsin doctor", "tocsin doctor --json"))
@json_option
def doctor(as_json: bool) -> None:
    """Look at packages, Kafka and Elasticsearch: connections, versions, schema, rights."""
    from tocsin.runtime.distributed.doctor import examine
    from tocsin.runtime.distributed.roles import config_folder

    bad = 0
    for finding in examine(os.environ, config_folder(os.environ)):
        bad += not finding.fine
        if as_json:
            print_json({"what": finding.what, "fine": finding.fine, "said": finding.said})
        else:
            click.echo(f"{'ok  ' if finding.fine else 'BAD '}  {finding.what:14} {finding.said}")
    sys.exit(1 if bad else 0)
