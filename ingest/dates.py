"""Dates as feeds write them to UTC, or nothing."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)  #: no news feed is older than the web's news
_FUTURE: Final = timedelta(hours=1)
_FRACTION: Final = re.compile(r"(\.[0-9]{6})[0-9]+")


def utc(moment: datetime) -> datetime | None:
    """Return a moment in UTC (a naive one is taken for UTC), or nothing where UTC cannot hold it."""
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def from_iso(text: str | None) -> datetime | None:
    """Return an ISO 8601 / RFC 3339 date in UTC and whole seconds, or nothing."""
    if not isinstance(text, str):
        return None
    try:
        text = _FRACTION.sub(r"\1", text) if "." in text else text
        moment = utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=0) if moment else None


def from_http(text: str | None) -> datetime | None:
    """Return a date of an HTTP header or of RFC 822 in UTC, or nothing."""
    if not text:
        return None
    try:
        return utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def from_struct(value: time.struct_time | None) -> datetime | None:
    """Return feedparser's UTC tuple as a moment, or nothing."""
    if value is None:
        return None
    try:
        return datetime(*value[:5], min(value.tm_sec, 59), tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def believable(moment: datetime | None, *, seen: datetime) -> datetime | None:
    """Return the moment unless it lies before 1995 or more than an hour after it was seen."""
    if moment is None or moment < EARLIEST or moment - seen > _FUTURE:
        return None
    return moment
