"""Options that several verbs share, and how verbs print."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final, NoReturn, TypeVar

import click

from tocsin.config.place import default_config
from tocsin.errors import TocsinError

_DATA: Final = ".tocsin"  #: in the home folder
F = TypeVar("F", bound=Callable[..., Any])


def config_option(function: F) -> F:
    """Add ``--config DIR``: the folder of operators' files."""
    return click.option(
        "--config",
        "config_dir",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="TOCSIN_CONFIG",
        help="Folder with feeds, rules, lexicons ...  [default: the shipped config]",
        callback=lambda _ctx, _param, value: value or default_config(),
    )(function)


def data_option(function: F) -> F:
    """Add ``--data DIR``: where the embedded runtime keeps its database."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="TOCSIN_DATA",
        default=Path.home() / _DATA,
        help=f"Folder that keeps what tocsin remembers.  [default: ~/{_DATA}]",
    )(function)


def data_words(data: Path, environment: Mapping[str, str]) -> str:
    """Return what another verb must be told to look into a data folder: nothing where it looks there anyway."""
    usual = Path(environment.get("TOCSIN_DATA") or Path.home() / _DATA)
    return "" if data == usual else f" --data {shlex.quote(str(data))}"


def json_option(function: F) -> F:
    """Add ``--json``: for machines instead of people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(function)


def print_json(value: object) -> None:
    """Print one value as one line of JSON, escaped where standard output cannot carry every letter."""
    unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    sys.stdout.write(json.dumps(value, ensure_ascii=not unicode) + "\n")


def name_of(file: IO[Any]) -> str:
    """Return what to call a file in complaints; ``<stdin>`` where it has no name."""
    return str(getattr(file, "name", "<stdin>"))


class Complaints:
    """Tells standard error of what a filter passes over, and counts it."""

    def __init__(self, verb: str) -> None:
        self.told = 0
        self._verb = verb

    def __call__(self, fault: TocsinError | str) -> None:
        """Tell of one fault."""
        self.told += 1
        click.echo(f"{self._verb}: {fault}", err=True)

    def end(self) -> NoReturn:
        """End the filter: with 1 and the number of lines passed over, if there are any."""
        if self.told:
            lines = "1 line was" if self.told == 1 else f"{self.told} lines were"
            click.echo(f"{self._verb}: {lines} passed over", err=True)
        sys.exit(1 if self.told else 0)


class Spell(click.ParamType):
    """A span of time as operators write it: ``90s``, ``10m``, ``1h30m``, ``14d``."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the span; a wrong one is wrong usage, with an example of a right one."""
        from alerts.spec.values import span

        if isinstance(value, timedelta):
            return value
        try:
            found = span(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not found:
            self.fail(f"{value!r} is no time at all; write it like 90s, 10m, 1h30m or 14d", param, ctx)
        return found


class Example(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        if self._examples:
            with formatter.section("Examples"):
                for example in self._examples:
                    formatter.write(f"{' ' * formatter.current_indent}{example}\n")
