"""``tocsin search``: what was reported, from the embedded index."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from tocsin.cli.options import Example, config_option, data_option, json_option, print_json


class _Line(Example):
    """A command of words, the first of which may begin with a hyphen by mistake."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; where the first one is excluded, say how that is written in a shell."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name.startswith("--"):
                raise
            ctx.fail(
                f"no such option: {error.option_name}; a word that must not occur stands behind -- or another word: 'Osh -film'"
            )


@click.command(
    cls=_Line,
    examples=(
        "tocsin search 'region:KG category:riot since:2d'",
        """tocsin search '"live rounds" -film lang:en' --limit 5""",
        "tocsin search 'Ош погром' --json",
    ),
)
@click.argument("words", nargs=-1, required=True)
@config_option
@data_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@json_option
def command(words: tuple[str, ...], config_dir: Path, data: Path, limit: int, as_json: bool) -> None:
    """Search the articles that were collected: words, "phrases", -not, region: category: lang: since: until:."""
    from tocsin.cli.formats import tag_line
    from tocsin.cli.stored import stored
    from tocsin.cli.unknown import unknown
    from tocsin.desk.wording import many
    from tocsin.index.syntax import read

    line = read(" ".join(words), now=datetime.now(UTC), limit=limit)
    for note in line.notes:
        click.echo(note, err=True)
    with stored(data) as search:
        found = search.search(line.query)
    if not found.total:
        for note in unknown(line.query, config_dir):
            click.echo(note, err=True)
    for hit in found.hits:
        article = hit.tagged.article
        if as_json:
            print_json(
                {
                    **tag_line(hit.tagged),
                    "title": article.title,
                    "url": article.url,
                    "published": article.published.isoformat() if article.published else None,
                    "source": article.source.publisher,
                }
            )
            continue
        places = ", ".join(place.region for place in hit.tagged.places[:4])
        about = " · ".join(one for one in (article.source.publisher, places, article.url) if one)
        click.echo(f"{article.at:%Y-%m-%d %H:%M}  {article.title}\n    {about}")
    if not as_json:
        more = f", the first {len(found.hits)} shown" if found.cursor else ""
        click.echo(f"{many(found.total, 'article')}{more}", err=True)
