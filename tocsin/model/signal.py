"""What the streams measure: one region and theme at one moment, against what is usual there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.model.mention import Word

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
