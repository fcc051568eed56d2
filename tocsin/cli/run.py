"""``tocsin run``: everything in one process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import click

from tocsin.cli.address import address, names
from tocsin.cli.options import Example, config_option, data_option, json_option, print_json


@click.command(
    cls=Example,
    examples=(
        "tocsin run",
        "tocsin run --once --no-desk",
        "tocsin run --config ./config --data ./data --desk 127.0.0.1:9000",
    ),
)
@config_option
@data_option
@click.option(
    "--desk", callback=address, default="127.0.0.1:8642", show_default=True, help="Where the desk page is."
)
@click.option(
    "--desk-name",
    "desk_names",
    callback=names,
    multiple=True,
    help="Name under which a proxy on this machine shows the desk page to others.",
)
@click.option("--no-desk", is_flag=True, help="Serve no desk page.")
@click.option("--once", is_flag=True, help="Poll every feed once, work everything off, and end.")
@json_option
def command(
    config_dir: Path,
    data: Path,
    desk: tuple[str, int] | None,
    desk_names: tuple[str, ...],
    no_desk: bool,
    once: bool,
    as_json: bool,
) -> None:
    """Poll feeds, tag, detect and alert in one process; nothing else to install.

    Alerts go where routes.yaml says: to Slack if a token is set, else to this
    console. Ctrl-C ends cleanly; the next start goes on where this one stopped.
    With --once it exits with 1 where every feed failed: then nothing was read.
    """
    from tocsin.cli.running import Options, run

    options = Options(
        config_dir=config_dir,
        data=data,
        desk=None if no_desk else desk,
        desk_names=desk_names,
        once=once,
        as_json=as_json,
    )
    summary = asyncio.run(run(options, os.environ, (signal.SIGINT, signal.SIGTERM)))
    if summary is not None and as_json:
        print_json(summary)
    sys.exit(1 if summary and 0 < summary["polled"] == len(summary["failed"]) else 0)
