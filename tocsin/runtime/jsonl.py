"""Articles as JSON lines: what ``tocsin tag``, ``replay`` and ``demo`` read.

UTF-8, with or without a byte order mark, lines ending as they like. One object a line: ``{"id","title","summary"?,"text"?,"language"?,
"published"?,"seen"?,"source"?,"feed_country"?,"url"?}``. Times are ISO 8601;
one without a zone is UTC.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from ingest.decide import window_time
from tocsin.errors import CodecFault
from tocsin.model import Article, Source

#: years that can be played: every hour between two articles is, so that one wrong date would play for days
TIMES = range(1900, 2101)


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
    try:
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError as error:  # the last hours of year 9999, west of Greenwich
        raise ValueError(str(error)) from error


def lines(source: Iterable[bytes], *, name: str = "-", start: int = 1) -> Iterator[tuple[int, Line]]:
    """Yield (line number, line) of a JSON lines file; blank lines are passed over.

    Raises:
        CodecFault: a line is no JSON object of the format; it names file, line and field.
    """
    for number, raw in enumerate(source, start):
        raw = raw.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901 – editors of Windows write one, `cat` leaves it inside
        if not raw.strip():
            continue
        yield number, _line(raw, f"{name}:{number}")


def articles(
    source: Iterable[bytes],
    *,
    name: str,
    now: datetime,
    broken: Callable[[CodecFault], None],
    owners: Mapping[str, str] | None = None,
    dated: bool = False,
) -> Iterator[tuple[int, Article]]:
    """Yield (line number, article) of a JSON lines file in its order; tell ``broken`` of each line that is none.

    Args:
        source: the lines, as bytes.
        name: what to call the file in complaints.
        now: the time of articles that name none.
        broken: called with the fault of a line that is passed over; it names file, line and field.
        owners: the owner of each publisher, where it is another.
        dated: pass over articles whose time is missing or outside ``TIMES``.
    """
    for number, raw in enumerate(source, 1):
        try:
            for _, line in lines([raw], name=name, start=number):
                found = article(number, line, now=now, owners=owners, name=name)
                if dated:
                    _check_time(line, found, f"{name}:{number}")
                yield number, found
        except CodecFault as fault:
            broken(fault)


def _check_time(line: Line, found: Article, where: str) -> None:
    if not (line.published or line.seen):
        raise CodecFault(f"{where}: published is missing; add an ISO 8601 time, like 2010-06-10T18:00:00Z")
    if found.seen.year not in TIMES:
        raise CodecFault(
            f"{where}: published: {found.seen:%Y-%m-%d} is no time of the news; "
            f"years {TIMES.start} to {TIMES.stop - 1} are"
        )


def _line(raw: bytes, where: str) -> Line:
    try:
        return _lines.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # lone surrogates are valid for some writers of JSON: read them more slowly
    try:
        found = json.loads(raw.decode("utf-8", "replace"))
        return msgspec.convert(_whole(found), Line)
    except RecursionError as error:
        raise CodecFault(f"{where}: nested too deeply for an article") from error
    except json.JSONDecodeError as error:
        raise CodecFault(f"{where}: is no JSON: {error.msg} (column {error.colno})") from error
    except ValueError as error:  # another type than the field has, a number beyond all bounds
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
