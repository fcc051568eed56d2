"""``tocsin reload``: let a running tocsin read its configuration again."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import click

from tocsin.cli.options import Example, data_option


@click.command(cls=Example, examples=("tocsin reload", "tocsin reload --data ./data"))
@data_option
def command(data: Path) -> None:
    """Let the tocsin that runs on this data folder read its configuration again.

    All of it takes effect: feeds, words, areas, rules, routes, receivers. A
    configuration with mistakes, or with a receiver whose setting is missing,
    changes nothing: the old one stays in force, and the running tocsin says why.
    """
    from tocsin.runtime.embedded.lock import holder

    os.kill(holder(data), signal.SIGHUP)
    click.echo("told it; it says what it did on its console and its status page")
