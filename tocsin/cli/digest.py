"""``tocsin digest``: the hand-over from one shift to the next."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tocsin.cli.formats import incident_line
from tocsin.cli.options import Example, Spell, config_option, data_option, json_option, print_json
from tocsin.settings import setting

if TYPE_CHECKING:
    from alerts.digest import Digest
    from alerts.lines import Account
    from tocsin.desk.health import Answers


@click.command(cls=Example, examples=("tocsin digest --since 8h", "tocsin digest --since 7d --language de"))
@config_option
@data_option
@click.option("--since", type=Spell(), default="8h", show_default=True, help="How far back, like 8h or 7d.")
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
@json_option
def command(config_dir: Path, data: Path, since: timedelta, language: str, as_json: bool) -> None:
    """Hand over a shift: new, still open, closed, muted though firing, unseen regions, the budget."""
    from alerts.render.digest_lines import digest_lines, digest_title
    from alerts.render.words import say
    from tocsin.atlas import shipped
    from tocsin.cli.remembered import remembered

    fold = remembered(data, config_dir)
    heard = _answers(data)
    if fold.now is None:
        unread = say(language, "digest.unread", n=heard.asked)
        click.echo(unread if heard.are_none else "nothing has happened yet", err=True)
        return
    found = fold.digest(fold.now - since, fold.now)
    if as_json:
        print_json(_plain(found) | {"feeds": {"asked": heard.asked, "failed": heard.failed}})
        return
    click.echo(digest_title(found, language))
    for line in digest_lines(found, language, shipped(), unread=heard.asked if heard.are_none else 0):
        click.echo(line)


def _answers(data: Path) -> Answers:
    """Return how many feeds answer, where the data folder or an index knows it."""
    from tocsin.cli.stored import stored
    from tocsin.desk.health import Answers, answers

    if setting("KAFKA", os.environ) and not setting("ELASTICSEARCH", os.environ):
        return Answers(asked=0, failed=0)
    with stored(data) as search:
        return answers(search.feeds())


def _plain(found: Digest) -> dict[str, Any]:
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "new": [incident_line(one) for one in found.new],
        "still_open": [incident_line(one) for one in found.still_open],
        "closed": [incident_line(one) for one in found.closed],
        "muted": [{"incident": one.id, "reason": str(reason)} for one, reason in found.muted],
        "blind": list(found.blind),
        "budget": _budget(found.account),
    }


def _budget(account: Account | None) -> dict[str, Any] | None:
    if account is None:
        return None
    return {
        "weeks": round(account.weeks, 2),
        "expected": round(account.expected, 2),
        "happened": account.happened,
    }
