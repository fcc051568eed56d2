"""What response headers say about time: Retry-After, Cache-Control, Expires."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ingest.dates import from_http

_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,9}\Z")
_LONGEST: Final = timedelta(days=365)


def retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """Return how long a Retry-After header asks to wait: seconds, or a date (RFC 9110 §10.2.3)."""
    text = (value or "").strip()
    if _NUMBER.match(text):
        return min(timedelta(seconds=int(text)), _LONGEST)
    moment = from_http(text)
    return min(max(moment - now, timedelta()), _LONGEST) if moment else None


def fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """Return how long an answer stays fresh (RFC 9111 §4.2.1): max-age less Age, else Expires less Date.

    Header names in lower case. None where nothing is said or the answer is
    stale already.
    """
    control = headers.get("cache-control", "")
    if "no-cache" in control.lower() or "no-store" in control.lower():
        return None
    if match := _MAX_AGE.search(control):
        age = headers.get("age", "")
        seconds = int(match[1]) - (int(age) if _NUMBER.match(age) else 0)
        return min(timedelta(seconds=seconds), _LONGEST) if seconds > 0 else None
    expires = from_http(headers.get("expires"))
    if expires is None:
        return None
    left = expires - (from_http(headers.get("date")) or now)
    return min(left, _LONGEST) if left > timedelta() else None


def reservation(headers: Mapping[str, str]) -> str | None:
    """Return a text-mining or robots reservation in a response (TDM protocol, X-Robots-Tag), or nothing."""
    if headers.get("tdm-reservation", "").strip() == "1":
        policy = headers.get("tdm-policy", "").strip()
        return f"tdm-reservation {policy}".strip()[:200]
    robots = headers.get("x-robots-tag", "").lower()
    return f"x-robots-tag {robots}"[:200] if "noai" in robots or "noindex" in robots else None
