"""All receivers of one incident: who they are, what each is told now, and when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from alerts.config import AlertConfig
from alerts.escalate import escalate, told_by_escalation
from alerts.mark import OPEN
from alerts.mute import Surroundings
from alerts.rules.select import within
from alerts.speak import Said, edit_of, tell
from alerts.spec import RouteSpec
from alerts.state import Muted, Record, State
from tocsin.atlas import Atlas
from tocsin.model import Incident, Notification, Silence
from tocsin.quick import quick_replace

_record = quick_replace(Record)


class Telling:
    """Plans the messages of incidents."""

    def __init__(self, config: AlertConfig, atlas: Atlas, state: State) -> None:
        self._config = config
        self._atlas = atlas
        self._state = state

    def routes(self, incident: Incident) -> dict[str, RouteSpec]:
        """Return the receivers of an incident, each with the first route that leads to it."""
        found: dict[str, RouteSpec] = {}
        for route in self._config.routes.routes:
            if _matches(route, incident, self._atlas):
                for receiver in self._config.to(route):
                    found.setdefault(receiver, route)
        return found

    def tell(self, record: Record, now: datetime) -> tuple[Record, list[Notification]]:
        """Return the record after everybody was told what is due, and the messages."""
        incident = record.course.incident
        around = self._around()
        said = {one.receiver: one for one in record.said}
        routes = self._routes_of(incident, said)
        out: list[Notification] = []
        wakes: list[datetime] = []
        for receiver, route in routes.items():
            spoken = tell(
                incident, said.get(receiver), receiver=receiver, route=route, around=around,
                grouping=self._config.routes.grouping, first_at=record.first_at, now=now,
            )  # fmt: skip
            out += spoken.out
            wakes += [spoken.wake_at] if spoken.wake_at else []
            if spoken.said is not None:
                self._note_muted(incident, said.get(receiver), spoken.said, now)
                said[receiver] = spoken.said
        for receiver, route in routes.items():
            wakes += self._escalated(incident, said, receiver, route, out=out, now=now)
        told = tuple(said[name] for name in sorted(said))
        return _record(record, said=told, wake_at=min(wakes, default=None)), out

    def acted(self, record: Record, now: datetime) -> tuple[Record, list[Notification]]:
        """Return the record after every root message shows what a person did, and the edits."""
        incident = record.course.incident
        out = [edit_of(incident, one, now) for one in record.said if one.root]
        said = tuple(
            replace(one, step=incident.step, edited_at=now) if one.root else one for one in record.said
        )
        return replace(record, said=said), out

    def escalate_now(self, record: Record, now: datetime) -> tuple[Record, list[Notification]]:
        """Return the record after a person asked for the next escalation at once."""
        said = {one.receiver: one for one in record.said}
        out: list[Notification] = []
        for receiver, route in self._routes_of(record.course.incident, said).items():
            self._escalated(record.course.incident, said, receiver, route, out=out, now=now, by_hand=True)
        return replace(record, said=tuple(said[name] for name in sorted(said))), out

    def _routes_of(self, incident: Incident, said: dict[str, Said]) -> dict[str, RouteSpec]:
        routes = self.routes(incident)
        if routes:
            first = next(iter(routes.values()))
            for receiver in sorted(said):
                if receiver in self._config.receivers:
                    routes.setdefault(receiver, first)
        return routes

    def _escalated(
        self, incident: Incident, said: dict[str, Said], receiver: str, route: RouteSpec, *,
        out: list[Notification], now: datetime, by_hand: bool = False,
    ) -> list[datetime]:  # fmt: skip
        known = said.get(receiver)
        if known is None or known.alarm_at is None:
            return []
        spoken = escalate(incident, known, route, now=now, by_hand=by_hand)
        assert spoken.said is not None
        said[receiver] = spoken.said
        for note in spoken.out:
            if note.receiver not in self._config.receivers:
                continue
            out.append(note)
            if note.receiver not in said or said[note.receiver].root is None:
                said[note.receiver] = told_by_escalation(note)
        if spoken.out and not by_hand:
            return self._escalated(incident, said, receiver, route, out=out, now=now)
        return [spoken.wake_at] if spoken.wake_at else []

    def _note_muted(self, incident: Incident, before: Said | None, after: Said, now: datetime) -> None:
        key = f"{incident.id}|{after.receiver}"
        if after.muted is not None:
            if before is None or before.at != after.at:
                muted = Muted(incident=incident.id, receiver=after.receiver, reason=after.muted, at=now)
                self._state.muted.put(key, muted)
        elif self._state.muted.get(key):
            self._state.muted.put(key, None)

    def _around(self) -> Surroundings:
        inhibitions = self._config.routes.inhibit
        silences: Sequence[Silence] = self._state.silences.values()
        others = [record.course.incident for record in self._state.records.values()] if inhibitions else []
        return Surroundings(
            silences=silences, inhibitions=inhibitions, atlas=self._atlas,
            open_incidents=[one for one in others if one.level in OPEN],
        )  # fmt: skip


def _matches(route: RouteSpec, incident: Incident, atlas: Atlas) -> bool:
    if route.themes and incident.theme not in route.themes:
        return False
    if route.rules and incident.rule not in route.rules:
        return False
    labels = dict(incident.labels)
    if any(labels.get(name) != value for name, value in route.labels.items()):
        return False
    if not route.regions:
        return True
    return any(within(code, route.regions, atlas) for code in (incident.place, incident.region))
