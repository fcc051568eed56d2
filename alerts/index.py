"""What can be derived from the rows: who belongs to which incident, and who is to be woken when."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Mapping
from datetime import datetime
from heapq import heappop, heappush

from alerts.lifecycle import Standing
from alerts.state import Record, State
from tocsin.atlas import Atlas
from tocsin.model import Signal


def standing_key(rule: str, region: str, theme: str) -> str:
    """Return the row key of an alert."""
    return f"{rule}|{region}|{theme}"


def record_key(theme: str, region: str) -> str:
    """Return the row key of an incident."""
    return f"{theme}|{region}"


class Index:
    """Look-ups over the rows, rebuilt from them on load; nothing in here is state of its own."""

    def __init__(self, state: State, atlas: Atlas) -> None:
        self._state = state
        self._atlas = atlas
        self._homes: dict[str, set[str]] = {}
        self._regions: dict[tuple[str, str], list[tuple[str, str]]] = {}  #: regions, each with its row
        self._known: set[tuple[str, str]] = set()
        self._fired: dict[str, dict[str, dict[str, datetime]]] = {}
        self._ids: dict[str, str] = {}
        self._timers: list[tuple[datetime, str, str]] = []

    def rebuild(self) -> None:
        """Derive everything anew."""
        self._homes.clear()
        self._regions.clear()
        self._known.clear()
        self._fired.clear()
        self._ids.clear()
        self._timers.clear()
        for signal in self._state.signals.values():
            self.know(signal)
        for key, standing in self._state.standings.items():
            self._place(key, None, standing)
        for key, record in self._state.records.items():
            self._enter(key, record)

    def know(self, signal: Signal) -> None:
        """Remember in which regions a key lies."""
        if (signal.theme, signal.region) in self._known:
            return
        self._known.add((signal.theme, signal.region))
        for code in (signal.region, *self._atlas.ancestors(signal.region)):
            rows = self._regions.setdefault((signal.theme, code), [])
            insort(rows, (signal.region, f"{signal.region}|{signal.theme}"))

    def signals(self, theme: str, region: str) -> dict[str, Signal]:
        """Return the latest signals of a theme inside a region, and of alerts that joined its incident."""
        rows = self._regions.get((theme, region), [])
        inside = {code for code, _ in rows}
        joined = {key.split("|")[1] for key in self._homes.get(record_key(theme, region), ())}
        if not joined <= inside:
            rows = sorted([*rows, *((code, f"{code}|{theme}") for code in joined - inside)])
        latest = self._state.signals.get
        return {code: signal for code, key in rows if (signal := latest(key)) is not None}

    def standings(self, theme: str, home: str) -> list[Standing]:
        """Return the alerts that belong to an incident, in the order of their keys."""
        keys = sorted(self._homes.get(record_key(theme, home), ()))
        return [one for key in keys if (one := self._state.standings.get(key)) is not None]

    def fired(self, theme: str) -> Mapping[str, Mapping[str, datetime]]:
        """Return when alerts of a theme fired last, by region and rule: those that are remembered."""
        return self._fired.get(theme, {})

    def put_standing(self, key: str, standing: Standing | None) -> None:
        """Write an alert's row and keep the look-ups in step."""
        before = self._state.standings.get(key)
        if self._state.standings.put(key, standing):
            self._place(key, before, standing)

    def put_record(self, key: str, record: Record | None) -> None:
        """Write an incident's row and keep the look-ups in step."""
        before = self._state.records.get(key)
        if self._state.records.put(key, record):
            if record is not None:
                self._enter(key, record)
            elif before is not None:
                self._ids.pop(before.course.incident.id, None)

    def key_of(self, incident: str) -> str | None:
        """Return the row key of an incident by its id."""
        return self._ids.get(incident)

    def due(self, now: datetime) -> Iterator[tuple[str, str]]:
        """Return what is to be woken by now, in order of its time: (kind, key), each still wanted."""
        while self._timers and self._timers[0][0] <= now:
            at, kind, key = heappop(self._timers)
            row = self._state.standings.get(key) if kind == "standing" else self._state.records.get(key)
            if row is not None and row.wake_at == at:
                yield kind, key

    def next_wake(self) -> datetime | None:
        """Return the earliest time at which something may be due."""
        return self._timers[0][0] if self._timers else None

    def _place(self, key: str, before: Standing | None, standing: Standing | None) -> None:
        if before is not None and before.home and (standing is None or standing.home != before.home):
            self._homes.get(record_key(before.theme, before.home), set()).discard(key)
        self._note_fired(before, standing)
        if standing is None:
            return
        if standing.home:
            self._homes.setdefault(record_key(standing.theme, standing.home), set()).add(key)
        if standing.wake_at and (before is None or before.wake_at != standing.wake_at):
            heappush(self._timers, (standing.wake_at, "standing", key))

    def _note_fired(self, before: Standing | None, standing: Standing | None) -> None:
        one = standing or before
        if one is None or (before and standing and before.fired_at == standing.fired_at):
            return
        rules = self._fired.setdefault(one.theme, {}).setdefault(one.region, {})
        if standing is not None and standing.fired_at is not None:
            rules[one.rule] = standing.fired_at
        elif rules.pop(one.rule, None) is not None and not rules:
            del self._fired[one.theme][one.region]

    def _enter(self, key: str, record: Record) -> None:
        self._ids[record.course.incident.id] = key
        if record.wake_at:
            heappush(self._timers, (record.wake_at, "incident", key))
