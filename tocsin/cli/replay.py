"""``tocsin replay``: recorded articles at their own time, through the chain that runs live."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from tocsin.cli.formats import incident_line
from tocsin.cli.options import Complaints, Example, config_option

if TYPE_CHECKING:
    from tocsin.model import Article, Incident
    from tocsin.runtime.parts import Parts
    from tocsin.runtime.replaying import Pairs


@click.command(
    cls=Example,
    examples=(
        "tocsin replay --articles june-2010.jsonl --openings",
        "tocsin replay --articles june-2010.jsonl --config ./other-config --out incidents.jsonl",
    ),
)
@click.option(
    "--articles",
    "source",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help="JSON lines as for 'tocsin tag', with published and source.",
)
@config_option
@click.option(
    "--out",
    type=click.File("w", encoding="utf-8", lazy=False),
    default="-",
    help="Where to write; default: here.",
)
@click.option("--openings", is_flag=True, help="Print only the step with which each incident opens.")
def command(source: Path, config_dir: Path, out: TextIO, openings: bool) -> None:
    """Play recorded articles at their own time and print each step of each incident as a JSON line.

    The same input gives the same output, byte for byte. Every source counts as
    a feed; owners come from the publishers in the configuration's feeds. A line
    that cannot be read, has no time or breaks the tagger is named on standard
    error and passed over; the exit code is then 1.
    """
    from tocsin.config import load
    from tocsin.runtime.parts import Parts

    broken = Complaints("tocsin replay")
    for incident in played(Parts(load(config_dir)), source, broken):
        if not openings or incident.step <= 1:
            out.write(json.dumps(incident_line(incident), ensure_ascii=False) + "\n")
    out.flush()
    broken.end()


def played(parts: Parts, source: Path, broken: Complaints) -> Iterator[Incident]:
    """Yield each step of each incident; ``broken`` is told of each line that cannot be played."""
    from tocsin.model import Incident
    from tocsin.runtime.rejected import untagged
    from tocsin.runtime.replaying import replay

    read = sorted(_read(source, parts, broken), key=lambda pair: (pair[1].seen, pair[1].id))
    numbers = [number for number, _ in read]
    steps = replay(
        parts,
        [article for _, article in read],
        shown=partial(_shown, len(read)),
        broken=lambda place, error: broken(f"{source}:{numbers[place]}: {untagged(error)}"),
    )
    yield from (said for said in steps if isinstance(said, Incident))


def _read(source: Path, parts: Parts, broken: Complaints) -> Iterator[tuple[int, Article]]:
    from tocsin.runtime.jsonl import articles
    from tocsin.runtime.replaying import owners

    with click.open_file(str(source), "rb") as file:
        yield from articles(
            file, name=str(source), now=datetime.now(UTC), owners=owners(parts), broken=broken, dated=True
        )


def _shown(total: int, articles: Pairs) -> Pairs:
    if not sys.stderr.isatty():
        return articles
    from rich.console import Console
    from rich.progress import track

    return track(articles, total=total, description="replaying", console=Console(stderr=True), transient=True)
