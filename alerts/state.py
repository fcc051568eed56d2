"""Rows of small immutable values, and which of them changed: the memory of the alerting fold.

A row's name is ``kind/key``; its bytes are the value's JSON. Loading all rows
gives the same memory again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from alerts.incidents import Course
from alerts.lifecycle import Standing
from alerts.mark import Mark
from alerts.rules.sequence import Progress
from alerts.speak import Said
from tocsin.codec import decode_value, encode_value
from tocsin.model import Reason, Signal, Silence, Summary

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The latest tick of each partition, and the fold's own time."""

    ticks: tuple[tuple[int, datetime], ...] = ()
    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One incident with what every receiver was told of it, and when to look again."""

    course: Course
    first_at: datetime  #: when it (re-)opened: the first message waits from here
    said: tuple[Said, ...] = ()
    reacted: Mark | None = None  #: how it looked when somebody acknowledged or snoozed it
    wake_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How much of a region's usual reporting we see, and since when it is too little."""

    region: str
    share: float
    at: datetime
    low_since: datetime | None = None
    told: bool = False
    hours: tuple[tuple[str, int, float, float], ...] = ()  #: shard, hour, usual, visible: the latest of each


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestState:
    """When one digest was last written."""

    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """An incident that one receiver was not told of, for the next digest."""

    incident: str
    receiver: str
    reason: Reason
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An action that was taken, so that the same one again changes nothing."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """State that another module writes and reads."""

    data: str


class Table(Generic[V]):
    """The rows of one kind."""

    def __init__(self, kind: str, cls: type[V], changed: dict[str, Any]) -> None:
        self.kind = kind
        self.cls = cls
        self._rows: dict[str, V] = {}
        self._changed = changed
        self.get: Callable[[str], V | None] = self._rows.get  #: the value of a key, if there is one

    def put(self, key: str, value: V | None) -> bool:
        """Remember a value (None: forget the key); return whether that changed anything."""
        before = self._rows.get(key)
        if before is value or before == value:
            return False
        if value is None:
            del self._rows[key]
        else:
            self._rows[key] = value
        self._changed[f"{self.kind}/{key}"] = value
        return True

    def items(self) -> Iterator[tuple[str, V]]:
        """Return keys and values in the order of the keys, which does not depend on history."""
        return iter(sorted(self._rows.items()))

    def values(self) -> list[V]:
        """Return the values in the order of their keys."""
        return [value for _, value in self.items()]

    def take(self, key: str, data: bytes) -> None:
        """Take up a row that was kept."""
        self._rows[key] = decode_value(data, self.cls)

    def __len__(self) -> int:
        return len(self._rows)


class State:
    """All tables of the alerting fold."""

    def __init__(self) -> None:
        self._changed: dict[str, Any] = {}
        self.times = Table("times", Times, self._changed)
        self.signals = Table("signal", Signal, self._changed)
        self.held = Table("held", Signal, self._changed)
        self.standings = Table("standing", Standing, self._changed)
        self.records = Table("incident", Record, self._changed)
        self.progress = Table("progress", Progress, self._changed)
        self.sights = Table("sight", Sight, self._changed)
        self.silences = Table("silence", Silence, self._changed)
        self.written = Table("written", Silence, self._changed)  # the file's silences as last read
        self.digests = Table("digest", DigestState, self._changed)
        self.muted = Table("muted", Muted, self._changed)
        self.actions = Table("action", Done, self._changed)
        self.summaries = Table("summary", Summary, self._changed)
        self.other = Table("other", Opaque, self._changed)
        self._tables: Final[dict[str, Table[Any]]] = {
            table.kind: table
            for table in (
                self.times, self.signals, self.held, self.standings, self.records, self.progress, self.sights,
                self.silences, self.written, self.digests, self.muted, self.actions, self.summaries, self.other,
            )
        }  # fmt: skip

    def changed(self) -> Mapping[str, bytes | None]:
        """Return the rows that changed since the last call, and forget that they did."""
        rows = {
            name: None if value is None else encode_value(value)
            for name, value in sorted(self._changed.items())
        }
        self._changed.clear()
        return rows

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Take up kept rows; rows of a kind we do not know are left alone."""
        for name, data in rows:
            kind, _, key = name.partition("/")
            table = self._tables.get(kind)
            if table is not None:
                table.take(key, data)
