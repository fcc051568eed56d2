"""What publishers say: sources, entries, articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AtReason(StrEnum):
    """Why an article counts at the time it counts at (architecture law 4)."""

    PUBLISHED = "published"
    NO_DATE = "no date"
    TOO_OLD = "dated more than 48 h before it was seen"
    FUTURE = "dated more than 10 min after it was seen"
    UNDATED = "the whole batch carries the time of the fetch"


class Identity(StrEnum):
    """Which rule decided that an entry is this article (ingest.md §6)."""

    GUID = "guid"
    LINK = "link"
    LINK_TITLE = "link and title"
    TITLE_DATE = "title and date"
    MOVED = "new guid, known link and title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says it: one feed of one publisher, as far as later stages must know."""

    feed: str
    publisher: str
    owner: str  #: sites of one owner are one witness
    country: str | None = None  #: ISO 3166-1 alpha-2 of the newsroom's seat
    language: str | None = None  #: what the operator says the feed is written in (BCP 47)
    covers: tuple[str, ...] = ()  #: region codes, or ("world",)
    since: datetime | None = None  #: when the feed was first polled: its learning time starts here
    entries: int = 0  #: entries seen of this feed so far (learning ends at 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as the feed says it: plain text, nothing believed yet."""

    guid: str | None = None
    link: str | None = None
    title: str = ""
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    text: str = ""  #: full text, only where an operator keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry made trustworthy."""

    id: str
    revision: int = 1
    url: str | None = None  #: the original link, for people
    source: Source
    title: str
    summary: str = ""
    text: str = ""  #: full text where an operator keeps it; else empty
    language: str | None = None  #: as declared by the entry or feed; the tagger decides
    published: datetime | None = None  #: the world's time
    seen: datetime  #: our time
    at: datetime  #: the time used for windows
    at_reason: AtReason = AtReason.PUBLISHED
    identity: Identity = Identity.GUID
    backlog: bool = False  #: of a feed's first poll: indexed, makes no mentions
    undated: bool = False  #: kept out of windows of 6 h and less
    sections: tuple[str, ...] = ()
    canary: str | None = None  #: set on our own test articles (drill, dead-man's switch)
