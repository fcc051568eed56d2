"""What is read from the log and what is to be written into it: plain values between adapters and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tocsin import topics
from tocsin.codec import encode
from tocsin.model import Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One record as the log has it; ``at`` is the broker's time of it, not ours."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes
    at: datetime
    id: str | None = None  #: what caused it, where the writer said so (`Outgoing.id`)

    @property
    def position(self) -> str:
        """Where it stands, as one word: ``topic:partition:offset``."""
        return f"{self.topic}:{self.partition}:{self.offset}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One record to be written; without a ``partition`` its key decides (murmur2).

    ``id`` names it by what caused it, so that a reader can drop a second
    copy after a crash (`tocsin.runtime.distributed.once`).
    """

    topic: str
    key: str
    value: bytes
    partition: int | None = None
    id: str | None = None


def received(record: Any) -> Received:
    """Return a record of aiokafka's or kafka-python's as a plain value."""
    return Received(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=key_text(record.key),
        value=record.value or b"",
        at=moment(record.timestamp),
        id=next((value.decode() for name, value in record.headers if name == "id"), None),
    )


def moment(milliseconds: int | None) -> datetime:
    """Return the broker's time stamp of a record as an aware UTC datetime."""
    return datetime.fromtimestamp((milliseconds or 0) / 1000, UTC)


def key_text(key: bytes | None) -> str:
    """Return a record's key as text; bytes that are none are kept visible."""
    return (key or b"").decode("utf-8", "backslashreplace")


def refusal(received: Received, reason: str) -> Outgoing:
    """Return the dead letter for a record that cannot be worked off."""
    rejected = Rejected(
        topic=received.topic,
        partition=received.partition,
        offset=received.offset,
        key=received.key,
        reason=reason,
        value=received.value,
        at=received.at,
    )
    return Outgoing(
        topic=topics.REJECTED.name,
        key=received.key or received.position,
        value=encode(rejected),
        id=received.position,
    )
