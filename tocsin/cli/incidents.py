"""``tocsin incidents``: what is open, what it stands on, and that somebody looks at it."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from tocsin.cli.formats import incident_line
from tocsin.cli.options import Example, data_option, json_option, print_json
from tocsin.errors import ConfigProblem
from tocsin.model import Incident


def one(incidents: Iterable[Incident], beginning: str) -> Incident:
    """Return the one incident whose id begins so.

    Raises:
        ConfigProblem: there is none, or more than one.
    """
    found = [incident for incident in incidents if incident.id.startswith(beginning)]
    if len(found) != 1:
        what = (
            "no incident has an id that begins so"
            if not found
            else f"{len(found)} incidents have; write more of it"
        )
        raise ConfigProblem(beginning, what)
    return found[0]


@click.group()
def command() -> None:
    """See incidents, and acknowledge them."""


@command.command(
    name="list", cls=Example, examples=("tocsin incidents list", "tocsin incidents list --all --json")
)
@data_option
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@json_option
def listed(data: Path, everything: bool, as_json: bool) -> None:
    """List incidents, worst first."""
    from tocsin.cli.stored import stored

    with stored(data) as search:
        found = search.incidents(open_only=not everything)
    for incident in found:
        if as_json:
            print_json(incident_line(incident))
        else:
            acked = f"  acknowledged by {incident.acked_by}" if incident.acked_by else ""
            click.echo(
                f"{incident.level:9} {incident.place:8} {incident.theme:12} {incident.stories} stories, usual "
                f"{incident.expected:.1f}; since {incident.opened_at:%Y-%m-%d %H:%M} UTC  {incident.id}{acked}"
            )
    if not as_json and not found:
        click.echo("nothing is open", err=True)


@command.command(cls=Example, examples=("tocsin incidents show 5c1f0e",))
@click.argument("incident")
@data_option
@json_option
def show(incident: str, data: Path, as_json: bool) -> None:
    """Show one incident: each step, and the stories behind it. INCIDENT may be the beginning of an id."""
    from tocsin.cli.stored import stored

    with stored(data) as search:
        found = one(search.incidents(open_only=False), incident)
        steps = search.steps(found.id)
    if as_json:
        for step in steps:
            print_json(incident_line(step))
        return
    click.echo(f"{found.level} {found.place} {found.theme}  rule {found.rule}  {found.id}")
    for step in steps:
        click.echo(
            f"  {step.at:%Y-%m-%d %H:%M}  {step.level:9} {step.reason}: {step.stories} stories, score {step.score:.1f}"
        )
    for story in found.evidence:
        click.echo(
            f"  - {story.at:%m-%d %H:%M}  {story.title}  ({story.publisher}, +{story.similar} similar)  {story.url or ''}"
        )


@command.command(cls=Example, examples=("tocsin incidents ack 5c1f0e --note 'on it'",))
@click.argument("incident")
@data_option
@click.option("--note", default="", help="What others should know.")
@click.option("--by", default=None, help="Who looks at it.  [default: your login]")
def ack(incident: str, data: Path, note: str, by: str | None) -> None:
    """Acknowledge an incident: reminders stop until it grows worse."""
    from tocsin.cli.stored import stored
    from tocsin.clock import SystemClock
    from tocsin.ids import digest
    from tocsin.model import Action, ActionKind
    from tocsin.runtime.embedded.assembly import FILE, SqliteActs
    from tocsin.runtime.embedded.database import connect

    with stored(data) as search:
        found = one(search.incidents(open_only=False), incident)
    who, now = by or getpass.getuser(), datetime.now(UTC)
    action = Action(
        id=digest("ack", found.id, who, now.isoformat()),
        kind=ActionKind.ACK,
        at=now,
        by=who,
        incident=found.id,
        note=note,
    )
    with closing(connect(data / FILE)) as connection:
        SqliteActs(connection, SystemClock()).put(action)
    click.echo(f"acknowledged for {who}; a running tocsin takes it up within a second")
