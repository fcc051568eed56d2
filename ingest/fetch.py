"""The port to the web: what is asked, and the three things that can come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class Fault(StrEnum):
    """Why a poll brought nothing; the classes that `tocsin feeds report` counts."""

    DNS = "host not found"
    CONNECT = "no connection"
    TLS = "certificate or TLS failure"
    TIMEOUT = "too slow"
    REFUSED = "refused by the address gate"
    TOO_LARGE = "body too large"
    BAD_BODY = "body cannot be unpacked"
    REDIRECTS = "too many redirects"
    PROTOCOL = "not HTTP"
    STATUS = "HTTP error"
    RATE_LIMITED = "rate limited"
    GONE = "gone (410)"
    NOT_A_FEED = "not a feed"
    HUNG = "the parser did not survive it"
    WORKER = "the parse worker died"
    OURS = "a mistake of our own"
    KNOWN_BAD = "the same document the parser did not survive before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One conditional GET; validators as they were served, byte for byte (latin-1)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer: 200 with a body, or 304 without."""

    status: int
    url: str  #: where the answer came from, after redirects
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fresh_for: timedelta | None = None  #: max-age or Expires
    moved_to: str | None = None  #: the target, where every redirect on the way was permanent
    reservation: str | None = None  #: a text-mining or robots reservation

    @property
    def not_modified(self) -> bool:
        """Whether the publisher says that nothing changed."""
        return self.status == 304


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """No answer, or one that cannot be used."""

    fault: Fault
    detail: str = ""
    status: int | None = None
    retry_after: timedelta | None = None


class Fetcher(Protocol):
    """Asks one address; never raises for what a publisher or the network does."""

    async def fetch(self, request: Request) -> Fetched | FetchFailed:
        """Return the answer to one request."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...
