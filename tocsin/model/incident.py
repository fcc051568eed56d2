"""What alerts decide: alerts, incidents, notifications, the ledger, and what people do about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.model.signal import CategoryCount, Evidence


class IncidentLevel(StrEnum):
    """How bad an incident is: up on evidence, down with hysteresis."""

    QUIET = "quiet"
    WATCH = "watch"
    HIGH = "high"
    CRITICAL = "critical"
    CALMING = "calming"
    CLOSED = "closed"


class Phase(StrEnum):
    """Where an alert stands."""

    PENDING = "pending"
    FIRING = "firing"
    RESOLVED = "resolved"


class Reason(StrEnum):
    """Why a desk is told, or is not."""

    FIRST = "first time"
    LEVEL_UP = "level up"
    NEW_REGION = "new region"
    FIRST_DEATHS = "first deaths"
    GREW = "grew"
    CALMING = "calming"
    CLOSED = "back to normal"
    REMINDER = "still going on"
    LATE = "late, after an outage"
    SAID_ALREADY = "nothing new since we last said it"
    SILENCED = "silenced"
    QUIET_HOURS = "quiet hours"
    INHIBITED = "a worse incident speaks for it"
    ACKED = "acknowledged"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A rule that holds for a region and theme, with a phase."""

    rule: str
    region: str
    theme: str
    phase: Phase
    since: datetime
    at: datetime
    level: IncidentLevel
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One region's part in an incident."""

    region: str
    rule: str
    level: IncidentLevel
    stories: int
    articles: int
    score: float
    threshold: float
    joined_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One step of an incident: when, to which level, why."""

    at: datetime
    level: IncidentLevel
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """The alerts that one desk reads as one thing; one value per step."""

    id: str
    step: int
    theme: str
    region: str  #: the incident region: a country, or an area if all members lie in it
    place: str  #: the smallest region that holds >= 60 % of the stories
    level: IncidentLevel
    reason: Reason
    rule: str
    opened_at: datetime
    at: datetime
    stories: int
    articles: int
    publishers: tuple[str, ...]
    languages: tuple[str, ...] = ()
    categories: tuple[CategoryCount, ...] = ()
    deaths: int = 0
    window: int = 24  #: hours
    expected: float
    ratio: float
    ratio_low: float  #: lower end of the 90 % interval
    score: float
    threshold: float
    coverage: float = 1.0
    one_source: bool = False
    members: tuple[Member, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    article_ids: tuple[str, ...] = ()
    acked_by: str | None = None
    acked_at: datetime | None = None
    snoozed_until: datetime | None = None
    config: str = ""  #: hash of the rules that decided
    canary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One message (or edit) to one receiver, with its reason; ``id`` is the ledger key."""

    id: str
    subject: str  #: incident, digest, storm, blind region or canary id
    step: int
    receiver: str
    reason: Reason
    at: datetime
    incident: Incident | None = None
    text: str = ""  #: for subjects that are not incidents
    edit: bool = False  #: changes the root instead of posting
    broadcast: bool = False


class Delivery(StrEnum):
    """Where one message stands in the ledger."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    MERGED = "merged"
    FAILED = "failed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """The ledger's record of what was said to one receiver."""

    id: str
    subject: str
    step: int
    receiver: str
    status: Delivery
    at: datetime
    tries: int = 0
    ts: str | None = None  #: Slack's name for the message
    error: str | None = None


class ActionKind(StrEnum):
    """What people can do about an incident or a rule."""

    ACK = "ack"
    SNOOZE = "snooze"
    ESCALATE = "escalate"
    RELEVANT = "relevant"
    NOT_RELEVANT = "not relevant"
    SILENCE = "silence"
    EXPIRE = "expire silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A person's act; idempotent by ``id`` (Slack's envelope id, or a digest)."""

    id: str
    kind: ActionKind
    at: datetime
    by: str
    incident: str | None = None
    until: datetime | None = None
    silence: Silence | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """An operator's mute: no sending for what matches until it ends."""

    id: str
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    starts_at: datetime
    ends_at: datetime
    by: str = ""
    comment: str = ""
