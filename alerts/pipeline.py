"""The chain on one screen: order, never conditions.

signal -> rules -> lifecycle -> group -> incident -> react -> mute, repeat, escalate -> plan
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from alerts.config import AlertConfig
from alerts.drawing import Drawing
from alerts.group import home
from alerts.incidents import Course, step, stories_by_region
from alerts.index import Index, record_key, standing_key
from alerts.lifecycle import Standing, heard, woken
from alerts.neighbourhood import is_sensitised
from alerts.notices import Notices
from alerts.react import broken
from alerts.rules.judge import judge
from alerts.rules.select import looks_at
from alerts.rules.sequence import Progress, progressed
from alerts.rules.spike import Drawn
from alerts.rules.together import judge_together
from alerts.spec import RuleSpec
from alerts.state import Record, State
from alerts.telling import Telling
from alerts.wakes import next_look
from tocsin.atlas import Atlas
from tocsin.model import Incident, IncidentLevel, Notification, Phase, Signal

Out = Incident | Notification
FORGET: Final = timedelta(days=14)  #: a closed incident is remembered for digests and explanations


class Alerting:
    """Carries a signal, or the passing of time, through all links of the chain."""

    def __init__(self, config: AlertConfig, atlas: Atlas, state: State, drawing: Drawing) -> None:
        self._config = config
        self._atlas = atlas
        self._state = state
        self._drawing = drawing
        self._index = Index(state, atlas)
        self._telling = Telling(config, atlas, state)
        self.notices = Notices(config, atlas, state, drawing)
        self._looks: dict[tuple[str, str], bool] = {}  #: by rule and region: neither changes while we run
        self._labels = {rule.name: tuple(sorted(rule.labels.items())) for rule in config.rules}

    def signal(self, signal: Signal, now: datetime) -> list[Out]:
        """Judge a signal by every rule and move on the incidents it touches."""
        if signal.region not in self._atlas:
            return []
        self._state.signals.put(f"{signal.region}|{signal.theme}", signal)
        self._index.know(signal)
        drawn = self._drawn(signal, now)
        touched = self._homes_around(signal)
        for rule in self._config.rules:
            touched |= self._rule(rule, signal, drawn, now)
        return [out for name in sorted(touched) for out in self.advance(signal.theme, name, now)]

    def wake(self, now: datetime) -> list[Out]:
        """Let alerts and incidents move on whose time has come."""
        out: list[Out] = []
        for kind, key in self._index.due(now):
            if kind == "standing":
                out += self._wake_standing(key, now)
            else:
                theme, _, region = key.partition("|")
                out += self.advance(theme, region, now)
        return out

    def advance(self, theme: str, region: str, now: datetime) -> list[Out]:
        """Move one incident on, and tell whom it concerns."""
        key = record_key(theme, region)
        record = self._state.records.get(key)
        course = step(
            record.course if record else None, region=region, theme=theme,
            standings=self._index.standings(theme, region), signals=self._index.signals(theme, region),
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
        for key, record in self._state.records.items():
            closed = record.course.closed_at
            if closed and now - closed > FORGET:
                self._index.put_record(key, None)
        for key, done in self._state.actions.items():
            if now - done.at > FORGET:
                self._state.actions.put(key, None)
        for key, muted in self._state.muted.items():
            if now - muted.at > FORGET:
                self._state.muted.put(key, None)

    def reindex(self) -> None:
        """Derive the look-ups from the rows, after loading."""
        self._index.rebuild()

    def key_of(self, incident: str) -> str | None:
        """Return the row key of an incident by its id."""
        return self._index.key_of(incident)

    def sensitised(self, region: str, theme: str, now: datetime) -> bool:
        """Return whether a bordering region opened lately."""
        rules = [rule.name for rule in self._config.rules if rule.when.spike]
        return is_sensitised(region, theme, rules, state=self._state, atlas=self._atlas, now=now)

    def _drawn(self, signal: Signal, now: datetime) -> Drawn | None:
        key = record_key(signal.theme, self._atlas.country(signal.region) or signal.region)
        record = self._state.records.get(key)
        confirmed = bool(record and record.course.incident.relevant)
        near = self.sensitised(signal.region, signal.theme, now)
        return self._drawing.drawn(signal, sensitised=near, confirmed=confirmed)

    def _pace(self, record: Record | None) -> timedelta:
        told = record is not None and any(one.root for one in record.said)
        return self._config.routes.grouping.interval if told else timedelta()

    def _homes_around(self, signal: Signal) -> set[str]:
        around = (signal.region, *self._atlas.ancestors(signal.region))
        return {code for code in around if self._state.records.get(record_key(signal.theme, code))}

    def _rule(self, rule: RuleSpec, signal: Signal, drawn: Drawn | None, now: datetime) -> set[str]:
        key = standing_key(rule.name, signal.region, signal.theme)
        before = self._state.standings.get(key)
        if before is None and not self._concerns(rule, signal):
            return set()
        finding = judge(
            rule, signal, drawn=drawn, progress=self._progress(rule, signal, now), atlas=self._atlas, now=now
        )
        if rule.when.spike:
            finding = judge_together(
                rule.when.spike,
                finding,
                signal,
                partial(self._near, signal, now),
                line=self._drawing.neighbours(),
                now=now,
            )
        if before is None and not finding.holds:
            return set()
        after = heard(
            before, finding, rule=rule.name, region=signal.region, theme=signal.theme,
            wait=rule.for_, keep=rule.keep_firing_for, now=now,
        )  # fmt: skip
        after = self._housed(before, after, signal, now)
        self._index.put_standing(key, after)
        return {one.home for one in (before, after) if one and one.home}

    def _concerns(self, rule: RuleSpec, signal: Signal) -> bool:
        """Return whether a rule may hold for a signal, or learn from it, going by region and theme alone."""
        known = self._looks.get((rule.name, signal.region))
        if known is None:
            looks = not rule.when.silence and looks_at(rule, signal.region, self._atlas)
            known = self._looks[rule.name, signal.region] = looks
        if not known:
            return False
        return bool(rule.when.sequence) or not rule.themes or signal.theme in rule.themes

    def _near(self, signal: Signal, now: datetime) -> list[Signal]:
        """Return what bordering regions measured last; none once one of them rings, for that one speaks."""
        if self.sensitised(signal.region, signal.theme, now):
            return []
        found = (
            self._state.signals.get(f"{code}|{signal.theme}") for code in self._atlas.borders(signal.region)
        )
        return [one for one in found if one is not None]

    def _housed(
        self, before: Standing | None, after: Standing | None, signal: Signal, now: datetime
    ) -> Standing | None:
        fires = after is not None and after.phase is Phase.FIRING
        if after is None or not fires or (before is not None and before.phase is Phase.FIRING):
            return after
        rule = self._config.rule(after.rule)
        if rule and rule.when.spike and after.together:
            self._drawing.opened_together(now)
        elif rule and rule.when.spike:
            self._drawing.opened(signal, now, one_source=after.one_source)
        incidents = [record.course.incident for record in self._state.records.values()]
        inside = self._index.signals(signal.theme, signal.region)
        stories = stories_by_region(inside, after.window, now)
        return replace(after, home=home(signal, incidents, self._atlas, stories=stories))

    def _wake_standing(self, key: str, now: datetime) -> list[Out]:
        standing = self._state.standings.get(key)
        assert standing is not None
        rule = self._config.rule(standing.rule)
        after = None
        if rule is not None:
            after = woken(standing, wait=rule.for_, keep=rule.keep_firing_for, now=now)
        signal = self._state.signals.get(f"{standing.region}|{standing.theme}")
        if signal is not None:
            after = self._housed(standing, after, signal, now)
        self._index.put_standing(key, after)
        homes = sorted({one.home for one in (standing, after) if one and one.home})
        return [out for name in homes for out in self.advance(standing.theme, name, now)]

    def _progress(self, rule: RuleSpec, signal: Signal, now: datetime) -> list[Progress]:
        spec = rule.when.sequence
        if spec is None or not looks_at(rule, signal.region, self._atlas):
            return []
        key = f"{rule.name}|{signal.region}"
        before = self._state.progress.get(key)
        if before is None or len(before.stages) != len(spec.stages):
            before = Progress(rule=rule.name, region=signal.region, stages=(None,) * len(spec.stages))
        after = progressed(before, spec, signal, now)
        if any(after.stages):
            self._state.progress.put(key, after)
        near = self._atlas.borders(signal.region) if spec.neighbours else ()
        others = (self._state.progress.get(f"{rule.name}|{code}") for code in near)
        return [after, *(one for one in others if one and len(one.stages) == len(spec.stages))]

    def _tell(self, key: str, record: Record, now: datetime) -> list[Out]:
        told, notes = self._telling.tell(record, now)
        self._index.put_record(key, replace(told, wake_at=next_look(told, self._config, now)))
        return list(notes)


def _recorded(record: Record | None, course: Course, now: datetime) -> Record:
    if record is None:
        return Record(course=course, first_at=now)
    closed = record.course.incident.level is IncidentLevel.CLOSED
    if closed and course.incident.level is not IncidentLevel.CLOSED:
        fresh = course.incident.id != record.course.incident.id
        return replace(record, course=course, first_at=now, said=() if fresh else record.said, reacted=None)
    return replace(record, course=course)


def _emitted(before: Record | None, after: Record) -> list[Out]:
    if before is not None and before.course.incident == after.course.incident:
        return []
    return [after.course.incident]
