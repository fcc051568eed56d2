"""``tocsin init``: a configuration of your own to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from tocsin.cli.options import Example
from tocsin.config.place import default_config
from tocsin.errors import ConfigProblem


@click.command(cls=Example, examples=("tocsin init ./my-config",))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> None:
    """Copy the shipped configuration into FOLDER, to be changed there."""
    if folder.exists() and any(folder.iterdir()):
        raise ConfigProblem(str(folder), "is not empty; name a new folder")
    shutil.copytree(default_config(), folder, dirs_exist_ok=True)
    click.echo(
        f"{folder} is yours now. Next:\n  tocsin check --config {folder}\n  tocsin run --config {folder}"
    )
