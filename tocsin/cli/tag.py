"""``tocsin tag``: articles in, regions and violence out, as JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from tocsin.cli.formats import tag_line
from tocsin.cli.options import Complaints, Example, config_option, name_of

if TYPE_CHECKING:
    from tocsin.model import TaggedArticle
    from tocsin.runtime.parts import Parts


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
    line that cannot be read, or breaks the tagger, is named on standard error
    and passed over; the exit code is then 1.
    """
    from tocsin.codec import encode_value
    from tocsin.config import load
    from tocsin.runtime.parts import Parts

    parts = Parts(load(config_dir))
    write = click.get_binary_stream("stdout").write
    broken = Complaints("tocsin tag")
    for tagged in tagged_articles(parts, file, name=name_of(file), broken=broken):
        write(encode_value(tag_line(tagged)) + b"\n")
    broken.end()


def tagged_articles(
    parts: Parts, file: Iterable[bytes], *, name: str, broken: Complaints
) -> Iterator[TaggedArticle]:
    """Yield the articles of a file tagged; ``broken`` is told of each line that is none or breaks the tagger."""
    from tocsin.runtime.jsonl import articles
    from tocsin.runtime.rejected import untagged

    for number, article in articles(file, name=name, now=datetime.now(UTC), broken=broken):
        try:
            tagged = parts.tagger.tag(article)
        except Exception as error:  # noqa: BLE001  # as live: one poisonous article must not silence all others
            broken(f"{name}:{number}: {untagged(error)}")
        else:
            yield tagged
