"""``tocsin feeds``: which feeds there are and how they are."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin.cli import feedfiles
from tocsin.cli.group import Verbs
from tocsin.cli.options import Example, config_option, data_option, json_option, print_json
from tocsin.errors import ConfigProblem

if TYPE_CHECKING:
    from ingest.health import HealthRow
    from tocsin.atlas import Atlas


@click.group(cls=Verbs)
def command() -> None:
    """See which feeds there are and how they are; try, add, remove, exchange them."""


@command.command(name="list", cls=Example, examples=("tocsin feeds list", "tocsin feeds list --covers KG"))
@config_option
@click.option("--covers", help="Only feeds about this region, what it lies in, or what lies in it.")
@json_option
def listed(config_dir: Path, covers: str | None, as_json: bool) -> None:
    """List the configured feeds."""
    from tocsin.cli.unknown import atlas
    from tocsin.config import load
    from tocsin.desk.wording import many

    config = load(config_dir)
    around = None if covers is None else _around(covers, atlas(config))
    feeds = [feed for feed in config.feeds if around is None or around.intersection(feed.covers)]
    for feed in feeds:
        if as_json:
            print_json(feed.model_dump(mode="json"))
        else:
            click.echo(f"{feed.id:34} {feed.language or '-':5} {' '.join(feed.covers):12} {feed.url}")
    if not as_json:
        click.echo(many(len(feeds), "feed"), err=True)


def _around(code: str, places: Atlas) -> frozenset[str]:
    """Return a region with what it lies in and what lies in it: a feed about Kyrgyzstan is one about Osh."""
    from tocsin.cli.unknown import regions
    from tocsin.index.unknown import nobody

    if code not in (known := regions(places)):
        raise ConfigProblem(f"--covers {code}", nobody("region has this code", code, known, places))
    if code not in places:  # the world
        return frozenset({code})
    inside = (one for one in places if code in places.ancestors(one))
    return frozenset({code, *places.ancestors(code), *inside})


@command.command(cls=Example, examples=("tocsin feeds report", "tocsin feeds report --all --json"))
@config_option
@data_option
@click.option("--all", "everything", is_flag=True, help="Also the feeds that are fine.")
@json_option
def report(config_dir: Path, data: Path, everything: bool, as_json: bool) -> None:
    """Say how feeds are, worst first: failing, silent, lying, moved, never seen alive."""
    from collections import Counter

    from tocsin.runtime.embedded.database import is_used, unused

    rows = _rows(config_dir, data)
    shown = [row for row in rows if everything or row.health != "fine"]
    for row in shown:
        if as_json:
            print_json(_plain(asdict(row)))
        else:
            click.echo(_line(row))
    if not as_json:
        counts = Counter(str(row.health) for row in rows)
        click.echo(", ".join(f"{count} {health}" for health, count in counts.items()), err=True)
        if not is_used(data):
            click.echo(unused(data), err=True)


@command.command(cls=Example, examples=("tocsin feeds due --limit 10",))
@config_option
@data_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1))
@json_option
def due(config_dir: Path, data: Path, limit: int, as_json: bool) -> None:
    """Say which feeds are polled next."""
    from tocsin.runtime.embedded.database import is_used, unused

    if not is_used(data):
        click.echo(unused(data), err=True)
    rows = sorted(
        (row for row in _rows(config_dir, data) if row.due is not None),
        key=lambda row: (row.due or datetime.max.replace(tzinfo=UTC), row.feed),
    )
    for row in rows[:limit]:
        if as_json:
            print_json({"feed": row.feed, "due": row.due.isoformat() if row.due else None})
        else:
            click.echo(f"{row.due:%Y-%m-%d %H:%M:%S} UTC  {row.feed}")


@command.command(cls=Example, examples=("tocsin feeds probe https://example.org/rss",))
@click.argument("url")
@config_option
def probe(url: str, config_dir: Path) -> None:
    """Look at an address: is it a feed, and what would its entry in a file say?"""
    sys.exit(asyncio.run(_probe(url, config_dir)))


async def _probe(url: str, config_dir: Path) -> int:
    from ingest.http import HttpFetcher
    from ingest.probe import probe as look
    from ingest.worker import ParseWorkers
    from tocsin.config import load

    limits = load(config_dir).ingest
    fetcher, parsers = HttpFetcher(limits), ParseWorkers(limits)
    try:
        found = await look(url, fetcher=fetcher, parsers=parsers)
    finally:
        await parsers.close()
        await fetcher.close()
    if found.failure is not None:
        click.echo(f"{url}: {found.failure.fault}: {found.failure.detail}", err=True)
        if found.mend and not found.alternatives:
            click.echo(f"  {found.mend}", err=True)
        for other in found.alternatives:
            click.echo(f"the page names a feed: {other}")
        return 1
    newest = f", newest {found.newest:%Y-%m-%d %H:%M} UTC" if found.newest else ""
    click.echo(f"# {found.entries} entries{newest}, read by the {found.path} parser", err=True)
    click.echo(
        f"  - id: {found.suggested_id}\n    url: {found.url}\n    name: {found.title or '?'}\n"
        f"    publisher: {found.title or '?'}\n    country: ??\n    language: {found.language or '??'}"
    )
    return 0


for changing in (feedfiles.add, feedfiles.remove, feedfiles.import_, feedfiles.export):
    command.add_command(changing)


def _rows(config_dir: Path, data: Path) -> tuple[HealthRow, ...]:
    from ingest.health import report as rows
    from tocsin.cli.stored import stored_feeds
    from tocsin.config import load

    return rows(load(config_dir).feeds, stored_feeds(data), now=datetime.now(UTC))


def _line(row: HealthRow) -> str:
    from tocsin.desk.wording import many

    said = [f"{row.health:14} {row.feed:34}"]
    if row.error:
        said.append(f"{row.error} ({many(row.failures, 'time')})")
    if row.last_success:
        said.append(f"last answer {row.last_success:%Y-%m-%d %H:%M}")
    if row.silence_hours is not None and row.health == "silent":
        said.append(f"silent for {row.silence_hours:.0f} h, usually under {row.quiet_gap_hours or 0:.0f} h")
    return "  ".join([*said, *row.notes])


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
