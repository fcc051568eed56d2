"""``tocsin rejected``: what was refused, why, and another try."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.group import Verbs
from tocsin.cli.options import Example, data_option, json_option, print_json
from tocsin.errors import BackendFault, ConfigProblem
from tocsin.settings import setting

if TYPE_CHECKING:
    from tocsin.model import Rejected
    from tocsin.runtime.rejected import DeadLetters

_SHOWN = 4_000  #: characters of a record


@click.group(cls=Verbs)
def command() -> None:
    """See what was refused (unreadable, of a newer schema, unfit for the index), and try it again."""


@command.command(
    name="list",
    cls=Example,
    examples=("tocsin rejected list", "tocsin rejected list --topic tocsin.articles --json"),
)
@click.option("--topic", help="Only what came from this topic.")
@click.option("--all", "everything", is_flag=True, help="Also what was put back.")
@data_option
@json_option
def listed(topic: str | None, everything: bool, data: Path, as_json: bool) -> None:
    """List what was refused and not put back, the oldest first."""
    from tocsin.runtime.rejected import is_back

    with _letters(data) as letters:
        found = [one for one in _standing(letters, topic).values() if everything or not is_back(one)]
    for one in found:
        if as_json:
            print_json(_plain(one))
        else:
            click.echo(f"{one.name:41} {one.at:%Y-%m-%d %H:%M}  {one.key:24} {one.reason}")
    if not as_json and not found:
        click.echo("nothing was refused", err=True)


@command.command(cls=Example, examples=("tocsin rejected show tocsin.articles:0:17:3f2a9c01",))
@click.argument("name")
@data_option
@json_option
def show(name: str, data: Path, as_json: bool) -> None:
    """Show one record: NAME as ``list`` prints it, or ``topic:partition:offset`` where only one stood there."""
    with _letters(data) as letters:
        one = _one(letters, name)
    if as_json:
        print_json(_plain(one) | {"value": _text(one)})
        return
    click.echo(f"{one.name}  key {one.key}  refused {one.at:%Y-%m-%d %H:%M} UTC\n  {one.reason}")
    click.echo(_text(one)[:_SHOWN])


@command.command(
    cls=Example,
    examples=("tocsin rejected retry tocsin.articles:0:17:3f2a9c01", "tocsin rejected retry --all"),
)
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that was not put back yet.")
@click.option("--topic", help="With --all: only what came from this topic.")
@data_option
def retry(names: tuple[str, ...], everything: bool, topic: str | None, data: Path) -> None:
    """Put records back where they came from: after an update, or when what refused them was mended."""
    from tocsin.runtime.rejected import is_back
    from tocsin.runtime.rejected import retry as put_back

    if bool(names) == everything:
        raise click.UsageError("name records as 'tocsin rejected list' prints them, or give --all")
    failed = 0
    with _letters(data) as letters:
        chosen = [_one(letters, one) for one in names]
        chosen += [one for one in _standing(letters, topic).values() if everything and not is_back(one)]
        for one in chosen:
            try:
                put_back(letters, one, datetime.now(UTC))
            except BackendFault as fault:
                failed += 1
                click.echo(str(fault), err=True)
                continue
            click.echo(f"{one.name}: put back into {one.topic}")
    if failed:
        raise SystemExit(1)


@contextmanager
def _letters(data: Path) -> Iterator[DeadLetters]:
    """Open the dead letters of a data folder; Kafka's, where ``TOCSIN_KAFKA`` names it."""
    if setting("KAFKA", os.environ):
        from tocsin.runtime.distributed.connection import kafka_connection
        from tocsin.runtime.distributed.rejected import KafkaDeadLetters

        yield KafkaDeadLetters(kafka_connection(os.environ))
        return
    from tocsin.clock import SystemClock
    from tocsin.runtime.embedded.database import collected, connect
    from tocsin.runtime.embedded.rejected import SqliteDeadLetters

    with closing(connect(collected(data))) as connection:
        yield SqliteDeadLetters(connection, SystemClock())


def _standing(letters: DeadLetters, topic: str | None = None) -> dict[str, Rejected]:
    from tocsin.runtime.rejected import standing

    return standing(one for one in letters.read() if topic in (None, one.topic))


def _one(letters: DeadLetters, name: str) -> Rejected:
    from tocsin.runtime.rejected import meant

    found = meant(_standing(letters), name)
    if not found:
        raise ConfigProblem(name, "no such record among the dead letters; see 'tocsin rejected list --all'")
    if len(found) > 1:
        raise ConfigProblem(
            name, f"several records stood there: name {' or '.join(one.name for one in found)}"
        )
    return found[0]


def _plain(one: Rejected) -> dict[str, object]:
    from tocsin.runtime.rejected import is_back

    return {
        "name": one.name, "topic": one.topic, "partition": one.partition, "offset": one.offset, "key": one.key,
        "reason": one.reason, "at": one.at.isoformat(), "back": is_back(one), "bytes": len(one.value),
    }  # fmt: skip


def _text(one: Rejected) -> str:
    return one.value.decode("utf-8", "backslashreplace")
