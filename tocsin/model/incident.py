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
    LEVEL_DOWN = "level down"
    ESCALATED = "nobody has acknowledged"
    BLIND = "we cannot see this region"
    SEEING = "we see this region again"
    DIGEST = "digest"
    STORM = "more incidents than one channel can carry"
    DEAD_RECEIVER = "a receiver no longer takes messages"
    REFUSED = "a receiver did not take a message"
    CANARY = "a test article did not come back"
    TEST = "test"


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
    config: str = ""  #: hash of the rule that decided
    canary: str | None = None
    utc_offset: float = 0.0  #: of the place, hours east of UTC
    place_names: tuple[tuple[str, str], ...] = ()  #: (language, name) of the place, for the desk
    country_names: tuple[tuple[str, str], ...] = ()  #: (language, name) of the incident region
    relevant: bool | None = None  #: what the desk said of it afterwards
    labels: tuple[tuple[str, str], ...] = ()  #: of the rule
    why: str = ""  #: what held, in the rule's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One message (or edit) to one receiver, with its reason; ``id`` is the ledger key.

    Without ``root`` it is a message of its own; with ``root`` (the id of the
    subject's first notification to this receiver) it edits that message
    (``edit``) or is a step in its thread.
    """

    id: str
    subject: str  #: incident, digest, storm, blind region or canary id
    step: int
    receiver: str
    reason: Reason
    at: datetime
    incident: Incident | None = None
    text: str = ""  #: for subjects that are not incidents
    edit: bool = False  #: changes the root instead of posting
    broadcast: bool = False  #: a step that is also shown in the channel
    root: str | None = None
    mention: str | None = None  #: user group to wake
    title: str = ""  #: for subjects that are not incidents
    level: IncidentLevel = IncidentLevel.QUIET  #: worst first when much waits
    lines: tuple[str, ...] = ()  #: for subjects that are not incidents: one line each


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
    ts: str | None = None  #: the receiver's name for the message (Slack: channel:ts)
    error: str | None = None
    into: str | None = None  #: of a merged row: the row that speaks for it
    retry_at: datetime | None = None
    failing_since: datetime | None = None  #: when it was first refused, moved by what does not count


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
