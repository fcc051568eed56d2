"""``tocsin parse``: the entries of one feed document, as JSON lines."""

from __future__ import annotations

from typing import BinaryIO

import click

from tocsin.cli.formats import entry_line
from tocsin.cli.options import Example, name_of, print_json
from tocsin.errors import FeedFault


@click.command(
    cls=Example,
    examples=("tocsin parse feed.xml", "curl -s https://example.org/feed | tocsin parse"),
)
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--content-type", help="The Content-Type header that came with the document.")
@click.option(
    "--parser",
    type=click.Choice(["auto", "feedparser", "fast"]),
    default="auto",
    show_default=True,
    help="auto = the fast parser where its guards hold, else feedparser.",
)
def command(file: BinaryIO, content_type: str | None, parser: str) -> None:
    """Print the entries of a feed document as JSON lines, in document order.

    FILE is a path, or - for standard input.
    """
    from ingest.document import parse
    from ingest.spec import ParserChoice

    try:
        parsed = parse(file.read(), content_type=content_type, parser=ParserChoice(parser))
    except FeedFault as fault:
        raise FeedFault(f"{name_of(file)}: {fault}") from fault
    for entry in parsed.entries:
        print_json(entry_line(entry))
