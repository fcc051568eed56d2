"""A first look at an address, for `tocsin feeds probe`: is it a feed, and what would its entry in a file say?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from ingest.fetch import Fault, Fetched, Fetcher, FetchFailed, Request
from ingest.parsed import Parsed
from ingest.parsing import Job, ParseFailed, ParsePool

_LINK: Final = re.compile(rb"<link\s[^<>]{0,1000}>", re.IGNORECASE)
_FEED_TYPE: Final = re.compile(
    rb"""type\s*=\s*["']application/(?:rss|atom|feed)\+(?:xml|json)["']""", re.IGNORECASE
)
_HREF: Final = re.compile(rb"""href\s*=\s*["']([^"'<>]{1,1000})["']""", re.IGNORECASE)

_MENDS: Final[dict[Fault, str]] = {
    Fault.DNS: "check the spelling of the host, or this machine's name service",
    Fault.CONNECT: "open it in a browser: the host may be down, or a firewall between you and it",
    Fault.TLS: "its certificate does not hold; look for the publisher's current address",
    Fault.TIMEOUT: "try again later, or raise total_timeout in config/ingest.yaml",
    Fault.REFUSED: "only public addresses are polled; allow a network of your own by allow_networks in config/ingest.yaml",
    Fault.TOO_LARGE: "ask the publisher for a shorter feed, or raise max_bytes in config/ingest.yaml",
    Fault.REDIRECTS: "open it in a browser and give the address where it ends",
    Fault.PROTOCOL: "an address begins with https:// or http://",
    Fault.STATUS: "open it in a browser: the feed may have moved, or want another user agent (user_agent in config/ingest.yaml)",
    Fault.RATE_LIMITED: "wait an hour and try again",
    Fault.GONE: "the publisher has taken it down; look for another feed on the publisher's page",
    Fault.NOT_A_FEED: "give the address of the feed itself, not of the page; `tocsin parse` shows what stands there",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What stands at an address."""

    url: str  #: after redirects
    moved_to: str | None = None  #: where permanent redirects lead
    failure: FetchFailed | ParseFailed | None = None
    title: str | None = None
    language: str | None = None
    entries: int = 0
    newest: datetime | None = None
    path: str | None = None  #: which way it was parsed
    alternatives: tuple[str, ...] = ()  #: feeds that a web page names

    @property
    def mend(self) -> str | None:
        """What to try where the address is no feed, none where nothing helps."""
        return _MENDS.get(self.failure.fault) if self.failure is not None else None

    @property
    def suggested_id(self) -> str:
        """An id for the feed's entry, made from its host."""
        return suggested_id(self.url)


def suggested_id(url: str) -> str:
    """Return an id for the feed at an address, made from its host."""
    host = (urlsplit(url).hostname or "feed").removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")


async def probe(url: str, *, fetcher: Fetcher, parsers: ParsePool) -> Probe:
    """Return what stands at an address, whatever it is."""
    answer = await fetcher.fetch(Request(url=url))
    if isinstance(answer, FetchFailed):
        return Probe(url=url, failure=answer)
    parsed = await parsers.parse(Job(body=answer.body, content_type=answer.content_type, url=answer.url))
    if isinstance(parsed, ParseFailed):
        return Probe(
            url=answer.url, moved_to=answer.moved_to, failure=parsed, alternatives=_alternatives(answer)
        )
    return _found(answer, parsed)


def _found(answer: Fetched, parsed: Parsed) -> Probe:
    dates = [entry.published for entry in parsed.entries if entry.published is not None]
    return Probe(
        url=answer.url, moved_to=answer.moved_to, title=parsed.title, language=parsed.language,
        entries=len(parsed.entries), newest=max(dates, default=None), path=parsed.path.value,
    )  # fmt: skip


def _alternatives(answer: Fetched) -> tuple[str, ...]:
    """The feeds that a page's head names (RSS autodiscovery)."""
    found = []
    for tag in _LINK.findall(answer.body[:200_000]):
        href = _HREF.search(tag)
        if href is not None and _FEED_TYPE.search(tag):
            found.append(urljoin(answer.url, href[1].decode("utf-8", "replace")))
    return tuple(dict.fromkeys(found))[:20]
