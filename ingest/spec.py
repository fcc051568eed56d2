"""What an operator says of feeds and of polling: ``config/feeds/*.yaml`` and ``config/ingest.yaml``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    IPvAnyNetwork,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from tocsin import __version__
from tocsin.model import Source
from tocsin.strict import Mistake, Strict

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([smhd])\Z")
_REGION: Final = re.compile(r"(?:world|[A-Z]{2}(?:-[A-Z0-9]{1,3})?)\Z")
WORLD: Final = "world"
_LISTED: Final = WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}})


def _duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    match = _DURATION.match(str(value).strip())
    if match is None:
        raise ValueError("write a time like 30s, 5m, 2h or 14d")
    try:
        return timedelta(seconds=float(match[1]) * _UNITS[match[2]])
    except OverflowError:
        raise ValueError(f"{value!r} is longer than anybody waits") from None


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


#: ``30s``, ``5m``, ``2h``, ``14d``
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(lambda value: f"{value.total_seconds():g}s", return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*[smhd]$", "examples": ["30s", "5m", "2h"]}
    ),
]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$", max_length=80)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]


class ParserChoice(StrEnum):
    """Which parser reads a feed."""

    AUTO = "auto"  #: the fast one where its guards hold, else feedparser
    FEEDPARSER = "feedparser"
    FAST = "fast"


class FeedSpec(Strict):
    """One feed as the operator describes it."""

    id: Id
    url: str
    name: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    owner: str = ""  #: sites of one owner are one witness; default: the publisher
    country: Country | None = None  #: of the newsroom's seat
    covers: Annotated[tuple[str, ...], BeforeValidator(_listed), _LISTED] = ()  #: default: the country
    language: Language | None = None
    interval: Duration | None = None  #: fixed interval instead of the learned rhythm
    sentinel: bool = False  #: agencies, emergency services: at most 5 minutes apart
    verified: date | None = None  #: when somebody last saw it alive
    listed: date | None = None  #: when a maintained list last named it, where nobody recorded a check
    parser: ParserChoice = ParserChoice.AUTO
    full_text: bool = False  #: keep the full text where the feed carries it

    @field_validator("url")
    @classmethod
    def _http_only(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must start with http:// or https:// and name a host")
        if parts.username is not None or parts.password is not None:
            raise ValueError("must not carry a user name or password")
        return url

    @field_validator("covers")
    @classmethod
    def _codes(cls, covers: tuple[str, ...]) -> tuple[str, ...]:
        for index, code in enumerate(covers):
            if not _REGION.match(code):
                raise Mistake(f"{code!r} is no region code", path=(index,), hint="write KG, KG-O or world")
        return covers

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: Any) -> Any:
        if isinstance(data, dict):
            data = dict(data)
            data.setdefault("owner", data.get("publisher", ""))
            country = str(data.get("country") or "")
            data.setdefault("covers", [country] if _REGION.match(country) else [WORLD])
        return data

    @property
    def host(self) -> str:
        """The host name of the feed's address, in lower case."""
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def source(self) -> Source:
        """What later stages must know of this feed, without what was learned."""
        return Source(
            feed=self.id, publisher=self.publisher, owner=self.owner, country=self.country,
            language=self.language, covers=self.covers,
        )  # fmt: skip


class FeedFile(Strict):
    """A file of ``config/feeds``: one list of feeds."""

    feeds: tuple[FeedSpec, ...]


class IngestSpec(Strict):
    """How feeds are polled: who we say we are, limits, pace; ``config/ingest.yaml``."""

    contact: str = "https://example.org/about-our-news-watch"  #: told to publishers with every request
    user_agent: str = "tocsin/{version} (+{contact})"
    allow_networks: tuple[IPvAnyNetwork, ...] = ()  #: private networks that may be fetched from
    total_timeout: Duration = timedelta(seconds=30)
    connect_timeout: Duration = timedelta(seconds=10)
    max_bytes: int = Field(default=10 * 1024 * 1024, ge=1024)  #: of a body, decompressed
    max_redirects: int = Field(default=5, ge=0, le=20)
    connections: int = Field(default=200, ge=1, le=5000)  #: in all
    connections_per_host: int = Field(default=1, ge=1)
    host_spacing: Duration = timedelta(seconds=2)  #: between two starts at one host
    retry_after_domains: tuple[str, ...] = ()  #: whose Retry-After holds for all their hosts
    floor: Duration = timedelta(minutes=5)  #: shortest interval between two polls
    ceiling: Duration = timedelta(minutes=60)  #: longest, for feeds that bring news
    quiet_ceiling: Duration = timedelta(minutes=120)  #: longest, for silent feeds
    target: float = Field(default=0.04, gt=0)  #: expected new entries at which a poll of a quiet feed is due
    parse_timeout: Duration = timedelta(seconds=2)
    slow_parse_timeout: Duration = timedelta(seconds=10)
    parse_memory_mb: int = Field(default=128, ge=32)  #: that one document may cost a worker
    extract_length: int = Field(default=300, ge=0)  #: characters of the summary that are kept
    text_length: int = Field(default=20_000, ge=0)  #: characters of full text, where it is kept
    forget_after: Duration = timedelta(days=90)  #: entries that left the feed are forgotten then

    @field_validator("user_agent")
    @classmethod
    def _says_whom(cls, agent: str) -> str:
        if "{contact}" not in agent and "://" not in agent and "@" not in agent:
            raise ValueError("must tell publishers how to reach you: keep {contact} or write an address")
        return agent

    @property
    def agent(self) -> str:
        """The User-Agent header, with version and contact filled in."""
        return self.user_agent.replace("{version}", __version__).replace("{contact}", self.contact)
