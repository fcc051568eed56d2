"""``tocsin doctor``: whether everything around tocsin is well."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict

import click

from tocsin.cli.options import Example, json_option, print_json


@click.command(cls=Example, examples=("tocsin doctor", "tocsin doctor --json"))
@json_option
def command(as_json: bool) -> None:
    """Look at connections, versions, topics, templates and rights."""
    from tocsin.config.place import default_config
    from tocsin.runtime.distributed.doctor import examine

    fine = True
    for finding in examine(os.environ, default_config()):
        fine = fine and finding.fine
        if as_json:
            print_json(asdict(finding))
        else:
            click.echo(f"{'fine ' if finding.fine else 'WRONG'}  {finding.what}: {finding.said}")
    sys.exit(0 if fine else 1)
