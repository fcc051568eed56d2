"""What operators write about alerts: rules, routes, silences."""

from alerts.spec.routes import (
    Digest,
    Escalation,
    Grouping,
    Inhibition,
    Links,
    QuietHours,
    ReceiverSpec,
    RouteFile,
    RouteSpec,
)
from alerts.spec.rules import RuleFile, RuleSpec, Sequence, Silent, Spike, Stage, Threshold, When
from alerts.spec.silences import SilenceFile, SilenceSpec

__all__ = [
    "Digest",
    "Escalation",
    "Grouping",
    "Inhibition",
    "Links",
    "QuietHours",
    "ReceiverSpec",
    "RouteFile",
    "RouteSpec",
    "RuleFile",
    "RuleSpec",
    "Sequence",
    "SilenceFile",
    "SilenceSpec",
    "Silent",
    "Spike",
    "Stage",
    "Threshold",
    "When",
]
