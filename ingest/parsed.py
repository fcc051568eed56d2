"""What a document says, whichever parser read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.hints import NO_HINTS, Hints
from tocsin.model import Entry


class Path(StrEnum):
    """Which way a document was read."""

    FAST = "fast"
    FEEDPARSER = "feedparser"
    JSON = "json"
    RESCUE = "rescue"  #: feedparser found nothing though entries are there


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One feed document: its entries in document order, and what it says of itself."""

    entries: tuple[Entry, ...] = ()
    title: str | None = None
    language: str | None = None
    hints: Hints = NO_HINTS
    path: Path = Path.FAST
    encoding: str = "utf-8"
