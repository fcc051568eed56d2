"""``tocsin retag``: let a changed lexicon or place list know the past, so that it does not ring."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, data_option, json_option, print_json


@click.command(cls=Example, examples=("tocsin retag", "tocsin retag --config my-config --data ./data --json"))
@config_option
@data_option
@json_option
def command(config_dir: Path, data: Path, as_json: bool) -> None:
    """Tag all kept articles anew, and learn again what is usual, as the configuration reads them now.

    Stop 'tocsin run' first. New words raise counts; without this, the first days
    after a change look like news. Nothing is sent, and incidents stay.
    """
    from rich.console import Console
    from rich.progress import Progress

    from tocsin.clock import SystemClock
    from tocsin.config import load
    from tocsin.runtime.embedded.assembly import open_embedded
    from tocsin.runtime.embedded.database import collected
    from tocsin.runtime.embedded.lock import locked
    from tocsin.runtime.embedded.retag import retag
    from tocsin.runtime.parts import Parts
    from tocsin.settings import settings_set

    parts = Parts(load(config_dir), settings_set(os.environ))
    collected(data)
    with locked(data), Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("tagging", total=None)
        embedded = open_embedded(data, parts, SystemClock())
        try:
            embedded.engine.drain()
            done = retag(
                embedded, parts, progress=lambda count, total: bar.update(task, completed=count, total=total)
            )
        finally:
            embedded.close()
    if as_json:
        print_json(asdict(done))
        return
    click.echo(
        f"{done.articles} articles tagged anew: {done.now_violent} are violent now, {done.no_longer} no longer are; "
        f"what is usual was learned again from {done.mentions} mentions"
        + (f"; {done.broken} broke the tagger and stay as they were" if done.broken else "")
    )
