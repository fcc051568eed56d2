"""What a document says about how often to ask for it: ttl, sy:*, skipHours, skipDays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_HEAD: Final = re.compile(r"<(?:[\w.-]{1,30}:)?(?:item|entry)[\s>/]")
_TTL: Final = re.compile(r"<ttl>\s*([0-9]{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD: Final = re.compile(r"<sy:updatePeriod>\s*([a-z]{1,10})\s*</sy:updatePeriod>", re.IGNORECASE)
_FREQUENCY: Final = re.compile(r"<sy:updateFrequency>\s*([0-9]{1,6})\s*</sy:updateFrequency>", re.IGNORECASE)
_SKIP_HOURS: Final = re.compile(r"<skipHours>([^!]{0,2000}?)</skipHours>", re.IGNORECASE)
_SKIP_DAYS: Final = re.compile(r"<skipDays>([^!]{0,2000}?)</skipDays>", re.IGNORECASE)
_HOUR: Final = re.compile(r"<hour>\s*([0-9]{1,2})\s*</hour>", re.IGNORECASE)
_DAY: Final = re.compile(r"<day>\s*([A-Za-z]{3})[a-z]{0,6}\s*</day>", re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    r"""<(?:dc:)?language>\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2})\s*</"""
    r"""|xml:lang\s*=\s*["']([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})["']"""
)
_PERIODS: Final = {
    "hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(days=7),
    "monthly": timedelta(days=30), "yearly": timedelta(days=365),
}  # fmt: skip
_DAYS: Final = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """A publisher's wishes: shortest wait between polls, hours (UTC) and weekdays (0 = Monday) to skip."""

    wait: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


NO_HINTS: Final = Hints()


def head(text: str) -> str:
    """Return the part of a document before its first entry (at most 50,000 characters)."""
    match = _HEAD.search(text)
    return text[: min(match.start() if match else len(text), 50_000)]


def hints(channel: str) -> Hints:
    """Return the wishes in the head of a document.

    The Syndication module's default (daily, once) is not assumed: only what is
    written counts, and a frequency without a period means nothing.
    """
    return Hints(wait=_wait(channel), skip_hours=_skip_hours(channel), skip_days=_skip_days(channel))


def language(channel: str) -> str | None:
    """Return the language a document claims (BCP 47), or nothing."""
    match = _LANGUAGE.search(channel)
    return (match[1] or match[2]).replace("_", "-") if match else None


def _wait(channel: str) -> timedelta | None:
    waits = []
    if (ttl := _TTL.search(channel)) and int(ttl[1]) > 0:
        waits.append(timedelta(minutes=int(ttl[1])))
    period = _PERIOD.search(channel)
    if period and (length := _PERIODS.get(period[1].lower())):
        frequency = _FREQUENCY.search(channel)
        waits.append(length / max(1, int(frequency[1]) if frequency else 1))
    return max(waits, default=None)


def _skip_hours(channel: str) -> tuple[int, ...]:
    match = _SKIP_HOURS.search(channel)
    hours = {int(hour) % 24 for hour in _HOUR.findall(match[1]) if int(hour) <= 24} if match else set()
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def _skip_days(channel: str) -> tuple[int, ...]:
    match = _SKIP_DAYS.search(channel)
    days = (
        {_DAYS[name.lower()] for name in _DAY.findall(match[1]) if name.lower() in _DAYS} if match else set()
    )
    return tuple(sorted(days)) if len(days) < 7 else ()
