"""One feed document to entries: the fast parser where its guards hold, else feedparser.

`parse` is pure: bytes in, `Parsed` out, `FeedFault` where there is no feed in
them. It may take very long on hostile documents; the poller therefore calls it
in a process that can be killed (`ingest.worker`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest import fast, json_feed, slow
from ingest.decode import decode
from ingest.hints import head, hints, language
from ingest.parsed import Parsed, Path
from ingest.plain import plain
from ingest.spec import ParserChoice
from tocsin.errors import FeedFault
from tocsin.model import Entry

__all__ = ["Parsed", "Path", "parse"]

#: Bytes that are no characters of XML 1.0 (§2.2) and never part of another one in UTF-8; people paste them.
_ILLEGAL: Final = bytes([*range(9), 11, 12, *range(14, 32)])
_NONCHARACTERS: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  #: U+FFFE, U+FFFF
MOST_ENTRIES: Final = 10_000  #: real windows hold tens to hundreds
_DECLARATION: Final = b'<?xml version="1.0" encoding="utf-8"?>\n'


def parse(
    body: bytes,
    *,
    content_type: str | None = None,
    parser: ParserChoice | str = ParserChoice.AUTO,
    url: str | None = None,
    full_text: bool = False,
    on_slow: Callable[[], None] | None = None,
) -> Parsed:
    """Return what a document says.

    Args:
        body: the document, decompressed.
        content_type: the HTTP header, which may name an encoding.
        parser: ``auto``, ``feedparser`` or ``fast``; JSON Feed is read by its own reader.
        url: where it came from: relative links are resolved against it.
        full_text: keep entries' full text, where there is one.
        on_slow: called once before feedparser starts (a worker asks for more time then).

    Raises:
        FeedFault: there is no feed in these bytes, or no parser survives them.
    """
    decoded = decode(body, content_type)
    text = decoded.text
    if text[:1] == "{":
        found = json_feed.read(text, full_text=full_text)
        if len(found.entries) > MOST_ENTRIES:
            raise FeedFault(f"more than {MOST_ENTRIES} entries")
        return Parsed(
            entries=found.entries, title=found.title, language=found.language, path=Path.JSON,
            encoding=decoded.encoding,
        )  # fmt: skip
    channel = head(text)
    found = _entries(text, ParserChoice(parser), url, full_text, on_slow)
    return Parsed(
        entries=found.entries, title=plain(found.title, limit=200) if found.title else None,
        language=language(channel), hints=hints(channel), path=found.path, encoding=decoded.encoding,
    )  # fmt: skip


def _entries(
    text: str, parser: ParserChoice, url: str | None, full_text: bool, on_slow: Callable[[], None] | None
) -> Parsed:
    document = _legal(text.encode("utf-8", "replace"))
    if fast.entry_tags(document) > MOST_ENTRIES:
        raise FeedFault(f"more than {MOST_ENTRIES} entries")
    if parser is not ParserChoice.FEEDPARSER:
        found = fast.read(document, guarded=parser is ParserChoice.AUTO, full_text=full_text)
        if found is not None:
            return found
        if parser is ParserChoice.FAST:
            raise FeedFault("the fast parser cannot read this document")
    if on_slow is not None:
        on_slow()
    found = slow.read(document, url=url, full_text=full_text)
    if not found.entries and fast.entry_tags(document):
        rescued = fast.read(document, guarded=False, full_text=full_text)
        if rescued is not None and rescued.entries:
            return Parsed(entries=_named(rescued.entries), title=rescued.title, path=Path.RESCUE)
    if not found.entries and not slow.is_feed(found):
        raise FeedFault(_what_instead(text))
    return found


def _legal(document: bytes) -> bytes:
    document = document.translate(None, _ILLEGAL)
    for character in _NONCHARACTERS:
        if character in document:
            document = document.replace(character, b"")
    return _DECLARATION + document


def _named(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.title or entry.summary or entry.link)


def _what_instead(text: str) -> str:
    start = text[:2000].lower()
    if not text.strip():
        return "the document is empty"
    if "<html" in start or "<!doctype html" in start:
        return "not a feed but a web page"
    if "<opml" in start or "<urlset" in start or "<sitemapindex" in start:
        return "not a feed but a list of addresses"
    return "not a feed"
