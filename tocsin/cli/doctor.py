"""``tocsin doctor``: whether everything around tocsin is well."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import Example, data_option, json_option, print_json
from tocsin.settings import setting

if TYPE_CHECKING:
    from tocsin.runtime.distributed.doctor import Finding


@click.command(
    cls=Example,
    examples=("tocsin doctor", "tocsin doctor slack", "tocsin doctor deliveries", "tocsin doctor --json"),
)
@click.argument("what", type=click.Choice(["all", "slack", "deliveries"]), default="all")
@data_option
@json_option
def command(what: str, data: Path, as_json: bool) -> None:
    """Look at connections, versions, topics, templates, rights, and alerts that did not arrive.

    With ``slack``, at Slack's side alone; with ``deliveries``, only at what did
    not arrive: of one process too (--data), where nothing else is to look at.
    """
    fine = True
    looks = {"slack": _slack, "deliveries": lambda: _deliveries(data), "all": _all}
    for finding in looks[what]():
        fine = fine and finding.fine
        if as_json:
            print_json(asdict(finding))
        else:
            click.echo(f"{'fine ' if finding.fine else 'WRONG'}  {finding.what}: {finding.said}")
    sys.exit(0 if fine else 1)


def _all() -> Iterable[Finding]:
    from tocsin.config.place import default_config
    from tocsin.runtime.distributed.doctor import examine

    return examine(os.environ, default_config())


def _deliveries(data: Path) -> Iterable[Finding]:
    from alerts.undelivered import undelivered
    from tocsin.cli.road import road
    from tocsin.clock import SystemClock
    from tocsin.runtime.distributed.doctor import of_deliveries

    with road(data) as way:
        found = undelivered(way.ledger, SystemClock().now(), long=timedelta(minutes=1))
        yield from of_deliveries(found)


def _slack() -> Iterable[Finding]:
    from alerts.doctor import check_slack
    from tocsin.runtime.distributed.doctor import Finding

    token, channel = setting("SLACK_TOKEN", os.environ), setting("SLACK_CHANNEL", os.environ)
    if not (token and channel):
        missing = "TOCSIN_SLACK_CHANNEL" if token else "TOCSIN_SLACK_TOKEN"
        return [Finding(fine=False, what=missing, said="is not set; see 'Alerts in Slack' in the README")]
    found = asyncio.run(check_slack(token, channel, base_url=setting("SLACK_URL", os.environ)))
    return [Finding(fine=one.ok, what=one.what, said=one.mend or "as it should be") for one in found]
