"""Articles as JSON lines: what ``tocsin tag``, ``replay`` and ``demo`` read.

One object a line: ``{"id","title","summary"?,"text"?,"language"?,
"published"?,"seen"?,"source"?,"feed_country"?,"url"?}``. Times are ISO 8601;
one without a zone is UTC.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from ingest.decide import window_time
from tocsin.errors import CodecFault
from tocsin.model import Article, Source


class Line(msgspec.Struct, forbid_unknown_fields=False):
    """One line of input, as it stands in the file."""

    title: str | None = None
    id: str | int | None = None
    summary: str | None = None
    text: str | None = None
    language: str | None = None
    published: str | None = None
    seen: str | None = None
    source: str | None = None
    feed_country: str | None = None
    url: str | None = None


_lines = msgspec.json.Decoder(Line)


def moment(text: str) -> datetime:
    """Return an ISO 8601 date or time as an aware UTC datetime; raise ValueError where it is none."""
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def lines(source: Iterable[bytes], *, name: str = "-", start: int = 1) -> Iterator[tuple[int, Line]]:
    """Yield (line number, line) of a JSON lines file; blank lines are passed over.

    Raises:
        CodecFault: a line is no JSON object of the format; it names file, line and field.
    """
    for number, raw in enumerate(source, start):
        if not raw.strip():
            continue
        yield number, _line(raw, f"{name}:{number}")


def _line(raw: bytes, where: str) -> Line:
    try:
        return _lines.decode(raw)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        pass  # lone surrogates are valid for some writers of JSON: read them more slowly
    try:
        found = json.loads(raw.decode("utf-8", "replace"))
        return msgspec.convert(_whole(found), Line)
    except (json.JSONDecodeError, msgspec.ValidationError) as error:
        raise CodecFault(f"{where}: {error}") from error


def _whole(found: object) -> object:
    if not isinstance(found, dict):
        return found
    return {
        key: value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if isinstance(value, str)
        else value
        for key, value in found.items()
    }


def article(
    number: int, line: Line, *, now: datetime, owners: Mapping[str, str] | None = None, name: str = "-"
) -> Article:
    """Return the article of one line; without ``published`` it counts at ``now``.

    Raises:
        CodecFault: a time cannot be read; it names file, line and field.
    """
    published = _time(line.published, f"{name}:{number}: published")
    seen = _time(line.seen, f"{name}:{number}: seen") or published or now
    at, reason = window_time(published, seen=seen)
    return Article(
        id=str(line.id) if line.id is not None else str(number),
        url=line.url,
        source=_source(line, owners or {}),
        title=line.title or "",
        summary=line.summary or "",
        text=line.text or "",
        language=line.language,
        published=published,
        seen=seen,
        at=at,
        at_reason=reason,
    )


def _source(line: Line, owners: Mapping[str, str]) -> Source:
    publisher = line.source or "unknown"
    return Source(
        feed=publisher,
        publisher=publisher,
        owner=owners.get(publisher, publisher),
        country=line.feed_country,
        language=line.language,
    )


def _time(text: Any, where: str) -> datetime | None:
    if not text:
        return None
    try:
        return moment(text)
    except ValueError as error:
        raise CodecFault(f"{where}: {text!r} is not an ISO 8601 time") from error
