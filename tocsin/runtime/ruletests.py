"""Rule tests: timelines as operators write them, through detection and alerting, in virtual time.

    results = run_timelines(alert_config, atlas, documents, themes={"riot": "unrest", ...})
    for result in results: ...  # result.problems is empty where the timeline holds

Only the rule under test is active. What is usual is learned first, at hourly
ticks; the timeline itself runs at one tick a minute, like life.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import merge
from typing import Final

from alerts.config import AlertConfig
from alerts.fold import AlertFold
from alerts.spec.timelines import Expected, Given, Seen, Timeline, TimelineFile, Usual
from alerts.spec.values import spelled
from streams.detect.fold import DetectorFold
from streams.detect.spec import DetectorSpec
from tocsin.atlas import Atlas
from tocsin.clock import HOUR, hour_of
from tocsin.ids import digest
from tocsin.model import (
    Coverage,
    Incident,
    Level,
    Mention,
    Notification,
    Prior,
    Signal,
    Summary,
    Tick,
    WindowCount,
)
from tocsin.strict import Document, Problem, did_you_mean

START: Final = datetime(2026, 3, 2, tzinfo=UTC)  #: a Monday; timelines count from here
MINUTE: Final = timedelta(minutes=1)
OWNERS: Final = 6  #: in the catalogue of every region of a timeline
AFTER: Final = timedelta(minutes=10)  #: how long a run goes on after the last expectation
Event = Mention | Coverage


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
    wrong = _unknown(timeline, config, atlas, themes=themes, file=file, number=number)
    notes = () if wrong else tuple(_run(timeline, config, atlas, themes, detector))
    if not wrong:
        wrong = [
            file.problem(("timelines", number, "expect", index), what)
            for index, what in _failed(timeline, notes)
        ]
    return Result(
        file=file.file, name=timeline.name, rule=timeline.rule, kind=timeline.kind,
        problems=tuple(wrong), messages=notes,
    )  # fmt: skip


def _unknown(
    timeline: Timeline, config: AlertConfig, atlas: Atlas, *, themes: Mapping[str, str],
    file: Document[TimelineFile], number: int,
) -> list[Problem]:  # fmt: skip
    """Return words of a timeline that nobody knows, each where it stands."""
    start = ("timelines", number)
    found: list[Problem] = []
    if config.rule(timeline.rule) is None:
        hint = did_you_mean(timeline.rule, [rule.name for rule in config.rules])
        found.append(file.problem((*start, "rule"), f"there is no rule {timeline.rule!r}", hint))
    regions = [
        *((("usual", n), one.region) for n, one in enumerate(timeline.usual)),
        *((("given", n), one.region) for n, one in enumerate(timeline.given)),
        *((("seen", n), one.region) for n, one in enumerate(timeline.seen)),
    ]
    for path, region in regions:
        if region not in atlas:
            found.append(file.problem((*start, *path, "region"), f"there is no region {region!r}"))
    kinds = [
        *((("usual", n), one.category) for n, one in enumerate(timeline.usual)),
        *((("given", n), one.category) for n, one in enumerate(timeline.given)),
    ]
    for path, category in kinds:
        if category not in themes:
            hint = did_you_mean(category, sorted(themes))
            found.append(
                file.problem((*start, *path, "category"), f"there is no category {category!r}", hint)
            )
    return found


def _run(
    timeline: Timeline, config: AlertConfig, atlas: Atlas, themes: Mapping[str, str], detector: DetectorSpec
) -> Iterator[Notification]:
    """Yield what is posted (edits wake nobody and are left out)."""
    rules = tuple(rule for rule in config.rules if rule.name == timeline.rule)
    alone = replace(config, rules=rules, routes=config.routes.model_copy(update={"digests": ()}), silences=())
    chain = _Chain(DetectorFold(detector, atlas), AlertFold(alone, atlas))
    begin = START - timeline.learned if timeline.usual else START
    end = START + _length(timeline)
    events = merge(
        _coverage(timeline, begin, end, atlas),
        _usual(timeline, begin, atlas, themes), _given(timeline, atlas, themes),
        key=lambda pair: pair[0],
    )  # fmt: skip
    now = begin
    chain.feed(Tick(at=now))
    for at, event in events:
        now = chain.tick(now, at)
        chain.feed(event)
    chain.tick(now, end)
    return iter([note for note in chain.said if not note.edit and note.at >= START])


class _Chain:
    """Detection and alerting, joined as in every runtime."""

    def __init__(self, detection: DetectorFold, alerting: AlertFold) -> None:
        self._detection = detection
        self._alerting = alerting
        self.said: list[Notification] = []

    def tick(self, now: datetime, until: datetime) -> datetime:
        """Let time pass: hour by hour while learning, minute by minute afterwards."""
        while now < until:
            step = HOUR if now + HOUR <= START else MINUTE
            now = min(now + step, until)
            self.feed(Tick(at=now))
        return now

    def feed(self, record: Mention | Tick | Coverage | Prior) -> None:
        """Fold one record, and what it gives rise to."""
        for said in self._detection.apply(record):
            if not isinstance(said, WindowCount):
                self._alert(said)
        if isinstance(record, Tick | Coverage):
            self._alert(record)

    def _alert(self, record: Signal | Tick | Coverage | Summary) -> None:
        for said in self._alerting.apply(record):
            if isinstance(said, Prior):
                self.feed(said)
            elif not isinstance(said, Incident):
                self.said.append(said)


def _length(timeline: Timeline) -> timedelta:
    times = [one.between[1] if one.between else one.until or timedelta() for one in timeline.expect]
    return max([*times, *(one.at + one.over for one in timeline.given)]) + AFTER


def _given(timeline: Timeline, atlas: Atlas, themes: Mapping[str, str]) -> Iterator[tuple[datetime, Event]]:
    found: list[tuple[datetime, Event]] = []
    for number, given in enumerate(timeline.given):
        for index in range(given.articles):
            at = START + given.at + given.over * (index / given.articles)
            found += [
                (at, _mention(given, region, f"{number}-{index}", at, themes=themes, index=index))
                for region in _keys(given.region, atlas)
            ]
    return iter(sorted(found, key=lambda pair: pair[0]))


def _mention(
    given: Given, region: str, article: str, at: datetime, *, themes: Mapping[str, str], index: int
) -> Mention:
    paper = f"paper-{index % given.publishers}"
    return Mention(
        article=f"{given.region}-{article}", revision=1, region=region, themes=(themes[given.category],), at=at, seen=at,
        publisher=paper, owner=paper, feed=paper, feed_entries=1000,
        language=given.languages[index % len(given.languages)], categories=(given.category,),
        deaths=given.deaths, title=f"{given.category} in {given.region}", tagger="timeline",
    )  # fmt: skip


def _usual(
    timeline: Timeline, begin: datetime, atlas: Atlas, themes: Mapping[str, str]
) -> Iterator[tuple[datetime, Event]]:
    """Yield the usual articles, evenly but not on the hour; they end where the timeline begins."""
    found: list[tuple[datetime, Event]] = []
    hours = int((START - begin) / HOUR)
    for number, usual in enumerate(timeline.usual):
        given = Given(at=timedelta(), articles=1, region=usual.region, category=usual.category)
        count = int(usual.a_day * hours / 24)
        for index in range(count):
            uneven = int(digest("usual", str(number), str(index))[:8], 16) / 0xFFFFFFFF
            at = begin + (START - begin) * ((index + uneven) / count)
            for region in _keys(usual.region, atlas):
                mention = _mention(given, region, f"u{number}-{index}", at, themes=themes, index=index)
                found.append(
                    (at, replace(mention, owner=f"paper-{index % 3}", publisher=f"paper-{index % 3}"))
                )
    return iter(sorted(found, key=lambda pair: pair[0]))


def _coverage(
    timeline: Timeline, begin: datetime, end: datetime, atlas: Atlas
) -> Iterator[tuple[datetime, Event]]:
    """Yield the coverage of each hour of every region of the timeline: whole, but for what it says."""
    parts: Sequence[Usual | Given | Seen] = (*timeline.usual, *timeline.given, *timeline.seen)
    regions = sorted({code for part in parts for code in _keys(part.region, atlas)})
    hour = hour_of(begin)
    while datetime.fromtimestamp(hour * 3600, UTC) < end:
        at = datetime.fromtimestamp(hour * 3600, UTC)
        for region in regions:
            share = _share(timeline, region, at, atlas)
            yield (
                max(at, begin),
                Coverage(
                    shard="timeline",
                    region=region,
                    hour=hour,
                    usual=20.0,
                    visible=20.0 * share,
                    owners=OWNERS,
                ),
            )
        hour += 1


def _share(timeline: Timeline, region: str, at: datetime, atlas: Atlas) -> float:
    share = 1.0
    for seen in timeline.seen:
        if START + seen.at <= at and (region == seen.region or seen.region in atlas.ancestors(region)):
            share = seen.coverage
    return share


def _keys(region: str, atlas: Atlas) -> tuple[str, ...]:
    """Return the region and all that it lies in, as mentions are made for them."""
    keyed = (Level.COUNTRY, Level.ADMIN1, Level.AREA)
    return tuple(code for code in (region, *atlas.ancestors(region)) if atlas.region(code).level in keyed)


def _failed(timeline: Timeline, notes: Sequence[Notification]) -> Iterator[tuple[int, str]]:
    """Yield each expectation that was not met, in words."""
    left = list(notes)
    for index, one in enumerate(timeline.expect):
        if one.between is not None:
            match = next((note for note in left if _meets(one, note)), None)
            if match is None:
                yield index, f"expected {_words(one)}, but {_happened(left)}"
                continue
            left = left[left.index(match) + 1 :]
        elif one.until is not None:
            more = [note for note in left if note.at - START <= one.until]
            if more:
                yield index, f"expected no more until {spelled(one.until)}, but {_happened(more)}"


def _meets(one: Expected, note: Notification) -> bool:
    assert one.between is not None
    place = note.incident.place if note.incident else None
    return (
        one.between[0] <= note.at - START <= one.between[1]
        and one.notify in (None, note.receiver)
        and one.reason in (None, note.reason)
        and one.level in (None, note.level.value)
        and one.place in (None, place)
    )


def _words(one: Expected) -> str:
    assert one.between is not None
    wanted = [
        one.reason.value if one.reason else None,
        one.level,
        one.place,
        one.notify and f"to {one.notify}",
    ]
    what = ", ".join(word for word in wanted if word) or "a message"
    return f"{what} between {spelled(one.between[0])} and {spelled(one.between[1])}"


def _happened(notes: Sequence[Notification]) -> str:
    if not notes:
        return "nothing was said"
    told = [
        f"{note.reason.value} ({note.level.value}) to {note.receiver} at {spelled(note.at - START)}"
        for note in notes[:3]
    ]
    return "there was: " + "; ".join(told)
