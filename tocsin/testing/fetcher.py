"""A web in memory: scripted answers, and parsing without processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.document import parse
from ingest.fetch import Fault, Fetched, FetchFailed, Request
from ingest.parsed import Parsed
from ingest.parsing import Job, ParseFailed
from tocsin.errors import FeedFault

Answer = Fetched | FetchFailed
Script = Callable[[Request], Answer]


class FakeFetcher:
    """Answers each address from a script; remembers what was asked. Documents get an ETag and honour it."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.closed = False
        self._scripts: dict[str, Script] = {}

    def serve(self, url: str, body: bytes, *, version: str = "1") -> None:
        """Serve a document under an address, with conditional requests."""
        self._scripts[url] = lambda request: _document(request, body, f'"{version}"')

    def answer(self, url: str, answer: Answer | Script) -> None:
        """Answer an address with one value, or with what a function says to each request."""
        self._scripts[url] = answer if callable(answer) else lambda _: answer

    async def fetch(self, request: Request) -> Fetched | FetchFailed:
        """Return the scripted answer."""
        self.requests.append(request)
        script = self._scripts.get(request.url)
        if script is None:
            return FetchFailed(fault=Fault.DNS, detail=f"nothing is served at {request.url}")
        return script(request)

    async def close(self) -> None:
        """Note that the poller closed it."""
        self.closed = True


class InlineParsers:
    """A `ParsePool` that parses where it stands; for documents that are known to be harmless."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    async def parse(self, job: Job) -> Parsed | ParseFailed:
        """Return what a document says."""
        self.jobs.append(replace(job, body=b""))
        try:
            return parse(
                job.body,
                content_type=job.content_type,
                parser=job.parser,
                url=job.url,
                full_text=job.full_text,
            )
        except FeedFault as fault:
            return ParseFailed(fault=Fault.NOT_A_FEED, detail=str(fault))

    async def close(self) -> None:
        """Do nothing."""


def _document(request: Request, body: bytes, etag: str) -> Fetched:
    if request.etag == etag:
        return Fetched(status=304, url=request.url, etag=etag)
    return Fetched(status=200, url=request.url, body=body, content_type="application/rss+xml", etag=etag)


def rss(*items: tuple[str, str], title: str = "A feed", channel: str = "") -> bytes:
    """Return an RSS document with (guid, title) entries; links are made from the guids."""
    entries = "".join(
        f"<item><title>{text}</title><link>https://news.example/{guid}</link>"
        f"<guid isPermaLink='false'>{guid}</guid></item>"
        for guid, text in items
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{channel}{entries}</channel></rss>".encode()
