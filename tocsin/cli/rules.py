"""``tocsin rules``: which rules there are, and how well they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import click

from alerts.spec import RuleSpec
from tocsin.cli.group import Verbs
from tocsin.cli.options import Example, config_option, data_option, json_option, print_json
from tocsin.model import Incident, Reason

MOST = 10_000  #: incidents that a report looks at


@click.group(cls=Verbs)
def command() -> None:
    """See which rules there are, and how often each was right."""


@command.command(name="list", cls=Example, examples=("tocsin rules list", "tocsin rules list --json"))
@config_option
@json_option
def listed(config_dir: Path, as_json: bool) -> None:
    """List the rules: what they wait for, where they look, and the version of their text."""
    from alerts.config import rule_version
    from tocsin.config import load

    rules = [rule for file in load(config_dir).rules for rule in file.rules]
    for rule in rules:
        where = " ".join((*rule.themes, *rule.regions)) or "everywhere"
        if as_json:
            print_json(
                {
                    **rule.model_dump(mode="json", by_alias=True, exclude_none=True),
                    "version": rule_version(rule),
                }
            )
        else:
            click.echo(f"{rule.name:34} {_kind(rule):10} {where:28} {rule_version(rule)}")
    if not as_json:
        click.echo(f"{len(rules)} rules", err=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How one rule did: its incidents, what people said of them, and how fast somebody looked."""

    rule: str
    incidents: int
    acked: int
    relevant: int
    not_relevant: int
    minutes_to_ack: float | None  #: median over the acknowledged

    @property
    def precision(self) -> float | None:
        """The share judged relevant of those that were judged; None where nobody judged."""
        judged = self.relevant + self.not_relevant
        return self.relevant / judged if judged else None


def records(incidents: Iterable[Incident], rules: Iterable[str]) -> list[Record]:
    """Return one record a rule, also for rules that never rang; tests are left out."""
    by_rule: dict[str, list[Incident]] = {name: [] for name in rules}
    for one in incidents:
        if one.canary is None:
            by_rule.setdefault(one.rule, []).append(one)
    return [_record(rule, found) for rule, found in sorted(by_rule.items())]


@command.command(cls=Example, examples=("tocsin rules report", "tocsin rules report --json"))
@config_option
@data_option
@json_option
def report(config_dir: Path, data: Path, as_json: bool) -> None:
    """Say how each rule did: incidents, judged relevant or not, time until somebody looked."""
    from tocsin.cli.stored import stored
    from tocsin.config import load

    names = [rule.name for file in load(config_dir).rules for rule in file.rules]
    with stored(data) as search:
        rows = records(search.incidents(open_only=False, limit=MOST), names)
    for row in rows:
        if as_json:
            print_json({**asdict(row), "precision": row.precision})
        else:
            click.echo(_line(row))


def _record(rule: str, found: list[Incident]) -> Record:
    waits = [minutes for one in found if (minutes := _until_ack(one)) is not None]
    return Record(
        rule=rule, incidents=len(found), acked=len(waits),
        relevant=sum(one.relevant is True for one in found),
        not_relevant=sum(one.relevant is False for one in found),
        minutes_to_ack=round(median(waits), 1) if waits else None,
    )  # fmt: skip


def _until_ack(one: Incident) -> float | None:
    """Return the minutes from opening to the first acknowledgement; news may have lifted that one since."""
    first = next((line.at for line in one.history if line.reason is Reason.ACKED), None)
    return (first - one.opened_at).total_seconds() / 60 if first else None


def _line(row: Record) -> str:
    judged = (
        f"{row.precision:.0%} of {row.relevant + row.not_relevant} judged were relevant"
        if row.precision is not None
        else "nobody judged any"
    )
    looked = (
        f"; looked at after {row.minutes_to_ack:.0f} min (median)" if row.minutes_to_ack is not None else ""
    )
    return f"{row.rule:34} {row.incidents:4} incidents, {judged}{looked}"


def _kind(rule: RuleSpec) -> str:
    return next(kind for kind in ("spike", "threshold", "sequence", "silence") if getattr(rule.when, kind))
