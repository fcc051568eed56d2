"""The alerting fold: one log of signals, actions, coverage and ticks in; incidents and planned messages out.

    fold = AlertFold(alert_config(rules, routes, silences, budget=BudgetSpec(), settings={"SLACK_TOKEN"}), atlas)
    fold.load(rows)                        # what earlier calls of changed() gave
    for out in fold.apply(record):         # Signal | Action | Tick | Coverage | Summary
        Incident     -> tocsin.incidents
        Notification -> ledger.plan([...]) in the transaction that writes fold.changed()
        Prior        -> every partition of tocsin.mentions (weekly)

Laws (architecture §5): one input; time only from the records; the same records
give the same rows, ids and messages in every runtime; a restart at any point,
or the edit of another rule, changes nothing. Time passes by ticks alone; a
signal is judged at its own moment, whatever other partitions have said
meanwhile: how the partitions' records lie between one another decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from alerts.config import AlertConfig
from alerts.digest import Digest, digest_of
from alerts.drawing import Drawing
from alerts.hold import hold, is_apart, released
from alerts.lifecycle import Standing
from alerts.pipeline import Alerting
from alerts.react import reacted
from alerts.sight import covered, signalled
from alerts.state import Done, Opaque, State, Times
from alerts.ticks import moved, ticked
from alerts.written import take_up
from tocsin.atlas import Atlas
from tocsin.coverage import REREAD
from tocsin.model import (
    Action,
    ActionKind,
    Coverage,
    Incident,
    Notification,
    Prior,
    Signal,
    Silence,
    Summary,
    Tick,
)

Out = Incident | Notification | Prior
Record = Signal | Action | Tick | Coverage | Summary


class AlertFold:
    """Rules, lifecycles, incidents and what is said of them, moved on record by record."""

    def __init__(self, config: AlertConfig, atlas: Atlas) -> None:
        self._state = State()
        self._atlas = atlas
        self._drawing = Drawing(config.budget)
        self._chain = Alerting(config, atlas, self._state, self._drawing)
        self._notices = self._chain.notices
        self._written: Sequence[Silence] | None = config.silences  # until they are taken up

    def apply(self, record: Record) -> tuple[Out, ...]:
        """Move the state on by one record and return what it says, in order."""
        self._take_up()
        out: Sequence[Out]
        match record:
            case Tick():
                out = self._tick(record)
            case Signal():
                out = self._signal(record)
            case Action():
                out = self._action(record)
            case Coverage():
                out = self._coverage(record)
            case Summary():
                out = self._summary(record)
        return tuple(out)

    def _tick(self, tick: Tick) -> Sequence[Out]:
        times = self._times
        after = ticked(times, tick)
        self._state.times.put("", after)
        if after is times or after.now is None:
            return []
        out: list[Out] = [
            *(said for signal in released(self._state.held, after.now) for said in self._judged(signal)),
            *self._chain.wake(after.now),
            *self._notices.blind(after.now),
            *self._notices.digests(after.now),
        ]
        if self._drawing.tick(after.now):
            self._chain.forget(after.now)
            out += self._drawing.priors(self._state.summaries.values(), after.now)
        return out

    def _signal(self, signal: Signal) -> Sequence[Out]:
        if signal.canary:
            return self._notices.test(signal, signal.at)
        if is_apart(signal.region, self._atlas):
            hold(self._state.held, signal)
            return []
        return self._judged(signal)

    def _judged(self, signal: Signal) -> Sequence[Out]:
        below = self._notices.below
        self._notices.see(signalled(self._state.sights.get(signal.region), signal, below, signal.at))
        return self._chain.signal(signal, signal.at)

    def _coverage(self, record: Coverage) -> Sequence[Out]:
        now = self._times.now
        if now is None or record.shard == REREAD:
            return []
        sight = covered(self._state.sights.get(record.region), record, self._notices.below, now)
        self._notices.see(sight)
        return []

    def _summary(self, summary: Summary) -> Sequence[Out]:
        self._drawing.survey(summary)
        self._state.summaries.put(f"{summary.partition}|{summary.tier}|{summary.group}", summary)
        return []

    def _action(self, action: Action) -> Sequence[Out]:
        if self._state.actions.get(action.id):
            return []
        now = self._move(action.at)
        out = self._chain.wake(now)
        self._state.actions.put(action.id, Done(at=now))
        if action.kind is ActionKind.SILENCE and action.silence:
            self._state.silences.put(action.silence.id, action.silence)
            return out
        if action.kind is ActionKind.EXPIRE:
            self._expire(action.note, now)
            return out
        key = self._chain.key_of(action.incident or "")
        record = self._state.records.get(key) if key else None
        if key is None or record is None:
            return out
        if action.kind is ActionKind.ESCALATE:
            return [*out, *self._chain.escalate_now(key, now)]
        after = reacted(record, action, now)
        return [*out, *self._chain.acted(key, after, now)] if after else out

    def _expire(self, silence_id: str, now: datetime) -> None:
        silence = self._state.silences.get(silence_id)
        if silence and silence.ends_at > now:
            self._state.silences.put(silence_id, replace(silence, ends_at=now))

    def _take_up(self) -> None:
        if (
            self._written is not None
        ):  # not before what was kept is known: somebody may have ended one by hand
            take_up(self._state, self._written)
            self._written = None

    @property
    def _times(self) -> Times:
        return self._state.times.get("") or Times()

    def _move(self, at: datetime) -> datetime:
        after = moved(self._times, at)
        self._state.times.put("", after)
        assert after.now is not None
        return after.now

    def changed(self) -> Mapping[str, bytes | None]:
        """Return the rows that changed since the last call (None = gone), and forget them."""
        drawn = self._drawing.dump()
        if drawn is not None:
            self._state.other.put("lines", Opaque(data=drawn))
        return self._state.changed()

    def load(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Take up the state that earlier calls of `changed` gave."""
        self._state.load(rows)
        self._take_up()
        lines = self._state.other.get("lines")
        if lines:
            self._drawing.load(lines.data)
        self._chain.reindex()
        self._notices.reindex()

    @property
    def wake_at(self) -> datetime | None:
        """From when a tick may do more than move the time; none: the next one may."""
        now, refit = self._times.now, self._drawing.wake_at
        if now is None or refit is None or len(self._state.held):
            return None
        wanted = (refit, self._chain.wake_at, self._notices.wake_at(now))
        return min(at for at in wanted if at is not None)

    @property
    def now(self) -> datetime | None:
        """The time of the fold: of the latest tick or record."""
        return self._times.now

    def incidents(self) -> tuple[Incident, ...]:
        """Return all incidents that are remembered, also closed ones, by theme and region."""
        return tuple(record.course.incident for record in self._state.records.values())

    def standings(self) -> tuple[Standing, ...]:
        """Return where every alert stands."""
        return tuple(self._state.standings.values())

    def silences(self) -> tuple[Silence, ...]:
        """Return all silences, also those that have ended."""
        self._take_up()
        return tuple(self._state.silences.values())

    def sensitised(self, region: str, theme: str) -> bool:
        """Return whether a region listens closer because a neighbour opened."""
        return self._times.now is not None and self._chain.sensitised(region, theme, self._times.now)

    def line(self, signal: Signal) -> float | None:
        """Return the line that a signal is judged by now, or None where it cannot open; nothing is learned from it."""
        return self._drawing.line(signal, sensitised=self.sensitised(signal.region, signal.theme))

    def digest(self, since: datetime, until: datetime) -> Digest:
        """Return the hand-over of a span of time."""
        return digest_of(
            self.incidents(), self._state.muted.values(), self._state.sights.values(),
            since=since, until=until, account=self._drawing.account(until),
        )  # fmt: skip
