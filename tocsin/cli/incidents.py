"""``tocsin incidents``: what is open, what it stands on, and what people do about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from tocsin.cli.acting import by_option, made, note_option, put, who
from tocsin.cli.formats import incident_line
from tocsin.cli.group import Verbs
from tocsin.cli.options import Example, Spell, data_option, json_option, print_json
from tocsin.errors import ConfigProblem
from tocsin.model import ActionKind, Incident, Reason


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


@click.group(cls=Verbs)
def command() -> None:
    """See incidents, and say what you do about them."""


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
        print_json(incident_line(incident)) if as_json else click.echo(_line(incident))
    if not as_json and not found:
        click.echo("nothing is open", err=True)


def _line(incident: Incident) -> str:
    """Return one incident in a line; of one that is over, from when to when."""
    from tocsin.desk.wording import many
    from tocsin.index.search import OPEN

    if incident.level in OPEN:
        said = f"{many(incident.stories, 'story', 'stories')}, usual {incident.expected:.1f}; since {incident.opened_at:%Y-%m-%d %H:%M} UTC"
    else:
        said = f"from {incident.opened_at:%Y-%m-%d %H:%M} to {incident.at:%Y-%m-%d %H:%M} UTC"
    acked = f"  acknowledged by {incident.acked_by}" if incident.acked_by else ""
    name = dict(incident.place_names).get("en", "")
    return f"{incident.level:9} {incident.place:8} {name:20} {incident.theme:12} {said}  {incident.id}{acked}"


@command.command(cls=Example, examples=("tocsin incidents show 5c1f0e",))
@click.argument("incident")
@data_option
@json_option
def show(incident: str, data: Path, as_json: bool) -> None:
    """Show one incident: each step, and the stories behind it. INCIDENT may be the beginning of an id."""
    from alerts.render.words import reason_word
    from tocsin.cli.stored import stored
    from tocsin.desk.wording import many

    with stored(data) as search:
        found = one(search.incidents(open_only=False), incident)
        steps = search.steps(found.id)
    if as_json:
        for step in steps:
            print_json(incident_line(step))
        return
    click.echo(f"{found.level} {found.place} {found.theme}  rule {found.rule}  {found.id}")
    told = [step for step in steps if step.reason is not Reason.SAID_ALREADY or step.step == found.step]
    for step in told:
        click.echo(
            f"  {step.at:%Y-%m-%d %H:%M}  {step.level:9} {reason_word(step.reason, 'en')}: "
            f"{many(step.stories, 'story', 'stories')}, score {step.score:.1f}"
        )
    if len(told) < len(steps):
        click.echo(f"  and {many(len(steps) - len(told), 'step')} with new numbers alone (--json shows them)")
    for story in found.evidence:
        click.echo(
            f"  - {story.at:%m-%d %H:%M}  {story.title}  ({story.publisher}, +{story.similar} similar)  {story.url or ''}"
        )


def _act(kind: ActionKind, beginning: str, data: Path, by: str | None, **more: Any) -> None:
    """Put what somebody decides about an incident into the log, and say so."""
    from tocsin.cli.stored import stored

    with stored(data) as search:
        found = one(search.incidents(open_only=False), beginning)
    person = who(by)
    when = put(data, made(kind, by=person, at=datetime.now(UTC), incident=found.id, **more))
    click.echo(f"{found.place} {found.theme}: {kind.value} by {person}; {when}")


@command.command(cls=Example, examples=("tocsin incidents ack 5c1f0e --note 'on it'",))
@click.argument("incident")
@data_option
@note_option
@by_option
def ack(incident: str, data: Path, note: str, by: str | None) -> None:
    """Acknowledge an incident: reminders stop until it grows worse."""
    _act(ActionKind.ACK, incident, data, by, note=note)


@command.command(
    cls=Example,
    examples=(
        "tocsin incidents snooze 5c1f0e --for 4h",
        "tocsin incidents snooze 5c1f0e  # until it worsens",
    ),
)
@click.argument("incident")
@data_option
@click.option(
    "--for", "span", type=Spell(), default=None, help="How long, like 4h.  [default: until it worsens]"
)
@note_option
@by_option
def snooze(incident: str, data: Path, span: timedelta | None, note: str, by: str | None) -> None:
    """Hear nothing of an incident for a while, or until it worsens; what is worse is always said."""
    until = datetime.now(UTC) + span if span is not None else None
    _act(ActionKind.SNOOZE, incident, data, by, until=until, note=note)


@command.command(cls=Example, examples=("tocsin incidents escalate 5c1f0e",))
@click.argument("incident")
@data_option
@note_option
@by_option
def escalate(incident: str, data: Path, note: str, by: str | None) -> None:
    """Tell the next receivers of its route now, without waiting."""
    _act(ActionKind.ESCALATE, incident, data, by, note=note)


@command.command(cls=Example, examples=("tocsin incidents judge 5c1f0e --not-relevant --note 'a film'",))
@click.argument("incident")
@data_option
@click.option("--relevant/--not-relevant", default=None, help="Was it right to ring?  [required]")
@note_option
@by_option
def judge(incident: str, data: Path, relevant: bool | None, note: str, by: str | None) -> None:
    """Say whether it was right to ring; `tocsin rules report` counts it."""
    if relevant is None:
        raise click.UsageError("say --relevant or --not-relevant")
    kind = ActionKind.RELEVANT if relevant else ActionKind.NOT_RELEVANT
    _act(kind, incident, data, by, note=note)
