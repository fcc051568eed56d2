"""``tocsin diff``: what an edited lexicon, or an edited configuration, would change over what was recorded."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from tocsin.cli.options import Example, config_option, data_option, json_option, print_json
from tocsin.leavings import written

if TYPE_CHECKING:
    from streams.violence.diff import VerdictChange
    from streams.violence.lexicon import LexiconFile
    from tocsin.model import Article, Verdict

PAGE = 500  #: articles asked of the index at once


@click.command(
    cls=Example,
    examples=(
        "tocsin diff --lexicon /tmp/en.yaml",
        "tocsin diff --lexicon new/ky.yaml articles.jsonl",
        "tocsin diff --lexicon edited/ --limit 20000 --json",
        "tocsin diff --edited ./new-config",
        "tocsin diff --edited ./new-config june-2010.jsonl",
    ),
)
@click.argument("file", type=click.File("rb"), required=False)
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="An edited lexicon (its name says the language), or a folder of them.",
)
@click.option(
    "--edited",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="An edited configuration: rules, routes, silences, budget; with FILE all of it.",
)
@click.option(
    "--limit", default=5000, show_default=True, type=click.IntRange(1), help="Most articles to judge."
)
@config_option
@data_option
@json_option
def command(
    file: BinaryIO | None, lexicons: tuple[Path, ...], edited: Path | None, limit: int, config_dir: Path,
    data: Path, as_json: bool,
) -> None:  # fmt: skip
    """Play what was recorded by the configuration and by an edited one; list what comes out otherwise.

    With --lexicon articles are judged: those of FILE, JSON lines as of 'tocsin
    tag', or else the newest that were collected. A lexicon of a new language is
    compared with having none.

    With --edited incidents are compared: which ones only one of the two opens,
    which become worse, who is told how often. Without FILE both play the kept
    signals (up to 70 days), which shows rules, routes, silences and the budget;
    with FILE, articles as of 'tocsin replay', all that differs. Both begin
    with nothing remembered. Exits with 1 where something edited has mistakes.
    """
    from tocsin.desk.wording import many

    if bool(lexicons) == (edited is not None):
        raise click.UsageError("say what was edited: --lexicon FILE, or --edited FOLDER")
    if edited is not None:
        from tocsin.cli.diff_config import compare

        compare(edited, file, config_dir, data, as_json=as_json)
        return
    new = _read(_paths(lexicons))
    old = {language: lexicon for language, lexicon in _configured(config_dir).items() if language in new}
    spoken = frozenset(one for language, file_ in new.items() for one in (language, *file_.also))
    articles = _of_file(file) if file else _of_index(data, spoken)
    judged, counts = _Counted(articles, limit), Counter[str]()
    for change in _changes(judged, config_dir, old, new):
        counts[change.how.value] += 1
        print_json(_line(change)) if as_json else click.echo(_told(change))
    told = ", ".join(f"{count} {how}" for how, count in counts.most_common()) or "nothing changes"
    if not judged.count:
        told = "nothing was compared; articles of this language are needed, in FILE or in --data"
    click.echo(f"{many(judged.count, 'article')} judged by {', '.join(sorted(new))}: {told}", err=True)


class _Counted:
    """The first articles, and how many there were."""

    def __init__(self, articles: Iterable[tuple[Article, str]], limit: int) -> None:
        self._articles = articles
        self._limit = limit
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Article, str]]:
        for pair in self._articles:
            if self.count >= self._limit:
                return
            self.count += 1
            yield pair


def _paths(edited: Iterable[Path]) -> list[Path]:
    return [path for given in edited for path in (written(given) if given.is_dir() else [given])]


def _read(paths: list[Path]) -> dict[str, LexiconFile]:
    """Return edited lexicons by language; print every mistake and end where there is one."""
    from streams.violence.check import reading_problems
    from streams.violence.lexicon import read_lexicon

    found: dict[str, LexiconFile] = {}
    mistakes = []
    for path in paths:
        document = read_lexicon(path)
        if document.value is None:
            mistakes += document.problems
            continue
        mistakes += reading_problems(document)
        found[document.value.language] = document.value
    for mistake in mistakes:
        click.echo(str(mistake), err=True)
    if mistakes:
        sys.exit(1)
    if not found:
        raise click.UsageError("--lexicon: there is no *.yaml in this folder")
    return found


def _configured(config_dir: Path) -> dict[str, LexiconFile]:
    from streams.violence.lexicon import load

    return dict(load(config_dir / "lexicons"))


def _of_file(file: BinaryIO) -> Iterator[tuple[Article, str]]:
    """Yield the articles of a JSON lines file, each with its language."""
    from datetime import UTC, datetime

    from streams.language import language_of
    from streams.text import prepare
    from tocsin.runtime.jsonl import article, lines

    now = datetime.now(UTC)
    for number, line in lines(file, name=file.name):
        found = article(number, line, now=now, name=file.name)
        yield found, language_of(prepare(found), found.language)


def _of_index(data: Path, languages: frozenset[str]) -> Iterator[tuple[Article, str]]:
    """Yield what was collected in these languages, newest first."""
    from tocsin.cli.stored import stored
    from tocsin.index.query import Query

    with stored(data) as search:
        cursor: str | None = None
        while True:
            page = search.search(Query(languages=tuple(sorted(languages)), limit=PAGE, cursor=cursor))
            yield from ((hit.tagged.article, hit.tagged.language) for hit in page.hits)
            cursor = page.cursor
            if cursor is None:
                return


def _changes(
    articles: Iterable[tuple[Article, str]],
    config_dir: Path,
    old: dict[str, LexiconFile],
    new: dict[str, LexiconFile],
) -> Iterator[VerdictChange]:
    from streams.violence import Lexicons, load_themes
    from streams.violence.diff import changes

    themes = load_themes(config_dir / "themes.yaml")
    yield from changes(articles, Lexicons(old.values()), Lexicons(new.values()), themes)


def _told(change: VerdictChange) -> str:
    words = f"\n    words: {', '.join(change.words)}" if change.words else ""
    before, after = (verdict.reason for verdict in (change.before, change.after))
    return f"{change.how.value}  [{change.language}] {change.title}{words}\n    before: {before}\n    after:  {after}"


def _line(change: VerdictChange) -> dict[str, object]:
    def verdict(given: Verdict) -> dict[str, object]:
        return {
            "violent": given.violent,
            "score": given.score,
            "categories": [scored.category for scored in given.categories],
            "reason": given.reason,
        }

    return {
        "id": change.article,
        "language": change.language,
        "title": change.title,
        "how": change.how.value,
        "words": list(change.words),
        "before": verdict(change.before),
        "after": verdict(change.after),
    }
