"""Messages to JSON bytes and back.

Every message is ``{"type": NAME, "v": VERSION, "body": {...}}``. An unknown
type, a newer version or a body that does not fit raises `CodecFault`; the
runtime puts such bytes into ``tocsin.rejected``, where they can be retried.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, TypeVar

import msgspec

from tocsin.errors import CodecFault
from tocsin.model import (
    Action,
    Article,
    Coverage,
    FeedState,
    Incident,
    LogEntry,
    Mention,
    Notification,
    Prior,
    Rejected,
    Signal,
    Summary,
    TaggedArticle,
    Tick,
    WindowCount,
)

Message = (
    Article
    | TaggedArticle
    | Mention
    | Tick
    | Coverage
    | Prior
    | Signal
    | Summary
    | Incident
    | Action
    | Notification
    | LogEntry
    | FeedState
    | WindowCount
    | Rejected
)

#: type on the wire -> (class, version we write)
WIRE: Final[dict[str, tuple[type[Any], int]]] = {
    "article": (Article, 1),
    "tagged": (TaggedArticle, 1),
    "mention": (Mention, 1),
    "tick": (Tick, 1),
    "coverage": (Coverage, 1),
    "prior": (Prior, 1),
    "signal": (Signal, 1),
    "summary": (Summary, 1),
    "incident": (Incident, 1),
    "action": (Action, 1),
    "notification": (Notification, 1),
    "ledger": (LogEntry, 1),
    "feed": (FeedState, 1),
    "window": (WindowCount, 1),
    "rejected": (Rejected, 1),
}
T = TypeVar("T")
_NAMES: Final = {cls: (name, version) for name, (cls, version) in WIRE.items()}


class _Envelope(msgspec.Struct):
    type: str
    v: int
    body: msgspec.Raw


_encoder: Final = msgspec.json.Encoder()
_envelopes: Final = msgspec.json.Decoder(_Envelope)


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(WIRE[name][0])


def encode(message: Message) -> bytes:
    """Return a message as UTF-8 JSON bytes with its type and schema version."""
    name, version = _NAMES[type(message)]
    return _encoder.encode({"type": name, "v": version, "body": message})


def decode(value: bytes) -> Message:
    """Return the message in ``value``; raise `CodecFault` where it is none that we know."""
    try:
        envelope = _envelopes.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CodecFault(f"not a message: {error}") from error
    known = WIRE.get(envelope.type)
    if known is None:
        raise CodecFault(f"unknown type {envelope.type!r}")
    if envelope.v > known[1]:
        raise CodecFault(f"{envelope.type} version {envelope.v} is newer than ours ({known[1]})")
    try:
        return _decoder(envelope.type).decode(envelope.body)  # type: ignore[no-any-return]  # by WIRE
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise CodecFault(f"{envelope.type}: {error}") from error


def encode_value(value: object) -> bytes:
    """Return any plain value (state, digest) as compact JSON bytes."""
    return _encoder.encode(value)


def decode_value(value: bytes, cls: type[T]) -> T:
    """Return a plain value of type ``cls``; raise `CodecFault` where the bytes do not fit."""
    try:
        return msgspec.json.decode(value, type=cls)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise CodecFault(f"{cls.__name__}: {error}") from error
