"""The life of one alert (a rule, a region, a theme): a table of transitions, and when to look again.

phase now   the signal says          after ``for``   becomes
---------   ----------------------   -------------   --------
none        holds                    no              pending
none        holds                    yes             firing
pending     holds                    no / yes        pending / firing
pending     does not                 -               none
firing      holds or stays           -               firing
firing      does not, kept on        -               firing
firing      does not, time is over   -               resolved
resolved    holds                    no / yes        pending / firing
resolved    does not, long ago       -               none
any         no data                  -               as it was
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from alerts.rules.finding import Finding
from alerts.rules.levels import rank
from tocsin.model import IncidentLevel, Phase
from tocsin.quick import quick_replace

LEVEL_HELD: Final = timedelta(hours=24)  #: how long a level outlives the evidence for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one alert stands: what is remembered of a rule for a region and theme."""

    rule: str
    region: str
    theme: str
    phase: Phase
    since: datetime  #: when the rule began to hold
    fired_at: datetime | None = None
    held_at: datetime  #: when a signal last said that it holds or stays
    level: IncidentLevel
    level_at: datetime  #: when the evidence last supported that level
    line: float = 0.0
    window: int = 24
    one_source: bool = False
    blind: bool = False
    together: bool = False
    holds: bool = True
    said: str = ""
    home: str = ""  #: the incident region it belongs to, once it fires
    wake_at: datetime | None = None


_standing = quick_replace(Standing)


class Case(StrEnum):
    """What one look at an alert found."""

    HOLDS = "holds"
    STAYS = "stays"
    FAILS = "does not hold"
    BLIND = "no data"


WAITING, OVER = False, True
#: (phase, what was found, whether its time is over) -> next phase; None = nothing is remembered
TABLE: Final[dict[tuple[Phase | None, Case, bool], Phase | None]] = {
    (None, Case.HOLDS, WAITING): Phase.PENDING,
    (None, Case.HOLDS, OVER): Phase.FIRING,
    (None, Case.STAYS, WAITING): None,
    (None, Case.STAYS, OVER): None,
    (None, Case.FAILS, WAITING): None,
    (None, Case.FAILS, OVER): None,
    (None, Case.BLIND, WAITING): None,
    (None, Case.BLIND, OVER): None,
    (Phase.PENDING, Case.HOLDS, WAITING): Phase.PENDING,
    (Phase.PENDING, Case.HOLDS, OVER): Phase.FIRING,
    (Phase.PENDING, Case.STAYS, WAITING): None,
    (Phase.PENDING, Case.STAYS, OVER): None,
    (Phase.PENDING, Case.FAILS, WAITING): None,
    (Phase.PENDING, Case.FAILS, OVER): None,
    (Phase.PENDING, Case.BLIND, WAITING): Phase.PENDING,
    (Phase.PENDING, Case.BLIND, OVER): Phase.PENDING,
    (Phase.FIRING, Case.HOLDS, WAITING): Phase.FIRING,
    (Phase.FIRING, Case.HOLDS, OVER): Phase.FIRING,
    (Phase.FIRING, Case.STAYS, WAITING): Phase.FIRING,
    (Phase.FIRING, Case.STAYS, OVER): Phase.FIRING,
    (Phase.FIRING, Case.FAILS, WAITING): Phase.FIRING,
    (Phase.FIRING, Case.FAILS, OVER): Phase.RESOLVED,
    (Phase.FIRING, Case.BLIND, WAITING): Phase.FIRING,
    (Phase.FIRING, Case.BLIND, OVER): Phase.FIRING,
    (Phase.RESOLVED, Case.HOLDS, WAITING): Phase.PENDING,
    (Phase.RESOLVED, Case.HOLDS, OVER): Phase.FIRING,
    (Phase.RESOLVED, Case.STAYS, WAITING): Phase.RESOLVED,
    (Phase.RESOLVED, Case.STAYS, OVER): None,
    (Phase.RESOLVED, Case.FAILS, WAITING): Phase.RESOLVED,
    (Phase.RESOLVED, Case.FAILS, OVER): None,
    (Phase.RESOLVED, Case.BLIND, WAITING): Phase.RESOLVED,
    (Phase.RESOLVED, Case.BLIND, OVER): None,
}
REMEMBERED: Final = timedelta(hours=72)  #: a resolved alert is remembered: neighbours stay sensitised


