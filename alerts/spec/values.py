"""Kinds of values in operators' files: spans of time, times of day, names, levels that can be asked for."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Any, Final, Literal

import pydantic

from tocsin.strict import Mistake

_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LONGEST: Final = timedelta(days=3650)  #: so that no clock overflows by it
_SPAN: Final = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?\Z")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")


def span(text: str) -> timedelta:
    """Return the span of time a text like ``90s``, ``10m``, ``1h30m`` or ``14d`` means.

    Raises:
        ValueError: it means none; the message shows one that does.
    """
    found = _SPAN.match(text)
    if text == "0":
        return timedelta()
    if not text or not found:
        raise ValueError(f"{text!r} is no span of time; write it like 90s, 10m, 1h30m or 14d")
    parts = {_UNITS[unit]: int(count) for unit, count in zip("wdhms", found.groups(), strict=True) if count}
    try:
        found_span = timedelta(**parts)
    except OverflowError:
        found_span = timedelta.max
    if found_span > LONGEST:
        raise ValueError(f"{text!r} is longer than anybody waits; the longest span is {spelled(LONGEST)}")
    return found_span


def spelled(value: timedelta) -> str:
    """Return a span of time as operators write it; the inverse of `span`."""
    left, text = int(value.total_seconds()), ""
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)):
        count, left = divmod(left, size)
        text += f"{count}{unit}" if count else ""
    return text or "0s"


def _span(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    return span(value if isinstance(value, str) else str(value))


def _some(value: timedelta) -> timedelta:
    if value < timedelta(minutes=1):
        raise ValueError(f"must be at least a minute, not {spelled(value)}")
    return value


def _offset(value: Any) -> Any:
    if isinstance(value, str):
        raise Mistake(f"{value!r} is no offset", hint="write hours from UTC, like 2 or -5.5")
    return value


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise Mistake(f"{value!r} is no web address", hint="write it like https://desk.example/")
    return value


def _time(value: Any) -> Any:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _TIME.match(value):
        raise ValueError(f"{value!r} is no time of day; write it like 06:30")
    return time(int(value[:2]), int(value[3:]))


Span = Annotated[
    timedelta,
    pydantic.BeforeValidator(_span),
    pydantic.PlainSerializer(spelled, return_type=str),
    pydantic.WithJsonSchema({"type": "string", "pattern": r"^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$"}),
]
Period = Annotated[Span, pydantic.AfterValidator(_some)]  #: of what comes again and again
Offset = Annotated[float, pydantic.BeforeValidator(_offset), pydantic.Field(ge=-12, le=14)]
WebAddress = Annotated[str, pydantic.AfterValidator(_address)]
TimeOfDay = Annotated[
    time,
    pydantic.BeforeValidator(_time),
    pydantic.PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str),
    pydantic.WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}),
]
Name = Annotated[str, pydantic.StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
OpenLevel = Literal["watch", "high", "critical"]
