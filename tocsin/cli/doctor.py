"""``tocsin doctor``: whether everything around tocsin is well."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import Example, config_option, data_option, json_option, print_json
from tocsin.settings import setting

if TYPE_CHECKING:
    from tocsin.runtime.finding import Finding


@click.command(
    cls=Example,
    examples=("tocsin doctor", "tocsin doctor slack", "tocsin doctor deliveries", "tocsin doctor --json"),
)
@click.argument(
    "what", type=click.Choice(["all", "slack", "deliveries"]), default="all", metavar="[all|slack|deliveries]"
)
@config_option
@data_option
@json_option
def command(what: str, config_dir: Path, data: Path, as_json: bool) -> None:
    """Look at connections, versions, topics, templates, rights, and alerts that did not arrive.

    Where no server is set and one process has collected into --data, look at that:
    its feeds, how far it is, its receivers, its disk, what it refused.

    With ``slack`` look at Slack's side alone; with ``deliveries``, only at what did
    not arrive: of one process too (--data), where nothing else is to look at.
    """
    fine = True
    looks: dict[str, Callable[[], Iterable[Finding]]] = {
        "slack": _slack,
        "deliveries": lambda: _deliveries(data),
        "all": lambda: _all(config_dir, data),
    }
    for finding in looks[what]():
        fine = fine and finding.fine
        if as_json:
            print_json(asdict(finding))
        else:
            click.echo(f"{'fine ' if finding.fine else 'WRONG'}  {finding.what}: {finding.said}")
    sys.exit(0 if fine else 1)


def _all(config_dir: Path, data: Path) -> Iterable[Finding]:
    from tocsin.runtime.embedded.database import is_used

    servers = any(setting(name, os.environ) for name in ("KAFKA", "ELASTICSEARCH"))
    if not servers and is_used(data):
        from tocsin.cli import examining

        yield from examining.examine(data, config_dir, os.environ, datetime.now(UTC))
        yield from _deliveries(data)
        return
    from tocsin.config.place import default_config
    from tocsin.runtime.distributed.doctor import examine

    yield from examine(os.environ, default_config())  # whose templates 'tocsin setup' writes


def _deliveries(data: Path) -> Iterable[Finding]:
    from alerts.undelivered import undelivered
    from tocsin.cli.road import road
    from tocsin.clock import SystemClock
    from tocsin.runtime.finding import of_deliveries

    with road(data) as way:
        found = undelivered(way.ledger, SystemClock().now(), long=timedelta(minutes=1))
        yield from of_deliveries(found)


def _slack() -> Iterable[Finding]:
    from alerts.doctor import check_slack
    from tocsin.runtime.finding import Finding

    token, channel = setting("SLACK_TOKEN", os.environ), setting("SLACK_CHANNEL", os.environ)
    if not (token and channel):
        missing = "TOCSIN_SLACK_CHANNEL" if token else "TOCSIN_SLACK_TOKEN"
        return [Finding(fine=False, what=missing, said="is not set; see 'Alerts in Slack' in the README")]
    found = asyncio.run(check_slack(token, channel, base_url=setting("SLACK_URL", os.environ)))
    return [Finding(fine=one.ok, what=one.what, said=one.mend or "as it should be") for one in found]
