"""``tocsin test``: the operator's own tests – timelines of rules, sentences of lexicons."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import Example, config_option, json_option, print_json
from tocsin.complaints import did_you_mean
from tocsin.errors import ConfigProblem
from tocsin.leavings import written

if TYPE_CHECKING:
    from tocsin.runtime.ruletests import Result
    from tocsin.strict import Problem


@click.command(
    cls=Example,
    examples=("tocsin test", "tocsin test --rule many-dead", "tocsin test --lexicons ru --lexicons de"),
)
@config_option
@click.option("--rule", "rules", multiple=True, help="Only timelines of this rule.")
@click.option("--lexicons", "languages", multiple=True, help="Only sentences of this language.")
@json_option
def command(config_dir: Path, rules: tuple[str, ...], languages: tuple[str, ...], as_json: bool) -> None:
    """Play the timelines of rules in virtual time, and judge the sentences of lexicons.

    Exits with 1 where something did not happen as expected.
    """
    from tocsin.config import load

    config = load(config_dir)  # all mistakes of the files first
    known = [timeline.rule for file in config.timelines if file.value for timeline in file.value.timelines]
    _check("--rule", rules, known, "timeline is of this rule")
    _check(
        "--lexicons",
        languages,
        [path.stem for path in _lexicon_files(config_dir)],
        "lexicon is of this language",
    )
    failed = 0
    if not languages:
        failed += _rules(config_dir, rules, as_json=as_json)
    if not rules:
        failed += _lexicons(config_dir, languages, as_json=as_json)
    sys.exit(1 if failed else 0)


def _lexicon_files(config_dir: Path) -> list[Path]:
    return written(config_dir / "lexicons")


def _check(option: str, given: tuple[str, ...], known: list[str], what: str) -> None:
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known)
            raise ConfigProblem(f"{option} {name}", f"no {what}" + (f"; {hint}" if hint else ""))


def _rules(config_dir: Path, only: tuple[str, ...], *, as_json: bool) -> int:
    results = list(_timelines(config_dir, only))
    for result in results:
        if as_json:
            problems = [str(problem) for problem in result.problems]
            print_json(
                {"rule": result.rule, "timeline": result.name, "kind": result.kind, "problems": problems}
            )
            continue
        click.echo(f"{'ok  ' if result.passed else 'FAIL'}  {result.rule}: {result.name} ({result.kind})")
        for problem in result.problems:
            click.echo(f"      {problem}")
    failed = sum(not result.passed for result in results)
    if not as_json:
        click.echo(f"{len(results)} timelines, {failed} failed", err=True)
    return failed


def _timelines(config_dir: Path, only: tuple[str, ...]) -> Iterator[Result]:
    from tocsin.config import load
    from tocsin.runtime.parts import Parts
    from tocsin.runtime.ruletests import run_timelines

    config = load(config_dir)
    parts = Parts(config)
    themes = {category: theme for theme, spec in config.themes.themes.items() for category in spec.categories}
    results = run_timelines(
        parts.alerts, parts.atlas, config.timelines, themes=themes, detector=config.detector, rules=only
    )
    yield from results


def _lexicons(config_dir: Path, only: tuple[str, ...], *, as_json: bool) -> int:
    from streams.violence.check import problems

    found: list[Problem] = []
    chosen = [path for path in _lexicon_files(config_dir) if not only or path.stem in only]
    for path in chosen:
        mistakes = problems(path, root=config_dir)
        found += mistakes
        if not as_json:
            click.echo(f"{'FAIL' if mistakes else 'ok  '}  sentences of {path.stem}")
        for problem in mistakes:
            if as_json:
                print_json({"lexicon": path.stem, "problem": str(problem)})
            else:
                click.echo(f"      {problem}")
    if not as_json:
        click.echo(f"{len(chosen)} lexicons, {len(found)} sentences failed", err=True)
    return len(found)
