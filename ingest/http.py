"""The web through aiohttp: conditional GETs behind the address gate, under every cap.

An adapter: it acts, and decides nothing but what an answer is called.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urljoin, urlsplit

from ingest import gate, headers
from ingest.fetch import Fault, Fetched, FetchFailed, Request
from ingest.inflate import BadBody, Body, TooLarge
from ingest.resolver import DaemonResolver
from ingest.spec import IngestSpec
from tocsin.clock import Clock, SystemClock

if TYPE_CHECKING:
    import aiohttp
    from yarl import URL

_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD: Final = frozenset({301, 308})
_GATE: Final = "refused by the address gate"


class _Refused(OSError):
    """The gate refused an address; an OSError, so that the other addresses of a name are still tried."""


class _TooManyRedirects(Exception):
    pass


class HttpFetcher:
    """Fetches feeds over HTTP; create and close it inside a running event loop."""

    def __init__(self, limits: IngestSpec, clock: Clock | None = None) -> None:
        import aiohttp

        self._limits, self._clock = limits, clock or SystemClock()
        self._errors = (aiohttp.ClientError, OSError, ValueError)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=limits.connections,
                limit_per_host=0,
                socket_factory=self._socket,
                resolver=cast("aiohttp.abc.AbstractResolver", DaemonResolver()),
                ttl_dns_cache=300,
            ),
            headers={"User-Agent": limits.agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate, br"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect_timeout.total_seconds()),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=16_384,
            max_field_size=16_384,
        )

    async def fetch(self, request: Request) -> Fetched | FetchFailed:
        """Return the answer to one conditional GET, following redirects by hand."""
        try:
            async with asyncio.timeout(self._limits.total_timeout.total_seconds()):
                return await self._follow(request)
        except TimeoutError:
            return FetchFailed(fault=Fault.TIMEOUT, detail=f"over {self._limits.total_timeout.seconds} s")
        except TooLarge:
            return FetchFailed(fault=Fault.TOO_LARGE, detail=f"over {self._limits.max_bytes} bytes")
        except BadBody as error:
            return FetchFailed(fault=Fault.BAD_BODY, detail=str(error)[:200])
        except _TooManyRedirects as error:
            return FetchFailed(fault=Fault.REDIRECTS, detail=str(error)[:200])
        except self._errors as error:
            return FetchFailed(fault=_fault(error), detail=str(error)[:200])

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = info
        reason = gate.refusal(str(address[0]), int(address[1]), self._limits.allow_networks)
        if reason is not None:
            raise _Refused(errno.EACCES, f"{_GATE}: {reason}")
        return socket.socket(family, kind, protocol)

    async def _follow(self, request: Request) -> Fetched | FetchFailed:
        url, for_good = request.url, True
        asked = _validators(request)
        for _ in range(self._limits.max_redirects + 1):
            async with self._session.get(_url(url), headers=asked, allow_redirects=False) as response:
                if response.status not in _MOVED or "location" not in response.headers:
                    moved = url if for_good and url != request.url else None
                    return await self._answer(response, url, moved, conditional=bool(asked))
                for_good = for_good and response.status in _FOR_GOOD
                url = _target(url, response.headers["location"])
        raise _TooManyRedirects(f"more than {self._limits.max_redirects}")

    async def _answer(
        self, response: aiohttp.ClientResponse, url: str, moved: str | None, *, conditional: bool
    ) -> Fetched | FetchFailed:
        said = _said(response)
        now = self._clock.now()
        if response.status == 304 and conditional:
            body = b""
        elif response.status in {200, 203}:
            body = await self._body(response)
        else:
            return _failure(response, said, now=now)
        return Fetched(
            status=response.status, url=url, body=body, content_type=said.get("content-type"),
            etag=said.get("etag"), last_modified=said.get("last-modified"),
            fresh_for=headers.fresh_for(said, now=now), moved_to=moved,
            reservation=headers.reservation(said),
        )  # fmt: skip

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        body = Body(response.headers.get("content-encoding"), self._limits.max_bytes)
        async for chunk in response.content.iter_any():
            body.feed(chunk)
        return body.whole()


def _validators(request: Request) -> dict[str, str]:
    """The conditional headers.

    aiohttp writes headers as UTF-8; validators are kept as latin-1. Bytes that
    are not UTF-8 cannot be sent back as they came, so such a validator is left out.
    """
    asked = {}
    for name, value in (("If-None-Match", request.etag), ("If-Modified-Since", request.last_modified)):
        if value is not None:
            try:
                asked[name] = value.encode("latin-1").decode("utf-8")
            except UnicodeError:
                continue
    return asked


def _said(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Headers by lower-case name, byte for byte (latin-1); of repeated ones the first."""
    said: dict[str, str] = {}
    for name, value in response.raw_headers:
        said.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return said


def _url(url: str) -> URL:
    from yarl import URL

    return URL(url, encoded=url.isascii() and " " not in url)


def _target(url: str, location: str) -> str:
    target = urljoin(url, location.strip()).partition("#")[0]
    parts = urlsplit(target)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _TooManyRedirects(f"to {target[:100]!r}, which is no web address")
    return target


def _failure(response: aiohttp.ClientResponse, said: Mapping[str, str], *, now: Any) -> FetchFailed:
    wait = headers.retry_after(said.get("retry-after"), now=now)
    fault = Fault.STATUS
    if response.status == 410:
        fault = Fault.GONE
    elif response.status == 429 or (response.status in {403, 503} and wait is not None):
        fault = Fault.RATE_LIMITED
    detail = f"{response.status} {response.reason or ''}".strip()[:200]
    return FetchFailed(fault=fault, detail=detail, status=response.status, retry_after=wait)


def _fault(error: Exception) -> Fault:
    if _GATE in str(error):
        return Fault.REFUSED
    return next((fault for kind, fault in _faults() if isinstance(error, kind)), Fault.PROTOCOL)


@cache
def _faults() -> tuple[tuple[type[Exception], Fault], ...]:
    """Most special first: aiohttp's TLS and DNS errors are connector errors, and those are OSErrors."""
    import aiohttp

    return (
        (aiohttp.ClientSSLError, Fault.TLS),
        (aiohttp.ClientConnectorDNSError, Fault.DNS),
        (aiohttp.ServerTimeoutError, Fault.TIMEOUT),
        (aiohttp.ServerDisconnectedError, Fault.CONNECT),
        (OSError, Fault.CONNECT),
    )
