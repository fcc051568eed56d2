"""JSON Feed 1.0 and 1.1 (jsonfeed.org) to entries."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final

import msgspec

from ingest.dates import from_iso
from ingest.fast import SUMMARY_CAP, TEXT_CAP
from ingest.parsed import Parsed, Path
from ingest.plain import cut, plain
from tocsin.errors import FeedFault
from tocsin.model import Entry

#: an escape of JSON, one that is half of a character named so
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def read(text: str, *, full_text: bool) -> Parsed:
    """Return what a JSON Feed says; raise `FeedFault` where the text is none."""
    data = _decoded(text)
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise FeedFault("not a feed: JSON without items")
    language = data.get("language")
    return Parsed(
        entries=tuple(_entry(item, full_text) for item in items if isinstance(item, dict)),
        title=plain(_string(data, "title"), limit=200) or None,
        language=language if isinstance(language, str) else None, path=Path.JSON,
    )  # fmt: skip


def _decoded(text: str) -> Any:
    """Return what the text says; half a character (an emoji cut in the middle) is a mark in its headline, no more."""
    with suppress(msgspec.DecodeError, RecursionError):
        return msgspec.json.decode(text)
    try:
        return msgspec.json.decode(_ESCAPE.sub(_mended, text))
    except (msgspec.DecodeError, RecursionError) as error:
        raise FeedFault("not a feed: broken JSON") from error


def _mended(escape: re.Match[str]) -> str:
    return r"\ufffd" if escape["half"] else escape[0]


def _entry(item: dict[str, Any], full_text: bool) -> Entry:
    markup, flat = _string(item, "content_html"), _string(item, "content_text")
    summary = plain(_string(item, "summary") or markup, limit=SUMMARY_CAP) or _flat(flat, SUMMARY_CAP)
    return Entry(
        guid=_string(item, "id") or None,
        link=_string(item, "url") or _string(item, "external_url") or None,
        title=plain(_string(item, "title"), limit=1000),
        summary=summary,
        published=from_iso(item.get("date_published")),
        updated=from_iso(item.get("date_modified")),
        authors=_authors(item),
        sections=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str) and tag)[:20],
        text=(plain(markup, limit=TEXT_CAP) or _flat(flat, TEXT_CAP)) if full_text else "",
    )


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    authors = _list(item, "authors") or [item.get("author")]
    return tuple(author["name"] for author in authors if isinstance(author, dict) and isinstance(author.get("name"), str))  # fmt: skip


def _flat(text: str, limit: int) -> str:
    return cut(" ".join(text.split()), limit)


def _string(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)  # ids may be numbers (JSON Feed 1.1: "coerce to string")
    return value.strip() if isinstance(value, str) else ""


def _list(item: dict[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []
