"""Where each document lives: index names by kind, schema version and month."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

#: of the templates; writers compare it at start and refuse another
SCHEMA_VERSION: Final = 1
_PREFIX: Final = "tocsin-"


class Kind(StrEnum):
    """What an index holds."""

    ARTICLES = "articles"
    MENTIONS = "mentions"
    WINDOWS = "windows"
    INCIDENTS = "incidents"
    ALERTS = "alerts"
    EVIDENCE = "evidence"
    DELIVERIES = "deliveries"
    FEEDS = "feeds"
    POLLS = "polls"
    REGIONS = "regions"
    REJECTED = "rejected"
    STATE = "state"


MONTHLY: Final = frozenset({Kind.ARTICLES, Kind.MENTIONS, Kind.WINDOWS, Kind.POLLS, Kind.REJECTED})
YEARLY: Final = frozenset({Kind.ALERTS, Kind.EVIDENCE})


def alias(kind: Kind) -> str:
    """Return the name under which a kind is read, whatever its versions and months."""
    return f"{_PREFIX}{kind}"


def template(kind: Kind) -> str:
    """Return the name of a kind's index template."""
    return f"{_PREFIX}{kind}-v{SCHEMA_VERSION}"


def index(kind: Kind, at: datetime | None = None) -> str:
    """Return the index that a document of that time is written to."""
    if kind in MONTHLY:
        assert at is not None, f"{kind} are split by month"
        return f"{template(kind)}-{at:%Y.%m}"
    if kind in YEARLY:
        assert at is not None, f"{kind} are split by year"
        return f"{template(kind)}-{at:%Y}"
    return template(kind)
