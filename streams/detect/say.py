"""Saying: a `Signal` from a key's numbers and cells, complete enough to be judged and shown without a look-up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from streams.detect.cells import Cell, reports_of
from streams.detect.region import Key, Place
from streams.detect.scan import Scan
from streams.detect.shape import Shape
from streams.stories import Report, grouped, story_id
from tocsin.model import CategoryCount, Cause, Evidence, KeyState, Mention, Signal, WindowScore

STORIES: Final = 8  #: shown as evidence
ARTICLES: Final = 200  #: ids listed
LOOKED_AT: Final = 150  #: newest reports from which the evidence is chosen ...
GLANCED_AT: Final = 24  #: ... and where nothing is unusual
UNUSUAL: Final = 1.5  #: scores from which evidence is chosen with care


def signal(
    place: Place,
    key: Key,
    scan: Scan,
    shape: Shape,
    *,
    hour: int,
    at: datetime,
    cause: Cause,
    state: KeyState,
    usual: float,
    tier: int,
    owners: int,
    early: bool,
    index: int = 0,
    canary: str | None = None,
) -> Signal:
    """Return the signal of a key; ``index`` is its row in the scan, ``hour`` the hour its windows end in."""
    windows, total = _windows(place, key, scan, shape, hour=hour, index=index)
    best = int(scan.best[index])
    score = float(scan.score[index])
    newest = _latest(place, key, range(hour, hour - shape.windows[best], -1))
    looked_at = newest[: LOOKED_AT if score >= UNUSUAL else GLANCED_AT]
    return Signal(
        region=place.code,
        theme=key.theme,
        at=at,
        cause=cause,
        state=state,
        score=0.0 if score != score else score,  # noqa: PLR0124  # nan: nothing can be said
        window=shape.windows[best],
        windows=windows,
        usual=usual,
        tier=tier,
        owners=owners,
        early=early,
        stories=windows[best].stories,
        articles=total.articles,
        publishers=tuple(sorted(total.owners)),
        languages=tuple(sorted(total.languages)),
        categories=windows[best].categories,
        deaths=total.deaths,
        coverage=windows[best].coverage,
        evidence=_evidence(looked_at),
        article_ids=tuple(report.mention.article for report in newest[:ARTICLES]),
        tagger=newest[0].mention.tagger if newest else "",
        canary=canary,
    )


def as_early(found: Signal) -> Signal:
    """Return the signal of a learning key that may open all the same."""
    return replace(found, early=True)


def canary(mention: Mention, *, owners: int, at: datetime) -> Signal:
    """Return the signal of a test article: it carries the mark and the article, and no count."""
    report = Report(mention)
    return Signal(
        region=mention.region,
        theme=min(mention.themes, default=""),
        at=at,
        cause=Cause.MENTION,
        state=KeyState.READY,
        score=0.0,
        window=1,
        windows=(),
        usual=0.0,
        tier=0,
        owners=owners,
        publishers=(mention.owner,),
        languages=(mention.language,),
        evidence=_evidence([report]),
        article_ids=(mention.article,),
        tagger=mention.tagger,
        canary=mention.canary,
    )


class Numbers(NamedTuple):
    """What a scan found of one window of one row."""

    mean: float
    variance: float
    surprise: float
    exposure: float
    full: float


def _windows(
    place: Place, key: Key, scan: Scan, shape: Shape, *, hour: int, index: int
) -> tuple[tuple[WindowScore, ...], Cell]:
    """Return the windows, shortest first, and the winning one's joined cells: one walk back through the hours."""
    found: list[WindowScore] = []
    best, total = int(scan.best[index]), Cell()
    running, at = Cell(), hour
    kinds: tuple[CategoryCount, ...] = ()
    numbers = _numbers(scan, index)
    for number, length in enumerate(shape.windows):
        grew = False
        while at > hour - length:
            if at in place.stories.by_hour:
                running.join(place.cell(key, at))
                grew = True
            at -= 1
        if grew:
            kinds = _counts(running.categories)
        if number == best:
            total = _copy(running)
        found.append(_window(numbers[number], shape, running, length=length, kinds=kinds))
    return tuple(found), total


def _numbers(scan: Scan, index: int) -> list[Numbers]:
    """Return a row of the scan as plain numbers: one by one they would cost more than all else."""
    columns = (scan.mean, scan.variance, scan.surprise, scan.window.exposure, scan.window.full)
    return [Numbers(*row) for row in zip(*(column[index].tolist() for column in columns), strict=True)]


def _latest(place: Place, key: Key, hours: range) -> list[Report]:
    """Return the reports of the newest hours, newest first; hour by hour until there are enough to list."""
    found: list[Report] = []
    for hour in hours:
        if hour in place.stories.by_hour:
            found += sorted(reports_of(place.stories, (hour,), key.theme), key=_newest)
            if len(found) >= ARTICLES:
                break
    return found


def _copy(found: Cell) -> Cell:
    return Cell(
        stories=found.stories,
        dated=found.dated,
        articles=found.articles,
        deaths=found.deaths,
        owners=set(found.owners),
        languages=set(found.languages),
        categories=Counter(found.categories),
    )


def _window(
    numbers: Numbers, shape: Shape, total: Cell, *, length: int, kinds: tuple[CategoryCount, ...]
) -> WindowScore:
    return WindowScore(
        hours=length,
        stories=total.dated if length <= shape.dated_only else total.stories,
        articles=total.articles,
        publishers=len(total.owners),
        expected=numbers.mean,
        variance=numbers.variance,
        surprise=numbers.surprise,
        coverage=min(1.0, numbers.exposure / numbers.full),
        deaths=total.deaths,
        categories=kinds,
    )


def _counts(categories: Counter[str]) -> tuple[CategoryCount, ...]:
    ranked = sorted(categories.items(), key=lambda item: (-item[1], item[0]))
    return tuple(CategoryCount(category=category, stories=count) for category, count in ranked)


def _newest(report: Report) -> tuple[float, str]:
    return -report.moment, report.mention.article


def _evidence(reports: Sequence[Report]) -> tuple[Evidence, ...]:
    """Return the stories that most publishers carry, then the deadliest, then the newest."""
    ranked = sorted(grouped(reports), key=_weight)
    return tuple(_story(story) for story in ranked[:STORIES])


def _weight(story: list[Report]) -> tuple[int, int, float, str]:
    owners = len({report.mention.owner for report in story})
    deaths = max(report.mention.deaths for report in story)
    return -owners, -deaths, -story[0].moment, story_id(story)


def _story(story: list[Report]) -> Evidence:
    first = story[0].mention
    kinds = sorted({kind for report in story for kind in report.mention.categories})
    return Evidence(
        story=story_id(story),
        article=first.article,
        title=first.title,
        url=first.url,
        publisher=first.publisher,
        owner=first.owner,
        language=first.language,
        at=datetime.fromtimestamp(story[0].moment, UTC),
        similar=len(story) - 1,
        categories=tuple(kinds),
        deaths=max(report.mention.deaths for report in story),
        place=first.place,
        words=first.words,
    )
