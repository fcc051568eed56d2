"""The chain on one screen: order, never conditions.

signal -> rules -> lifecycle -> group -> incident -> react -> mute, repeat, escalate -> plan
"""

from __future__ import annotations

from datetime import datetime, timedelta

from alerts.config import AlertConfig
from alerts.drawing import Drawing
from alerts.forget import forget
from alerts.incidents import Course, step
from alerts.index import Index, record_key
from alerts.judging import Judging
from alerts.lifecycle import Standing
from alerts.notices import Notices
from alerts.react import broken
from alerts.state import Record, State
from alerts.telling import Telling
from alerts.wakes import next_look
from tocsin.atlas import Atlas
from tocsin.model import Incident, IncidentLevel, Notification, Phase, Signal
from tocsin.quick import quick_replace

Out = Incident | Notification
_record = quick_replace(Record)


class Alerting:
    """Carries a signal, or the passing of time, through all links of the chain."""

    def __init__(self, config: AlertConfig, atlas: Atlas, state: State, drawing: Drawing) -> None:
        self._config = config
        self._atlas = atlas
        self._state = state
        self._index = Index(state, atlas)
        self._judging = Judging(config, atlas, state, self._index, drawing)
        self._telling = Telling(config, atlas, state)
        self.notices = Notices(config, atlas, state, drawing)
        self._around: dict[
            tuple[str, str], tuple[tuple[str, str], ...]
        ] = {}  #: by key: rows it may belong to
        self._labels = {rule.name: tuple(sorted(rule.labels.items())) for rule in config.rules}

    def signal(self, signal: Signal, now: datetime) -> list[Out]:
        """Judge a signal by every rule and move on the incidents it touches."""
        if signal.region not in self._atlas:
            return []
        self._state.signals.put(f"{signal.region}|{signal.theme}", signal)
        self._index.know(signal)
        touched = self._homes_around(signal) | self._judging.judged(signal, now)
        return [out for name in sorted(touched) for out in self.advance(signal.theme, name, now)]

    def wake(self, now: datetime) -> list[Out]:
        """Let alerts and incidents move on whose time has come."""
        out: list[Out] = []
        for kind, key in self._index.due(now):
            if kind == "standing":
                theme = key.rpartition("|")[2]
                homes = self._judging.woken(key, now)
                out += [one for name in homes for one in self.advance(theme, name, now)]
            else:
                theme, _, region = key.partition("|")
                out += self.advance(theme, region, now)
        return out

    @property
    def wake_at(self) -> datetime | None:
        """The earliest time at which an alert or an incident may move on by itself."""
        return self._index.next_wake()

    def advance(self, theme: str, region: str, now: datetime) -> list[Out]:
        """Move one incident on, and tell whom it concerns."""
        key = record_key(theme, region)
        record = self._state.records.get(key)
        standings = self._index.standings(theme, region)
        if record is not None and _rests(record, now) and not any(map(_fires, standings)):
            return []
        course = step(
            record.course if record else None, region=region, theme=theme,
            standings=standings, signals=self._index.signals(theme, region),
            versions=self._config.versions, labels=self._labels,
            pace=self._pace(record), atlas=self._atlas, now=now,
        )  # fmt: skip
        if course is None:
            return []
        after = broken(_recorded(record, course, now))
        return [*_emitted(record, after), *self._tell(key, after, now)]

    def acted(self, key: str, record: Record, now: datetime) -> list[Out]:
        """Show what a person did to an incident, and look again."""
        shown, notes = self._telling.acted(record, now)
        return [shown.course.incident, *notes, *self._tell(key, shown, now)]

    def escalate_now(self, key: str, now: datetime) -> list[Out]:
        """Escalate an incident at once, because a person asked for it."""
        record = self._state.records.get(key)
        if record is None:
            return []
        after, notes = self._telling.escalate_now(record, now)
        return [*notes, *self._tell(key, after, now)]

    def forget(self, now: datetime) -> None:
        """Let go of what nobody will ask for any more."""
        forget(self._state, self._index, now)

    def reindex(self) -> None:
        """Derive the look-ups from the rows, after loading."""
        self._index.rebuild()
        self._judging.forget()

    def key_of(self, incident: str) -> str | None:
        """Return the row key of an incident by its id."""
        return self._index.key_of(incident)

    def sensitised(self, region: str, theme: str, now: datetime) -> bool:
        """Return whether a bordering region opened lately."""
        return self._judging.near.sensitised(region, theme, now)

    def _pace(self, record: Record | None) -> timedelta:
        told = record is not None and any(one.root for one in record.said)
        return self._config.routes.grouping.interval if told else timedelta()

    def _homes_around(self, signal: Signal) -> set[str]:
        key = signal.region, signal.theme
        around = self._around.get(key)
        if around is None:
            codes = (signal.region, *self._atlas.ancestors(signal.region))
            around = self._around[key] = tuple((code, record_key(signal.theme, code)) for code in codes)
        known = self._state.records.get
        return {code for code, row in around if known(row) is not None}

    def _tell(self, key: str, record: Record, now: datetime) -> list[Out]:
        told, notes = self._telling.tell(record, now)
        self._index.put_record(key, _record(told, wake_at=next_look(told, self._config, now)))
        return list(notes)


def _fires(standing: Standing) -> bool:
    return standing.phase is Phase.FIRING


def _rests(record: Record, now: datetime) -> bool:
    """Return whether an incident is closed and everybody was told: only a firing alert changes it."""
    return record.course.closed_at is not None and (record.wake_at is None or record.wake_at > now)


def _recorded(record: Record | None, course: Course, now: datetime) -> Record:
    if record is None:
        return Record(course=course, first_at=now)
    closed = record.course.incident.level is IncidentLevel.CLOSED
    if closed and course.incident.level is not IncidentLevel.CLOSED:
        fresh = course.incident.id != record.course.incident.id
        return _record(record, course=course, first_at=now, said=() if fresh else record.said, reacted=None)
    return _record(record, course=course)


def _emitted(before: Record | None, after: Record) -> list[Out]:
    if before is not None and before.course.incident == after.course.incident:
        return []
    return [after.course.incident]
