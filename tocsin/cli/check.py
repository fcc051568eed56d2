"""``tocsin check``: every mistake of every file, at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, json_option, print_json


@click.command(cls=Example, examples=("tocsin check", "tocsin check --config /etc/tocsin --json"))
@config_option
@json_option
def command(config_dir: Path, as_json: bool) -> None:
    """Find every mistake in the configuration, each with file, line, column and the likely mend.

    Exits with 1 where there is a problem.
    """
    from tocsin.config import check

    found = check(config_dir)
    if as_json:
        for problem in found.problems:
            print_json(
                {
                    "file": problem.file,
                    "line": problem.line,
                    "column": problem.column,
                    "what": problem.what,
                    "hint": problem.hint,
                }
            )
    else:
        for problem in found.problems:
            click.echo(problem)
        click.echo(found.summary, err=bool(found.problems))
    sys.exit(1 if found.problems else 0)
