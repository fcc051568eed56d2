"""The port to parsing: what a parse worker is asked, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ingest.fetch import Fault
from ingest.parsed import Parsed
from ingest.spec import ParserChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document to parse."""

    body: bytes
    content_type: str | None = None
    parser: ParserChoice = ParserChoice.AUTO
    url: str | None = None
    full_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseFailed:
    """No entries: NOT_A_FEED, or HUNG where the worker had to be killed or ran out of memory."""

    fault: Fault
    detail: str = ""


class ParsePool(Protocol):
    """Parses documents somewhere where they can do no harm."""

    async def parse(self, job: Job) -> Parsed | ParseFailed:
        """Return what a document says, or why nobody knows."""
        ...

    async def close(self) -> None:
        """End all workers."""
        ...
