"""``tocsin demo``: the Osh rehearsal, with no internet, in accelerated time."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.address import address
from tocsin.cli.options import Example, config_option

if TYPE_CHECKING:
    from tocsin.model import Article
    from tocsin.runtime.parts import Parts

STORY = """\
A rehearsal of June 2010 in southern Kyrgyzstan, with articles of our own after the public record.
From March on, quiet news of the region teaches tocsin what is usual there. Then, in this minute: the
uprising of April, seizures and clashes in Jalal-Abad in May, and the night of 10 June in Osh.
"""


@click.command(cls=Example, examples=("tocsin demo", "tocsin demo --no-desk"))
@config_option
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the rehearsal's data here, in the folder rehearsal.  [default: a folder that is deleted afterwards]",
)
@click.option(
    "--desk", callback=address, default="127.0.0.1:8642", show_default=True, help="Where the desk page is."
)
@click.option("--no-desk", is_flag=True, help="Serve no desk page; end when the rehearsal ends.")
def command(config_dir: Path, data: Path | None, desk: tuple[str, int], no_desk: bool) -> None:
    """Play the Osh rehearsal through the whole pipeline: alerts appear here, the rest on the desk page."""
    with _folder(data) as folder, suppress(KeyboardInterrupt):
        asyncio.run(_play(config_dir, folder, None if no_desk else desk, kept=data is not None))


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    from tocsin.runtime.embedded.lock import NAME, locked

    if data is not None:
        folder = data / "rehearsal"
        with locked(folder):  # whoever else works on it would read what is taken away
            for old in folder.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
                elif old.name != NAME:
                    old.unlink()
            yield folder
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as passing:
        yield Path(passing)


async def _play(config_dir: Path, folder: Path, desk: tuple[str, int] | None, *, kept: bool) -> None:
    from alerts.deliver import Deliverer
    from alerts.ledger_sqlite import SqliteLedger
    from alerts.receivers import build
    from tocsin.cli.desking import desk_page
    from tocsin.cli.facts import DeskFacts
    from tocsin.runtime.embedded.assembly import open_embedded
    from tocsin.runtime.embedded.rehearsal import PlayedClock, rehearse

    click.echo(STORY)
    parts = _without_digests(config_dir)
    articles = _articles(config_dir)
    start = articles[0].seen - timedelta(hours=1)
    clock = PlayedClock(start)
    async with AsyncExitStack() as stack:
        embedded = open_embedded(folder, parts, clock)
        stack.callback(embedded.close)
        if desk is not None:
            facts = DeskFacts(
                parts.config, parts, started=start, clock=clock,
                reached=embedded.reached, blind=embedded.blind, undelivered=embedded.undelivered,
            )  # fmt: skip
            where = await stack.enter_async_context(desk_page(embedded, facts, lambda: parts.atlas, desk))
            click.echo(f"desk page   {where}\n")
        deliverer = Deliverer(
            SqliteLedger(embedded.connect()),
            build(parts.alerts.receivers, lambda _name: None, links=parts.config.routes.links),
            parts.alerts.receivers,
            clock=clock,
        )
        stack.push_async_callback(deliverer.close)
        async for now in rehearse(embedded, clock, articles, deliverer):
            _progress(start, articles[-1].seen, now)
        click.echo(f"\n{len(articles)} articles of {(clock.now() - start).days} days played.")
        if kept:
            click.echo(
                f"Kept in {folder}: look at it with tocsin incidents --all --data {shlex.quote(str(folder))}"
            )
        if desk is not None:
            click.echo(f"Look around on {where} – Ctrl-C ends.")
            await _until_interrupted()


def _without_digests(config_dir: Path) -> Parts:
    """Return what a configuration says; of a hundred quiet mornings in one minute only what rings is shown."""
    from tocsin.config import load
    from tocsin.runtime.parts import Parts

    config = load(config_dir)
    return Parts(replace(config, routes=config.routes.model_copy(update={"digests": ()})))


def _articles(config_dir: Path) -> list[Article]:
    from tocsin.config.place import default_config
    from tocsin.runtime.jsonl import article, lines

    path = config_dir / "demo" / "osh-2010.jsonl"
    if not path.is_file():
        path = default_config() / "demo" / "osh-2010.jsonl"
    with path.open("rb") as file:
        read = [
            article(number, line, now=datetime.fromisoformat("2010-06-30T00:00:00+00:00"), name=path.name)
            for number, line in lines(file, name=path.name)
        ]
    return sorted(read, key=lambda one: (one.seen, one.id))


def _progress(start: datetime, end: datetime, now: datetime) -> None:
    if not sys.stderr.isatty():
        return
    share = min(1.0, (now - start) / (end - start))
    bar = "█" * int(share * 30)
    sys.stderr.write(f"\r{now:%d %B %Y %H:%M} UTC  {bar:30}")
    sys.stderr.flush()


async def _until_interrupted() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
