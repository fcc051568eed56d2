"""A feed server on loopback: honest documents and every kind of mischief, over real HTTP."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one path answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: bytes | None = None  #: raw bytes: servers send what they like
    last_modified: str | None = None
    encoding: str | None = None  #: gzip, deflate, raw-deflate, br
    drip: float = 0.0  #: seconds between two bytes
    delay: float = 0.0  #: seconds before the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request the server got; header names in lower case, values as latin-1."""

    path: str
    headers: Mapping[str, str]
    at: float  #: monotonic seconds


class FeedServer:
    """Serves pages on 127.0.0.1 until the ``with`` block ends."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._pages: dict[str, Page | Callable[[Asked], Page]] = {}
        server = self
        handler = type("Handler", (_Handler,), {"feeds": server})
        self._http = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._http.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, page: Page | bytes | Callable[[Asked], Page]) -> str:
        """Serve a page (or bytes, or what a function answers) under a path; return its address."""
        self._pages[path] = Page(body=page) if isinstance(page, bytes) else page
        return self.url(path)

    def paths(self) -> list[str]:
        """Return the paths that were asked, in order."""
        return [asked.path for asked in self.asked]

    def page(self, asked: Asked) -> Page:
        """Note a request and return what answers it."""
        self.asked.append(asked)
        page = self._pages.get(asked.path, Page(status=404, body=b"nothing here"))
        return page(asked) if callable(page) else page


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that hang up: many tests make them."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    feeds: FeedServer

    def do_GET(self) -> None:  # http.server names its methods so
        headers = {name.lower(): value for name, value in self.headers.items()}
        page = self.feeds.page(Asked(path=self.path, headers=headers, at=time.monotonic()))
        if page.delay:
            time.sleep(page.delay)
        if self._is_known(page, headers):
            self._head(page, 304, None)
            return
        body = _packed(page.body, page.encoding)
        self._head(page, page.status, len(body))
        self._send(body, page.drip)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the overridden method calls it so
        pass

    def _is_known(self, page: Page, headers: Mapping[str, str]) -> bool:
        if page.status != 200:
            return False
        if page.etag is not None and "if-none-match" in headers:
            return headers["if-none-match"].encode("latin-1") == page.etag
        return page.last_modified is not None and headers.get("if-modified-since") == page.last_modified

    def _head(self, page: Page, status: int, length: int | None) -> None:
        self.send_response(status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.etag is not None:
            self.send_header("ETag", page.etag.decode("latin-1"))
        if page.last_modified is not None:
            self.send_header("Last-Modified", page.last_modified)
        if page.encoding is not None and length is not None:
            self.send_header("Content-Encoding", page.encoding.removeprefix("raw-"))
        if length is not None and "Transfer-Encoding" not in page.headers:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send(self, body: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(drip)


def _packed(body: bytes, encoding: str | None) -> bytes:
    if encoding == "gzip":
        return gzip.compress(body, mtime=0)
    if encoding == "deflate":
        return zlib.compress(body)
    if encoding == "raw-deflate":
        return zlib.compress(body)[2:-4]
    if encoding == "br":
        import brotli

        return bytes(brotli.compress(body))
    return body
