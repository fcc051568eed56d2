"""``tocsin feeds add | remove | import | export``: feed files changed by hand, comments and all kept."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin.cli.options import Example, config_option
from tocsin.errors import ConfigProblem
from tocsin.leavings import written

if TYPE_CHECKING:
    from ingest.spec import FeedSpec
    from tocsin.config import Config

MINE = "feeds/mine.yaml"  #: where new feeds go unless a file is named


def file_option(function: Any) -> Any:
    """Add ``--file``: the feed file below the configuration folder."""
    return click.option(
        "--file", default=MINE, show_default=True, help="Feed file, below the folder of --config."
    )(function)


@click.command(
    cls=Example,
    examples=("tocsin feeds add https://example.org/rss --name 'Example News' --country KG --language ky",),
)
@click.argument("url")
@config_option
@click.option("--name", required=True, help="As people know it.")
@click.option("--id", "feed_id", default=None, help="[default: made of the host name]")
@click.option("--publisher", default=None, help="[default: the name]")
@click.option("--country", default=None, help="Seat of the newsroom, like KG.")
@click.option(
    "--covers", multiple=True, help="What it reports about, like KG or world.  [default: the country]"
)
@click.option("--language", default=None, help="Like ky.")
@file_option
def add(
    url: str, config_dir: Path, name: str, feed_id: str | None, publisher: str | None, country: str | None,
    covers: tuple[str, ...], language: str | None, file: str,
) -> None:  # fmt: skip
    """Add a feed; `tocsin feeds probe` looks first whether it is one."""
    from ingest.probe import suggested_id

    said = {
        "id": feed_id or suggested_id(url), "url": url, "name": name, "publisher": publisher or name,
        "country": country, "covers": list(covers) or None, "language": language,
    }  # fmt: skip
    _write(config_dir, file, [_spec({key: value for key, value in said.items() if value})])
    click.echo(f"{said['id']} added to {config_dir / file}; 'tocsin reload' tells a running tocsin")


@click.command(cls=Example, examples=("tocsin feeds remove example-org",))
@click.argument("feed")
@config_option
def remove(feed: str, config_dir: Path) -> None:
    """Take a feed out of the file it stands in. What it brought stays."""
    from ingest.feedfile import removed
    from tocsin.complaints import did_you_mean
    from tocsin.config import load

    for path in written(_own(config_dir) / "feeds"):
        after = removed(path.read_text("utf-8"), feed)
        if after is not None:
            path.write_text(after, "utf-8")
            click.echo(f"{feed} taken out of {path}; 'tocsin reload' tells a running tocsin")
            return
    hint = did_you_mean(feed, [one.id for one in load(config_dir).feeds])
    raise ConfigProblem(feed, "there is no such feed" + (f"; {hint}" if hint else ""))


@click.command(name="import", cls=Example, examples=("tocsin feeds import reader.opml --country KG",))
@click.argument("opml", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@config_option
@click.option(
    "--country", default=None, help="Seat of all these newsrooms; without one they cover the world."
)
@file_option
def import_(opml: Path, config_dir: Path, country: str | None, file: str) -> None:
    """Add the feeds of an OPML list, without those that are there already."""
    from ingest.opml import read_opml
    from ingest.probe import suggested_id
    from tocsin.config import load
    from tocsin.desk.wording import many

    known = load(config_dir).feeds
    urls, ids = {feed.url for feed in known}, {feed.id for feed in known}
    specs = []
    for outline in read_opml(opml.read_bytes(), file=str(opml)):
        if outline.url in urls:
            continue
        ids.add(name := _free(suggested_id(outline.url), ids))
        said = {"id": name, "url": outline.url, "name": outline.title, "publisher": outline.title,
                "country": country, "language": outline.language}  # fmt: skip
        specs.append(_spec({key: value for key, value in said.items() if value}))
    if specs:
        _write(config_dir, file, specs)
    click.echo(
        f"{many(len(specs), 'feed')} added to {config_dir / file}; look through their publishers, owners and countries"
    )


@click.command(cls=Example, examples=("tocsin feeds export > feeds.opml",))
@config_option
def export(config_dir: Path) -> None:
    """Print the configured feeds as OPML, for a feed reader."""
    from ingest.opml import write_opml
    from tocsin.config import load

    sys.stdout.write(write_opml(load(config_dir).feeds).decode("utf-8"))


def _write(config_dir: Path, file: str, specs: list[FeedSpec]) -> None:
    """Add feeds to a file unless one is there already; a file that would not be read is not written.

    Raises:
        ConfigProblem: a feed is configured already, the folder is the shipped one, or the file would not be read.
    """
    from ingest.feedfile import added
    from ingest.spec import FeedFile
    from tocsin.config import load
    from tocsin.config.checks import unknown_regions_of_feeds
    from tocsin.config.tree import Tree
    from tocsin.strict import parse

    if not re.fullmatch(r"feeds/[^/.][^/]*\.yaml", file):
        raise ConfigProblem(f"--file {file}", "nobody reads it; write it like feeds/mine.yaml")
    path = _own(config_dir) / file
    known: Config = load(config_dir)
    for spec in specs:
        for other in known.feeds:
            if spec.url == other.url:
                raise ConfigProblem(spec.url, f"is configured already, as {other.id}")
            if spec.id == other.id:
                raise ConfigProblem(
                    f"--id {spec.id}", f"is the id of {other.url}; choose another one with --id"
                )
    before = path.read_text("utf-8") if path.exists() else ""
    after = added(before, specs)
    document = parse(after, FeedFile, file=file)
    for problem in document.problems:
        raise ConfigProblem(str(path), f"cannot be added to by a program ({problem}); add the feeds by hand")
    for problem in unknown_regions_of_feeds(Tree(config_dir, {"feeds": [document]})):
        option, _, what = re.sub(r"^feeds\.\d+\.", "", problem.what).partition(": ")
        raise ConfigProblem(f"--{option}", f"{what}; {problem.hint or 'write it like KG'}")
    path.write_text(after, "utf-8")


def _own(config_dir: Path) -> Path:
    """Return the folder to write into.

    Raises:
        ConfigProblem: nobody named one, or it is the program's: an update would take away what was written.
    """
    from tocsin.config.place import packaged

    source = click.get_current_context().get_parameter_source("config_dir")
    if packaged(config_dir) or source is click.core.ParameterSource.DEFAULT:
        mend = "'tocsin init DIR' gives you a copy to change, --config DIR (or TOCSIN_CONFIG) names it"
        raise ConfigProblem(str(config_dir), f"belongs to the program; {mend}")
    return config_dir


def _spec(said: dict[str, Any]) -> FeedSpec:
    import pydantic

    from ingest.spec import FeedSpec
    from tocsin.complaints import worded

    try:
        return FeedSpec.model_validate(said)
    except pydantic.ValidationError as error:
        _, what, hint = worded(error.errors()[0], FeedSpec)
        raise ConfigProblem(str(said["url"]), what + (f" – {hint}" if hint else "")) from error


def _free(wanted: str, taken: set[str]) -> str:
    number, name = 2, wanted
    while name in taken:
        number, name = number + 1, f"{wanted}-{number}"
    return name
