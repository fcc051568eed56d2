"""The path for every other document: feedparser, told as little as possible to guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any, Final
from urllib.parse import urljoin

from ingest.dates import from_http, from_struct
from ingest.fast import SUMMARY_CAP, TEXT_CAP
from ingest.parsed import Parsed, Path
from ingest.plain import plain
from tocsin.errors import FeedFault
from tocsin.model import Entry

_UNKNOWN: Final = ""  #: title of a document that feedparser does not take for a feed
_NO_DIGITS: Final = re.compile(r"^[^0-9]+")
_ROOT: Final = re.compile(rb"<(?:[A-Za-z]\w{0,20}:)?(?:rss|rdf|feed|channel)[\s>]", re.IGNORECASE)


def read(document: bytes, *, url: str | None, full_text: bool) -> Parsed:
    """Return what feedparser finds in a UTF-8 document.

    Raises:
        FeedFault: feedparser did not survive it.
    """
    import feedparser

    # No content-location: feedparser would resolve guids against it, and a guid must not depend on the parser.
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # BytesIO, because bytes are first tried as the name of a file, and text as an address.
        found = feedparser.parse(
            BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
        entries = tuple(_entry(raw, url, full_text) for raw in found.entries)
        title = dict.get(found.feed, "title")
    except (
        Exception
    ) as error:  # a third party's parser over a stranger's bytes: it promises not to raise, and does
        raise FeedFault(f"feedparser: {type(error).__name__}") from error
    known = bool(found.get("version")) or _ROOT.search(document[:5000]) is not None
    return Parsed(entries=entries, title=str(title or "?") if known else _UNKNOWN, path=Path.FEEDPARSER)


def is_feed(parsed: Parsed) -> bool:
    """Whether feedparser took the document for a feed at all."""
    return parsed.title != _UNKNOWN


def _entry(raw: Any, url: str | None, full_text: bool) -> Entry:
    get: Callable[[str], Any] = partial(dict.get, raw)  # its own get answers for other keys, with a warning
    content = get("content") or ()
    body = (content[0].get("value") or "") if content else ""
    summary = get("summary") or body
    link, guid = _word(get("link")), _word(get("id"))
    return Entry(
        guid=None if guid == link else guid,  # as the fast parser cannot tell them apart
        link=_absolute(link, url),
        title=plain(str(get("title") or ""), limit=1000),
        summary=plain(str(summary), limit=SUMMARY_CAP),
        # Where a feed knows one date only, it counts as both (the fast parser does the same).
        published=_date(get, "published") or _date(get, "created") or _date(get, "updated"),
        updated=_date(get, "updated"),
        authors=_words(author.get("name") for author in get("authors") or ()),
        sections=_words(tag.get("term") for tag in get("tags") or ()),
        text=plain(body, limit=TEXT_CAP) if full_text else "",
    )


def _date(get: Callable[[str], Any], field: str) -> datetime | None:
    """The date feedparser read, or one behind a weekday that it does not know ("Вс, 01 Mar 2026 …")."""
    text = get(field)
    return from_struct(get(f"{field}_parsed")) or (from_http(_NO_DIGITS.sub("", text)) if text else None)


def _absolute(link: str | None, url: str | None) -> str | None:
    if link is None or url is None or "://" in link[:10]:
        return link
    try:
        return urljoin(url, link)
    except ValueError:
        return link


def _word(value: Any) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _words(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if value and (text := plain(str(value), limit=200))))[
        :20
    ]
