"""What keeps the instrument honest, as documents: feeds, their hours, and dead letters."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import msgspec

from tocsin.clock import hour_of, start_of
from tocsin.index.names import Kind, index
from tocsin.index.operations import Does, Operation
from tocsin.model import FeedState, Rejected


def feed_operations(state: FeedState) -> Iterator[Operation]:
    """Yield what puts in how a feed stands, and how it stood in this hour."""
    told = state.last_polled or state.due
    version = int(told.timestamp() * 1000)
    shared = _present(
        feed=state.feed,
        error=state.error,
        failures=state.failures,
        entries=state.entries,
        gaps=state.gaps,
        last_polled=state.last_polled,
        last_success=state.last_success,
        last_new=state.last_new,
        status="gone" if state.gone else "failing" if state.failures else "ok",
    )
    standing = shared | _present(
        title=state.title,
        url=state.url,
        due=state.due,
        first_polled=state.first_polled,
        fallbacks=state.fallbacks,
        quiet_gap=state.quiet_gap,
        redirect_to=state.redirect_to,
        message=msgspec.to_builtins(state),
    )
    yield Operation(
        does=Does.INDEX, index=index(Kind.FEEDS), id=state.feed, version=version, document=standing
    )
    if state.last_polled:
        hour = hour_of(told)
        yield Operation(
            does=Does.INDEX,
            index=index(Kind.POLLS, told),
            id=f"{state.feed}:{hour}",
            version=version,
            document=shared | {"hour": start_of(hour)},
        )


def rejected_operations(rejected: Rejected) -> Iterator[Operation]:
    """Yield what puts a dead letter in."""
    yield Operation(
        does=Does.INDEX,
        index=index(Kind.REJECTED, rejected.at),
        id=rejected.name,
        version=1,
        document={
            "topic": rejected.topic,
            "partition": rejected.partition,
            "offset": rejected.offset,
            "key": rejected.key,
            "reason": rejected.reason,
            "at": rejected.at,
            "value": base64.b64encode(rejected.value).decode(),
        },
    )


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
