"""What the detection fold reads: mentions, and time, coverage and priors as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A matched word of violence, with its language and its gloss in English."""

    text: str
    language: str
    gloss: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One article, one region, with the themes its verdict holds for; keyed by region.

    It carries what a desk will be shown (title, link, words), so that a signal
    is complete without a look-up and a replay needs no index.
    """

    article: str
    revision: int
    region: str
    themes: tuple[str, ...]
    at: datetime
    seen: datetime
    publisher: str
    owner: str
    feed: str
    feed_since: datetime | None = None
    feed_entries: int = 0
    language: str
    categories: tuple[str, ...] = ()
    deaths: int = 0  #: the lower figure
    injured: int = 0
    undated: bool = False
    shingles: tuple[int, ...] = ()  #: up to 64 sampled shingle hashes, sorted
    teaser: bool = False  #: under 60 words: shingles are of two words
    numbers: tuple[str, ...] = ()  #: numbers of the first 60 words, sorted
    title: str = ""
    url: str | None = None
    place: str | None = None  #: the city named, for people
    words: tuple[Word, ...] = ()
    tagger: str = ""
    canary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time as data: one a minute in each partition; one not later than the last changes nothing."""

    at: datetime
    partition: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which share of a region's usual reporting one poller shard can see in one hour.

    ``usual`` and ``visible`` are articles an hour; for one hour and shard the
    latest record wins.
    """

    shard: str
    region: str
    hour: int  #: whole hours since 1970 (`tocsin.clock.hour_of`)
    usual: float
    visible: float
    owners: int = 0  #: distinct owners in the catalogue of this region's feeds: below 3 = one-source lane
    #: usual volume with the feeds that begin to count in this hour, over that without; of the shard
    #: `tocsin.coverage.REREAD`: mentions that a changed lexicon finds, over those of the one before
    growth: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is usual for keys of one tier and time-zone group; once a week, to every partition."""

    at: datetime
    tier: int
    group: int  #: UTC offset of the region in steps of 3 h, -4..4
    level: float  #: stories an hour
    hours: tuple[float, ...] = ()  #: 24 pooled factors
    days: tuple[float, ...] = ()  #: 7 pooled factors
    dispersion: tuple[tuple[int, float, float], ...] = ()  #: (window hours, S1, S2)