def heard(
    standing: Standing | None,
    finding: Finding,
    *,
    rule: str,
    region: str,
    theme: str,
    wait: timedelta,
    keep: timedelta,
    now: datetime,
) -> Standing | None:
    """Return where an alert stands after a signal was judged (None: nothing to remember)."""
    phase = standing.phase if standing else None
    case = _case(finding)
    began = standing.since if standing and phase in (Phase.PENDING, Phase.FIRING) else now
    held = now if case in (Case.HOLDS, Case.STAYS) or standing is None else standing.held_at
    after = TABLE[phase, case, _over(phase, case, since=began, held=held, wait=wait, keep=keep, now=now)]
    if after is None:
        return None
    before = standing or Standing(
        rule=rule, region=region, theme=theme, phase=after, since=now, held_at=now,
        level=finding.level, level_at=now,
    )  # fmt: skip
    fresh = phase not in (Phase.PENDING, Phase.FIRING)
    level, level_at = (finding.level, now) if fresh and finding.holds else _level(before, finding, now)
    told = finding if finding.holds else before
    return _standing(
        before, phase=after, since=began, held_at=held, level=level, level_at=level_at,
        fired_at=_fired(before, after, now), line=told.line, window=told.window,
        one_source=told.one_source, said=told.said, together=told.together,
        blind=finding.blind, holds=finding.holds,
        wake_at=_wake(after, since=began, held=held, blind=finding.blind, wait=wait, keep=keep),
    )  # fmt: skip


def woken(standing: Standing, *, wait: timedelta, keep: timedelta, now: datetime) -> Standing | None:
    """Return where an alert stands when time alone has passed."""
    if standing.blind:
        case = Case.BLIND
    elif standing.phase is Phase.PENDING and standing.holds:
        case = Case.HOLDS
    else:
        case = Case.FAILS
    over = _over(
        standing.phase, case, since=standing.since, held=standing.held_at, wait=wait, keep=keep, now=now
    )
    after = TABLE[standing.phase, case, over]
    if after is None:
        return None
    wake = _wake(
        after, since=standing.since, held=standing.held_at, blind=standing.blind, wait=wait, keep=keep
    )
    return replace(standing, phase=after, fired_at=_fired(standing, after, now), wake_at=wake)


def _case(finding: Finding) -> Case:
    if finding.holds:
        return Case.HOLDS
    if finding.blind:
        return Case.BLIND
    return Case.STAYS if finding.stays else Case.FAILS


def _over(
    phase: Phase | None,
    case: Case,
    *,
    since: datetime,
    held: datetime,
    wait: timedelta,
    keep: timedelta,
    now: datetime,
) -> bool:
    if phase is Phase.FIRING:
        return now - held >= keep
    if phase is Phase.RESOLVED and case is not Case.HOLDS:
        return now - held >= keep + REMEMBERED
    return now - since >= wait


def _fired(before: Standing, after: Phase, now: datetime) -> datetime | None:
    if after is Phase.FIRING and before.phase is not Phase.FIRING:
        return now
    return before.fired_at if before.fired_at or after is not Phase.FIRING else now


def _level(before: Standing, finding: Finding, now: datetime) -> tuple[IncidentLevel, datetime]:
    if rank(finding.level) >= rank(before.level):
        return finding.level, now
    if finding.blind or rank(finding.held_level) >= rank(before.level):
        return before.level, now
    if now - before.level_at < LEVEL_HELD or finding.held_level is IncidentLevel.QUIET:
        return before.level, before.level_at
    return finding.held_level, now


def _wake(
    phase: Phase, *, since: datetime, held: datetime, blind: bool, wait: timedelta, keep: timedelta
) -> datetime | None:
    """Return when time alone may move an alert on; one that we cannot see waits for a signal."""
    if phase is Phase.PENDING:
        return since + wait
    if phase is Phase.RESOLVED:
        return held + keep + REMEMBERED
    return None if blind else held + keep
