"""``tocsin silence``: what nobody wants to hear for a while. Silences stop sending, never detecting."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.acting import by_option, made, put, who
from tocsin.cli.group import Verbs
from tocsin.cli.options import Example, Spell, config_option, data_option, json_option, print_json
from tocsin.errors import ConfigProblem
from tocsin.ids import digest
from tocsin.model import ActionKind, Silence

if TYPE_CHECKING:
    from tocsin.atlas import Atlas
    from tocsin.config import Config


def _said(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("say why in a word or two; the next shift will ask")
    return value.strip()


@click.group(cls=Verbs)
def command() -> None:
    """Mute what nobody needs to hear for a while; it stands in the digest all the same."""


@command.command(
    cls=Example,
    examples=(
        "tocsin silence add --region RU-BEL --for 12h --comment 'known exercise'",
        "tocsin silence add --rule many-dead --receiver slack --for 2d --comment 'being tuned'",
    ),
)
@config_option
@data_option
@click.option("--region", "regions", multiple=True, help="A region or area, with all that lies in it.")
@click.option("--theme", "themes", multiple=True, help="violence, unrest, displacement.")
@click.option("--rule", "rules", multiple=True, help="A rule by its name.")
@click.option("--receiver", "receivers", multiple=True, help="Only this receiver.")
@click.option("--for", "span", type=Spell(), required=True, help="How long, like 4h or 2d.")
@click.option("--comment", required=True, callback=_said, help="Why; the next shift will ask.")
@by_option
def add(
    config_dir: Path, data: Path, regions: tuple[str, ...], themes: tuple[str, ...], rules: tuple[str, ...],
    receivers: tuple[str, ...], span: timedelta, comment: str, by: str | None,
) -> None:  # fmt: skip
    """Add a silence over what matches everything that you name."""
    from tocsin.cli.unknown import atlas
    from tocsin.config import load

    config = load(config_dir)
    places = atlas(config)
    known = _known(config, places)
    for kind, names in (("region", regions), ("theme", themes), ("rule", rules), ("receiver", receivers)):
        for name in names:
            _check(kind, name, known[kind], places)
    if not (regions or themes or rules or receivers):
        raise click.UsageError(
            "name a region, theme, rule or receiver; a silence over everything hides a war"
        )
    person, now = who(by), datetime.now(UTC)
    silence = Silence(
        id=digest("silence", person, now.isoformat())[:12], regions=regions, themes=themes, rules=rules,
        receivers=receivers, starts_at=now, ends_at=now + span, by=person, comment=comment,
    )  # fmt: skip
    when = put(data, made(ActionKind.SILENCE, by=person, at=now, silence=silence, note=silence.id))
    click.echo(f"{silence.id}: silent until {silence.ends_at:%Y-%m-%d %H:%M} UTC; {when}")


@command.command(name="list", cls=Example, examples=("tocsin silence list", "tocsin silence list --all"))
@config_option
@data_option
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@json_option
def listed(config_dir: Path, data: Path, everything: bool, as_json: bool) -> None:
    """List silences, those of the files too, the first to end first."""
    now = datetime.now(UTC)
    found = [one for one in _silences(data, config_dir) if everything or one.ends_at > now]
    for one in sorted(found, key=lambda one: (one.ends_at, one.id)):
        if as_json:
            print_json(
                {**asdict(one), "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}
            )
        else:
            click.echo(
                f"{one.id:14} until {one.ends_at:%Y-%m-%d %H:%M} UTC  {_what(one)}  {one.by}: {one.comment}"
            )
    if not as_json and not found:
        click.echo("nothing is silenced", err=True)


@command.command(cls=Example, examples=("tocsin silence expire 3f2a90c1d4e5",))
@click.argument("silence")
@config_option
@data_option
@by_option
def expire(silence: str, config_dir: Path, data: Path, by: str | None) -> None:
    """End a silence now. SILENCE may be the beginning of its id."""
    now = datetime.now(UTC)
    found = [
        one.id for one in _silences(data, config_dir) if one.ends_at > now and one.id.startswith(silence)
    ]
    if len(found) != 1:
        what = (
            f"{len(found)} silences begin so; write more of it" if found else "no silence in force begins so"
        )
        raise ConfigProblem(silence, f"{what} (see 'tocsin silence list')")
    when = put(data, made(ActionKind.EXPIRE, by=who(by), at=now, note=found[0]))
    click.echo(f"{found[0]}: over; {when}")


def _silences(data: Path, config_dir: Path) -> tuple[Silence, ...]:
    from tocsin.cli.remembered import remembered

    return remembered(data, config_dir).silences()


def _known(config: Config, atlas: Atlas) -> dict[str, list[str]]:
    return {
        "region": list(atlas),
        "theme": list(config.themes.themes),
        "rule": [rule.name for file in config.rules for rule in file.rules],
        "receiver": [spec.name for spec in config.routes.receivers],
    }


def _check(kind: str, name: str, known: list[str], atlas: Atlas) -> None:
    from tocsin.index.unknown import near

    if name not in known:
        hint = near(name, known, atlas if kind == "region" else None)
        raise ConfigProblem(f"--{kind} {name}", f"there is no such {kind}" + (f"; {hint}" if hint else ""))


def _what(one: Silence) -> str:
    parts = (*one.regions, *one.themes, *one.rules, *(f"to {name}" for name in one.receivers))
    return " ".join(parts)
