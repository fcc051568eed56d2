"""Judging: a signal against every rule that looks at its key, and where the alerts stand after it.

Most signals change nothing: no rule holds, no alert stands. That is found out
before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from math import inf
from typing import NamedTuple

from alerts.config import AlertConfig
from alerts.drawing import Drawing
from alerts.facts import stories_by_region
from alerts.group import home
from alerts.index import Index, record_key, standing_key
from alerts.lifecycle import Standing, heard, woken
from alerts.neighbourhood import Neighbourhood
from alerts.rules.finding import Finding
from alerts.rules.judge import judge
from alerts.rules.select import looks_at
from alerts.rules.sequence import Progress, progressed
from alerts.rules.spike import Drawn
from alerts.rules.together import WORTH, judge_together
from alerts.spec import RuleSpec
from alerts.state import State
from tocsin.atlas import Atlas
from tocsin.model import Phase, Signal


class Heeded(NamedTuple):
    """A rule as one key meets it; signals below what it needs at the least cannot make it hold."""

    rule: RuleSpec
    key: str  #: of the row in which its alert stands
    looks: bool  #: whether it looks at this region and theme
    learns: bool  #: whether it learns from this region and theme, or asks what it has learned
    score: float  #: needed at the least ...
    stories: int  #: ... in the longest window, which holds the most


class Judging:
    """Holds every signal against the rules, and moves the alerts on."""

    def __init__(
        self, config: AlertConfig, atlas: Atlas, state: State, index: Index, drawing: Drawing
    ) -> None:
        self._config, self._atlas, self._state = config, atlas, state
        self._index, self._drawing = index, drawing
        #: by region and theme: the row of its country's incident, and the rules
        self._heeded: dict[tuple[str, str], tuple[str, tuple[Heeded, ...]]] = {}
        self.near = Neighbourhood(config, atlas, state, index)

    def forget(self) -> None:
        """Find out anew which rules a key meets, after rows were loaded."""
        self._heeded.clear()

    def judged(self, signal: Signal, now: datetime) -> set[str]:
        """Judge a signal by every rule and return the incident regions whose alerts may have changed."""
        key = signal.region, signal.theme
        known = self._heeded.get(key)
        if known is None:
            country = record_key(signal.theme, self._atlas.country(signal.region) or signal.region)
            known = self._heeded[key] = country, tuple(self._rules_of(signal))
        row, heeded = known
        drawn = self._drawn(signal, row, now)
        most = signal.windows[-1].stories if signal.windows else 0
        touched: set[str] = set()
        for one in heeded:
            progress = self._progress(one.rule, signal, now) if one.learns else ()
            before = self._state.standings.get(one.key)
            if before or (one.looks and not signal.score < one.score and most >= one.stories):
                touched |= self._moved(one, before, signal, drawn, progress, now)
        return touched

    def woken(self, key: str, now: datetime) -> list[str]:
        """Move an alert on because of the time alone; return the incident regions it belongs to."""
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
        return sorted({one.home for one in (standing, after) if one and one.home})

    def _rules_of(self, signal: Signal) -> Iterator[Heeded]:
        """Yield the rules that may hold for a key, learn from it, or have an alert standing there."""
        for rule in self._config.rules:
            key = standing_key(rule.name, signal.region, signal.theme)
            here = not rule.when.silence and looks_at(rule, signal.region, self._atlas)
            looks = here and (not rule.themes or signal.theme in rule.themes)
            stages = rule.when.sequence.stages if rule.when.sequence else ()
            learns = here and (
                any(stage.theme == signal.theme for stage in stages) or (looks and bool(stages))
            )
            if looks or learns or self._state.standings.get(key) is not None:
                yield Heeded(rule, key, looks, learns, *_least(rule))

    def _moved(
        self, one: Heeded, before: Standing | None, signal: Signal, drawn: Drawn | None,
        progress: Iterable[Progress], now: datetime,
    ) -> set[str]:  # fmt: skip
        rule = one.rule
        finding = judge(rule, signal, looks=one.looks, drawn=drawn, progress=progress, now=now)
        if rule.when.spike and signal.score >= WORTH:
            finding = self._together(rule, finding, signal, now)
        if before is None and not finding.holds:
            return set()
        after = heard(
            before, finding, rule=rule.name, region=signal.region, theme=signal.theme,
            wait=rule.for_, keep=rule.keep_firing_for, now=now,
        )  # fmt: skip
        after = self._housed(before, after, signal, now)
        self._index.put_standing(one.key, after)
        return {standing.home for standing in (before, after) if standing and standing.home}

    def _together(self, rule: RuleSpec, finding: Finding, signal: Signal, now: datetime) -> Finding:
        assert rule.when.spike is not None
        around = partial(self.near.signals, signal, now)
        return judge_together(
            rule.when.spike, finding, signal, around, line=self._drawing.neighbours(), now=now
        )

    def _drawn(self, signal: Signal, row: str, now: datetime) -> Drawn | None:
        record = self._state.records.get(row)
        confirmed = bool(record and record.course.incident.relevant)
        near = self.near.sensitised(signal.region, signal.theme, now)
        return self._drawing.drawn(signal, sensitised=near, confirmed=confirmed)

    def _housed(
        self, before: Standing | None, after: Standing | None, signal: Signal, now: datetime
    ) -> Standing | None:
        """Return an alert with the incident it belongs to, chosen when it begins to fire."""
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

    def _progress(self, rule: RuleSpec, signal: Signal, now: datetime) -> Iterator[Progress]:
        """Remember what a signal meets of a sequence; return how far that has come here and next door."""
        spec = rule.when.sequence
        assert spec is not None
        key = f"{rule.name}|{signal.region}"
        before = self._state.progress.get(key)
        if before is None or len(before.stages) != len(spec.stages):
            before = Progress(rule=rule.name, region=signal.region, stages=(None,) * len(spec.stages))
        after = progressed(before, spec, signal, now)
        if after is not before:
            self._state.progress.put(key, after)
        near = self._atlas.borders(signal.region) if spec.neighbours else ()
        others = (self._state.progress.get(f"{rule.name}|{code}") for code in near)
        return chain((after,), (one for one in others if one and len(one.stages) == len(spec.stages)))


def _least(rule: RuleSpec) -> tuple[float, int]:
    """Return the score and the stories without which a rule cannot begin to hold: no line lies as low as `WORTH`.

    A threshold asks for no score: in a region's first hours, and where we see little, scores are negative or none.
    """
    when = rule.when
    if when.spike:
        return WORTH, 1
    if when.threshold:
        return -inf, max(when.threshold.stories or 0, when.threshold.min_stories)
    return -inf, when.sequence.stages[-1].stories if when.sequence else 0
