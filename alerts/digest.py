"""The digest: what is new, still open, closed, muted but firing, unseen, and what the budget expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from alerts.lines import Account
from alerts.mark import OPEN
from alerts.mute import DAYS
from alerts.rules.levels import rank
from alerts.spec import Digest as DigestSpec
from alerts.state import Muted, Sight
from tocsin.model import Incident, IncidentLevel, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One hand-over, as values; rendered per language elsewhere."""

    since: datetime
    until: datetime
    new: tuple[Incident, ...] = ()
    still_open: tuple[Incident, ...] = ()
    closed: tuple[Incident, ...] = ()
    muted: tuple[tuple[Incident, Reason], ...] = ()
    blind: tuple[str, ...] = ()
    account: Account | None = None  #: of the false-alarm budget


def digest_of(
    incidents: Iterable[Incident], muted: Iterable[Muted], sights: Iterable[Sight], *,
    since: datetime, until: datetime, account: Account | None = None,
) -> Digest:  # fmt: skip
    """Return the digest of a span of time; worst first, then by place."""
    ranked = sorted(incidents, key=lambda one: (-rank(one.level), one.place, one.theme))
    by_id = {one.id: one for one in ranked}
    held = {row.incident: row.reason for row in muted if row.at > since and row.incident in by_id}
    is_open = [one for one in ranked if one.level in OPEN or one.level is IncidentLevel.CALMING]
    return Digest(
        since=since,
        until=until,
        new=tuple(one for one in is_open if one.opened_at > since),
        still_open=tuple(one for one in is_open if one.opened_at <= since),
        closed=tuple(one for one in ranked if one.level is IncidentLevel.CLOSED and one.at > since),
        muted=tuple((by_id[key], reason) for key, reason in sorted(held.items())),
        blind=tuple(sorted(sight.region for sight in sights if sight.told)),
        account=account,
    )


def next_digest(spec: DigestSpec, after: datetime) -> datetime:
    """Return the first moment later than ``after`` at which a digest is due."""
    offset = timedelta(hours=spec.utc_offset)
    local = after + offset
    for day in range(9):
        date = (local + timedelta(days=day)).date()
        if spec.days and DAYS[date.weekday()] not in spec.days:
            continue
        for moment in sorted(spec.at):
            due = datetime.combine(date, time(moment.hour, moment.minute), local.tzinfo) - offset
            if due > after:
                return due
    raise AssertionError("a week has every day")


def is_empty(digest: Digest) -> bool:
    """Return whether a digest has nothing to tell."""
    parts: Sequence[Sequence[object]] = (
        digest.new, digest.still_open, digest.closed, digest.muted, digest.blind
    )  # fmt: skip
    return not any(parts)
