"""One rule against one signal: which kind it is decides who judges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alerts.rules.finding import Finding, Why, no
from alerts.rules.select import selects
from alerts.rules.sequence import Progress, judge_sequence
from alerts.rules.spike import Drawn, judge_spike
from alerts.rules.threshold import judge_threshold
from alerts.spec import RuleSpec
from tocsin.atlas import Atlas
from tocsin.model import Signal


def judge(
    rule: RuleSpec,
    signal: Signal,
    *,
    drawn: Drawn | None,
    progress: Iterable[Progress],
    atlas: Atlas,
    now: datetime,
) -> Finding:
    """Return whether a rule holds for a signal, and why (``silence`` rules are judged by coverage instead)."""
    if rule.when.silence or not selects(rule, signal, atlas):
        return no(Why.NOT_SELECTED)
    if rule.when.spike:
        return judge_spike(rule.when.spike, signal, drawn)
    if rule.when.threshold:
        return judge_threshold(rule.when.threshold, signal)
    assert rule.when.sequence is not None
    return judge_sequence(rule.when.sequence, signal, progress, now)
