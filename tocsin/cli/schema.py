"""``tocsin schema``: JSON Schemas of the configuration files, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tocsin.cli.options import Example


@click.command(cls=Example, examples=("tocsin schema rules", "tocsin schema --write config/schema"))
@click.argument("kind", required=False)
@click.option(
    "--write", type=click.Path(path_type=Path, file_okay=False), help="Write all schemas into a folder."
)
def command(kind: str | None, write: Path | None) -> None:
    """Print the schema of one kind of file, or write those of all kinds.

    The first line of a file can point an editor to it:
    # yaml-language-server: $schema=../schema/rules.json
    """
    from tocsin.config.schemas import schemas

    found = schemas()
    if write is not None:
        write.mkdir(parents=True, exist_ok=True)
        for name, text in found.items():
            (write / f"{name}.json").write_text(text, "utf-8")
        click.echo(f"{len(found)} schemas written to {write}")
        return
    if kind not in found:
        raise click.BadParameter(f"choose one of {', '.join(found)}", param_hint="KIND")
    click.echo(json.dumps(json.loads(found[kind]), indent=2, ensure_ascii=False))
