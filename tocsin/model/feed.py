"""What we remember of a feed, and what we refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.ids import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we remember of a feed between two polls."""

    feed: str
    url: str  #: where it lives now; differs from the spec after an adopted redirect
    due: datetime
    first_polled: datetime | None = None
    last_polled: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    etag: str | None = None  #: byte for byte as served (latin-1)
    last_modified: str | None = None
    body_hash: str | None = None  #: without the volatile channel fields
    bad_hash: str | None = None  #: a body that the parser could not survive
    failures: int = 0
    error: str | None = None  #: class of the last failure
    entries: int = 0  #: seen so far
    rates: tuple[float, ...] = ()  #: new entries an hour, by hour of day (24)
    rates_at: datetime | None = None
    gaps: int = 0  #: polls in which every entry was new
    streak_304: int = 0
    lying_validators: bool = False
    redirect_to: str | None = None
    redirect_since: datetime | None = None
    gone: tuple[datetime, ...] = ()
    quiet_gap: float | None = None  #: hours: 99.9 % of its silences are shorter
    documents: int = 0  #: documents that were parsed
    fallbacks: int = 0  #: documents that took the slow parser
    title: str | None = None
    asked: str | None = None  #: the address in the spec when ``url`` was adopted
    last_body: datetime | None = None  #: last answer that was not a 304
    probed: datetime | None = None  #: last unconditional request during a long streak of 304
    wait: float = 0.0  #: seconds the publisher asks us to wait between polls (ttl, sy:*)
    skip_hours: tuple[int, ...] = ()  #: hours (UTC) in which the publisher wants no polls
    skip_days: tuple[int, ...] = ()  #: weekdays (0 = Monday), likewise
    haste: float = 1.0  #: halved when a poll may have missed entries, grows back to 1
    failing_since: datetime | None = None
    retry_at: datetime | None = None  #: the publisher's Retry-After
    reservation: str | None = None  #: a text-mining or robots reservation the publisher serves


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """What we refused and why: a dead letter that can be shown and retried."""

    topic: str
    partition: int
    offset: int
    key: str
    reason: str
    value: bytes
    at: datetime

    @property
    def name(self) -> str:
        """Its name: where the record stood and a digest of what stood there.

        A topic that is made anew, or another poller's outbox, uses positions
        again. Refused a second time, or put back, the record keeps its name.
        """
        return f"{self.place}:{digest(self.key, self.value.decode('latin-1'))[:8]}"

    @property
    def place(self) -> str:
        """Where the record stood: ``topic:partition:offset``."""
        return f"{self.topic}:{self.partition}:{self.offset}"
