"""What operators decided, put together: rules, routes, receivers, silences, budget.

`alert_config` builds it from validated files; the fold reads nothing else. A
receiver with ``when_set`` takes part only if that setting is present, so the
same files serve a laptop without a Slack token and a desk with one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from alerts.budget import BudgetSpec
from alerts.spec import ReceiverSpec, RouteFile, RouteSpec, RuleFile, RuleSpec, SilenceFile
from tocsin.ids import digest
from tocsin.model import Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertConfig:
    """Everything the alerting fold is told once."""

    rules: tuple[RuleSpec, ...]
    routes: RouteFile
    silences: tuple[Silence, ...] = ()
    budget: BudgetSpec = field(
        default_factory=BudgetSpec
    )  #: false alerts a week the desk can bear, and who gets which share
    receivers: Mapping[str, ReceiverSpec] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)  #: rule -> hash of its text

    def rule(self, name: str) -> RuleSpec | None:
        """Return the rule of this name, if it still exists."""
        return next((rule for rule in self.rules if rule.name == name), None)

    def to(self, route: RouteSpec) -> tuple[str, ...]:
        """Return the receivers of a route that take part."""
        return tuple(name for name in route.to if name in self.receivers)


def alert_config(
    rules: Iterable[RuleFile],
    routes: RouteFile,
    silences: Iterable[SilenceFile] = (),
    *,
    budget: BudgetSpec | None = None,
    settings: Collection[str] = (),
) -> AlertConfig:
    """Return what validated files say; ``settings`` are the names that are set (``SLACK_TOKEN``)."""
    found = tuple(rule for file in rules for rule in file.rules)
    present = set(settings)
    return AlertConfig(
        rules=found,
        routes=routes,
        silences=tuple(spec.silence() for file in silences for spec in file.silences),
        budget=budget or BudgetSpec(),
        receivers={
            spec.name: spec for spec in routes.receivers if spec.when_set is None or spec.when_set in present
        },
        versions={rule.name: rule_version(rule) for rule in found},
    )


def rule_version(rule: RuleSpec) -> str:
    """Return a short hash of what a rule says; the same text gives the same version."""
    return digest("rule", rule.model_dump_json(by_alias=True))[:12]
