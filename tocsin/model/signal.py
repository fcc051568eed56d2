"""What the streams measure: one region and theme at one moment, against what is usual there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.model.mention import Word

TIERS = (0.1, 1.0, 10.0, 100.0)  #: usual stories an hour at which the next tier begins
WINDOWS = (1, 3, 6, 12, 24, 48)  #: hours


class Cause(StrEnum):
    """Why a signal was emitted."""

    MENTION = "a mention was counted"
    HOUR = "an hour ended while the score is raised"
    COVERAGE = "coverage crossed the line"


class KeyState(StrEnum):
    """What the detector can say of a region and theme."""

    LEARNING = "learning"
    READY = "ready"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    """Stories of one kind of violence."""

    category: str
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowScore:
    """One window of ``hours``: what was seen, what is usual, how surprising that is."""

    hours: int
    stories: int  #: distinct stories; the count that is tested
    articles: int
    publishers: int  #: distinct owners
    expected: float
    variance: float
    surprise: float  #: -log10 of the chance of so many stories or more
    coverage: float  #: 0..1 of the usual reporting
    deaths: int = 0
    categories: tuple[CategoryCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One story behind a signal, shown by its first article."""

    story: str
    article: str
    title: str
    url: str | None = None
    publisher: str
    owner: str
    language: str
    at: datetime
    similar: int = 0  #: further articles of the same story
    categories: tuple[str, ...] = ()
    deaths: int = 0
    place: str | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One region and theme at one moment, measured against what is usual there."""

    region: str
    theme: str
    at: datetime
    cause: Cause
    state: KeyState
    score: float  #: max over windows of surprise - fee
    window: int  #: hours of the window that gave the score
    windows: tuple[WindowScore, ...]
    usual: float  #: stories an hour that are usual now
    tier: int  #: 0 (< 0.1 stories an hour) .. 4 (>= 100)
    owners: int = 0  #: distinct owners in the region's catalogue of feeds
    early: bool = False  #: a learning key that may open (spikes.md §3)
    stories: int = 0  #: of the winning window, like the rest below
    articles: int = 0
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    categories: tuple[CategoryCount, ...] = ()
    deaths: int = 0
    coverage: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    article_ids: tuple[str, ...] = ()  #: of the winning window, newest first, at most 200
    tagger: str = ""
    canary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the keys of one tier and time-zone group of one partition have in common, once a day.

    Sums, so that the alerter can add up the partitions' summaries and give back
    one `Prior`; ``keys`` is also what the lines are drawn from.
    """

    at: datetime
    partition: int
    tier: int
    group: int  #: UTC offset of the regions in steps of 3 h
    keys: int
    level: float  #: sum of the keys' usual stories an hour
    hours: tuple[float, ...] = ()  #: 24 sums of counted stories, by local hour of day
    hours_expected: tuple[float, ...] = ()  #: 24 sums of what the level alone expects
    days: tuple[float, ...] = ()  #: 7, by local day of the week, from Thursday (1970 began on one)
    days_expected: tuple[float, ...] = ()
    dispersion: tuple[tuple[int, float, float], ...] = ()  #: (window hours, S1, S2), sums
    thin_owners: int = 0  #: keys whose catalogue has fewer than three owners

    @property
    def region(self) -> str:
        """The key under which it stands in the log: no region, but a partition."""
        return f"@{self.partition}"
