"""One recorded stream played through the shipped configuration: what opened, what was said, what it cost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tocsin.clock import hour_of
from tocsin.model import (
    Article,
    Coverage,
    Incident,
    IncidentLevel,
    Mention,
    Notification,
    Reason,
)
from tocsin.runtime.jsonl import Line, article
from tocsin.runtime.parts import Parts
from tocsin.runtime.replay import Chain, Replay
from tocsin.runtime.replay_tagging import Tagging
from tocsin.runtime.replaying import finding, owners
from tocsin.runtime.sources import Sources

OPEN = frozenset({IncidentLevel.WATCH, IncidentLevel.HIGH, IncidentLevel.CRITICAL})
RECEIVER = "log"  #: the shipped routes reach it without any setting
SHIFT = timedelta(hours=8)
WEEK = timedelta(days=7)


@dataclass(slots=True, kw_only=True)
class Opening:
    """One opening of an incident, as it stood then, and how it went on."""

    incident: Incident
    worst: IncidentLevel
    ended: datetime | None = None
    first_report: datetime  #: earliest of the reports in its evidence


@dataclass(slots=True, kw_only=True)
class Played:
    """What one stream gave."""

    name: str
    articles: int = 0
    counted: int = 0  #: articles that made a mention
    start: datetime
    end: datetime
    openings: list[Opening] = field(default_factory=list)
    posts: list[datetime] = field(default_factory=list)  #: audible messages: neither edits nor digests
    calms: list[datetime] = field(default_factory=list)  #: when an incident was told as calming or closed
    shares: list[tuple[datetime, float]] = field(
        default_factory=list
    )  #: of the usual reporting, as it was told
    seconds: float = 0.0  #: of CPU

    @property
    def weeks(self) -> float:
        """How long the stream is."""
        return (self.end - self.start) / WEEK

    def calmed(self, start: datetime, end: datetime) -> int:
        """Return how often an incident was told as calming or closed between two moments."""
        return sum(start <= at < end for at in self.calms)

    def least_coverage(self, start: datetime, end: datetime) -> float:
        """Return the lowest share of the usual reporting that was told between two moments."""
        return min((share for at, share in self.shares if start <= at < end), default=1.0)


def play(name: str, lines: Iterable[dict[str, Any]], parts: Parts) -> Played:
    """Play articles in the format of `tocsin replay`, which must come in the order of their sighting."""
    known = owners(parts)
    articles = [_article(number, line, known) for number, line in enumerate(lines, 1)]
    articles.sort(key=lambda one: (one.seen, one.id))
    played = Played(name=name, articles=len(articles), start=articles[0].seen, end=articles[-1].seen)
    times: dict[str, datetime] = {}

    def read(given: Iterable[Article]) -> Iterator[tuple[Article, Sequence[Mention]]]:
        for one, found in Tagging(list(given), finding(parts), beside=0):
            if found:
                played.counted += 1
                times[one.id] = one.at
            yield one, found

    chain = Chain(
        read=read, detection=parts.detection(curves=False), alerting=parts.alerting(),
    )  # fmt: skip
    sources = Sources()

    def covered(one: Article | None, now: datetime) -> Iterator[Coverage]:
        for record in sources(one, now):
            if record.hour == hour_of(now):
                played.shares.append((now, record.visible / record.usual if record.usual else 1.0))
            yield record

    parts.tagger.tag(articles[0])
    began = time.process_time()
    _read(Replay(chain, coverage=covered).play(articles), played, times)
    played.seconds = time.process_time() - began
    return played


def _article(number: int, line: dict[str, Any], known: Any) -> Article:
    fields = {key: value for key, value in line.items() if key in Line.__struct_fields__}
    return article(number, Line(**fields), now=datetime.now(UTC), owners=known)


def _read(said: Iterator[Incident | Notification], played: Played, times: dict[str, datetime]) -> None:
    running: dict[str, Opening] = {}
    for one in said:
        if isinstance(one, Notification):
            if one.receiver == RECEIVER and not one.edit and one.reason is not Reason.DIGEST:
                played.posts.append(one.at)
            continue
        if one.reason in (Reason.CALMING, Reason.CLOSED):
            played.calms.append(one.at)
        before = running.get(one.id)
        if before is None and one.level in OPEN:
            first = min((times[name] for name in one.article_ids), default=one.at)
            running[one.id] = Opening(incident=one, worst=one.level, first_report=first)
            played.openings.append(running[one.id])
        elif before is not None and one.level in OPEN:
            before.worst = max(before.worst, one.level, key=list(IncidentLevel).index)
        elif before is not None and one.level is IncidentLevel.CLOSED:
            running.pop(one.id).ended = one.at


def loudest_shift(played: Played) -> tuple[datetime, int, float]:
    """Return the begin of the week with most posts, its busiest 8-h shift's posts, and its mean a shift."""
    if not played.posts:
        return played.start, 0, 0.0
    weeks: dict[int, list[datetime]] = {}
    for at in played.posts:
        weeks.setdefault((at - played.start) // WEEK, []).append(at)
    number, posts = max(weeks.items(), key=lambda item: (len(item[1]), -item[0]))
    shifts: dict[int, int] = {}
    for at in posts:
        shifts[(at - played.start) // SHIFT] = shifts.get((at - played.start) // SHIFT, 0) + 1
    return played.start + number * WEEK, max(shifts.values()), len(posts) / 21
