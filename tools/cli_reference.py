"""Write docs/cli.md: every verb with its arguments, options and examples, from the commands themselves.

    python tools/cli_reference.py          write the page
    python tools/cli_reference.py --check  say whether it is what the commands say

Run it after a verb or an option changed; a test compares.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tocsin.cli.__main__ import cli

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
HEAD = """\
# The command line

Written by `tools/cli_reference.py` from the commands themselves; do not edit.
Exit codes: 0 fine, 1 problems found, 2 wrong usage. The formats of `parse`, `tag` and `replay` stand in
[architecture.md](architecture.md), the settings of the environment in [operations.md](operations.md).
"""


def main() -> int:
    """Write or check the page; 1 where it is stale."""
    page = reference()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page, "utf-8")
    elif not PAGE.is_file() or PAGE.read_text("utf-8") != page:
        print(f"{PAGE} is stale; run python tools/cli_reference.py")
        return 1
    return 0


def reference() -> str:
    """Return the page as the commands say it now."""
    sections = [_section(path, command) for path, command in verbs(cli, "tocsin")]
    return "\n".join([HEAD, *sections])


def verbs(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each verb with its full name, groups before what is in them."""
    with click.Context(group, info_name=path) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is None or command.hidden:
                continue
            yield f"{path} {name}", command
            if isinstance(command, click.Group):
                yield from verbs(command, f"{path} {name}")


def _section(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    pieces = " ".join(command.collect_usage_pieces(context))
    parts = [f"{'#' * (path.count(' ') + 1)} {path}\n", f"`{path} {pieces}`\n"]
    if command.help:
        parts.append(inspect.cleandoc(command.help) + "\n")
    if rows := list(_options(context, command)):
        parts.append("\n".join(["| option | what it does |", "|---|---|", *rows]) + "\n")
    if examples := getattr(command, "_examples", ()):
        parts.append("\n".join(["```", *examples, "```"]) + "\n")
    return "\n".join(parts)


def _options(context: click.Context, command: click.Command) -> Iterator[str]:
    for parameter in command.get_params(context):
        if "--help" in parameter.opts:
            continue
        record = parameter.get_help_record(context)
        if record is not None:
            names, what = (" ".join(text.split()).replace("|", "\\|") for text in record)
            yield f"| `{names}` | {what} |"


if __name__ == "__main__":
    sys.exit(main())
