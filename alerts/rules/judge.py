"""One rule against one signal: which kind it is decides who judges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alerts.rules.finding import Finding, Why, no
from alerts.rules.select import speaks_of
from alerts.rules.sequence import Progress, judge_sequence
from alerts.rules.spike import Drawn, judge_spike
from alerts.rules.threshold import judge_threshold
from alerts.spec import RuleSpec
from tocsin.model import Signal


def judge(
    rule: RuleSpec,
    signal: Signal,
    *,
    looks: bool,
    drawn: Drawn | None,
    progress: Iterable[Progress],
    now: datetime,
) -> Finding:
    """Return whether a rule holds for a signal, and why (``silence`` rules are judged by coverage instead).

    ``looks`` is what `looks_at` says of the signal's region and theme, which
    are the same for all signals of a key.
    """
    if not looks or not speaks_of(rule, signal):
        return no(Why.NOT_SELECTED)
    if rule.when.spike:
        return judge_spike(rule.when.spike, signal, drawn)
    if rule.when.threshold:
        return judge_threshold(rule.when.threshold, signal)
    assert rule.when.sequence is not None
    return judge_sequence(rule.when.sequence, signal, progress, now)
