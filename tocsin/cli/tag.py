"""``tocsin tag``: articles in, regions and violence out, as JSON lines."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from tocsin.cli.formats import tag_line
from tocsin.cli.options import Complaints, Example, config_option, name_of


@click.command(
    cls=Example,
    examples=(
        "tocsin tag < articles.jsonl > tagged.jsonl",
        """echo '{"title": "Gunmen kill nine in Osh"}' | tocsin tag""",
    ),
)
@click.argument("file", type=click.File("rb"), default="-")
@config_option
def command(file: BinaryIO, config_dir: Path) -> None:
    """Tag articles by region and by kind of violence.

    Reads JSON lines {"id", "title", "summary"?, "text"?, "language"?,
    "published"?, "source"?, "feed_country"?} and prints one line for each. A
    line that cannot be read is named on standard error and passed over; the
    exit code is then 1.
    """
    from tocsin.codec import encode_value
    from tocsin.config import load
    from tocsin.runtime.jsonl import articles
    from tocsin.runtime.parts import Parts

    parts = Parts(load(config_dir))
    write = click.get_binary_stream("stdout").write
    broken = Complaints("tocsin tag")
    for article in articles(file, name=name_of(file), now=datetime.now(UTC), broken=broken):
        write(encode_value(tag_line(parts.tagger.tag(article))) + b"\n")
    sys.exit(1 if broken.told else 0)
