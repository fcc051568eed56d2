"""Plays timelines and tells what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from alerts.config import AlertConfig
from alerts.fold import AlertFold
from alerts.spec.timelines import TimelineFile
from streams.detect.fold import DetectorFold
from streams.detect.spec import DetectorSpec
from tocsin.atlas import Atlas
from tocsin.model import Notification, Tick
from tocsin.runtime.ruletests.chain import Chain
from tocsin.runtime.ruletests.expectations import unmet
from tocsin.runtime.ruletests.script import START, Script
from tocsin.runtime.ruletests.unknown import unknown_words
from tocsin.strict import Document, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one timeline."""

    file: str
    name: str
    rule: str
    kind: str
    problems: tuple[Problem, ...]
    messages: tuple[Notification, ...]

    @property
    def passed(self) -> bool:
        """Whether everything happened as expected."""
        return not self.problems


def run_timelines(
    config: AlertConfig, atlas: Atlas, files: Iterable[Document[TimelineFile]], *,
    themes: Mapping[str, str], detector: DetectorSpec | None = None, rules: Collection[str] = (),
) -> list[Result]:  # fmt: skip
    """Return the result of every timeline; ``themes`` says which theme each category belongs to.

    ``rules`` keeps to the timelines of these rules.
    """
    return [
        _result(config, atlas, file, number, themes=themes, detector=detector or DetectorSpec())
        for file in files
        if file.value is not None
        for number, timeline in enumerate(file.value.timelines)
        if not rules or timeline.rule in rules
    ]


def untested(config: AlertConfig, files: Iterable[Document[TimelineFile]]) -> dict[str, set[str]]:
    """Return the rules that lack a timeline of one of the three kinds, with the kinds they lack."""
    wanted = {rule.name: {"fires", "does not fire", "near miss"} for rule in config.rules}
    for file in files:
        for timeline in file.value.timelines if file.value else ():
            wanted.get(timeline.rule, set()).discard(timeline.kind)
    return {rule: kinds for rule, kinds in wanted.items() if kinds}


def _result(
    config: AlertConfig, atlas: Atlas, file: Document[TimelineFile], number: int, *,
    themes: Mapping[str, str], detector: DetectorSpec,
) -> Result:  # fmt: skip
    assert file.value is not None
    timeline = file.value.timelines[number]
    problems = list(unknown_words(file, number, timeline, config=config, atlas=atlas, themes=themes))
    notes: tuple[Notification, ...] = ()
    if not problems:
        notes = _posted(Script(timeline=timeline, atlas=atlas, themes=themes), config, detector)
        problems = [
            file.problem(("timelines", number, "expect", index), what)
            for index, what in unmet(timeline.expect, notes)
        ]
    return Result(
        file=file.file, name=timeline.name, rule=timeline.rule, kind=timeline.kind,
        problems=tuple(problems), messages=notes,
    )  # fmt: skip


def _posted(script: Script, config: AlertConfig, detector: DetectorSpec) -> tuple[Notification, ...]:
    """Return what is posted (edits wake nobody and are left out)."""
    rules = tuple(rule for rule in config.rules if rule.name == script.timeline.rule)
    alone = replace(config, rules=rules, routes=config.routes.model_copy(update={"digests": ()}), silences=())
    chain = Chain(DetectorFold(detector, script.atlas), AlertFold(alone, script.atlas), start=START)
    now = script.begin
    chain.feed(Tick(at=now))
    for at, record in script.records():
        now = chain.tick(now, at)
        chain.feed(record)
    chain.tick(now, script.end)
    return tuple(note for note in chain.said if not note.edit and note.at >= START)
