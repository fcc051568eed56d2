"""A timeline as records: what operators write, turned into the mentions and coverage that make it happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from typing import Final

from alerts.spec.timelines import Given, Seen, Timeline, Usual
from tocsin.atlas import Atlas
from tocsin.clock import HOUR, hour_of
from tocsin.ids import digest
from tocsin.model import Coverage, Level, Mention

START: Final = datetime(2026, 3, 2, tzinfo=UTC)  #: a Monday; timelines count from here
_OWNERS: Final = 6  #: in the catalogue of every region of a timeline
_AFTER: Final = timedelta(minutes=10)  #: how long a run goes on after the last expectation
_USUAL_PAPERS: Final = 3  #: that share what is usual
_KEYED: Final = (Level.COUNTRY, Level.ADMIN1, Level.AREA)  #: levels that mentions are made for

At = tuple[datetime, Mention | Coverage]  #: a record and when it comes


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One timeline with what it needs to be played; ``themes`` says which theme each category belongs to."""

    timeline: Timeline
    atlas: Atlas
    themes: Mapping[str, str]

    @property
    def begin(self) -> datetime:
        """When there is something to learn from, or the start."""
        return START - self.timeline.learned if self.timeline.usual else START

    @property
    def end(self) -> datetime:
        """When everything has been given and every expectation is over."""
        expected = (
            one.between[1] if one.between else one.until or timedelta() for one in self.timeline.expect
        )
        given = (one.at + one.over for one in self.timeline.given)
        return START + max([*expected, *given]) + _AFTER

    def records(self) -> Iterator[At]:
        """Yield all records in order of time."""
        mentions = sorted([*self._usual(), *self._given()], key=lambda pair: pair[0])
        return merge(self._coverage(), mentions, key=lambda pair: pair[0])

    def _usual(self) -> Iterator[At]:
        """Yield the usual articles, evenly but not on the hour; they end where the timeline begins."""
        hours = int((START - self.begin) / HOUR)
        for number, usual in enumerate(self.timeline.usual):
            given = Given(
                at=timedelta(),
                articles=1,
                region=usual.region,
                category=usual.category,
                publishers=_USUAL_PAPERS,
            )
            count = int(usual.a_day * hours / 24)
            for index in range(count):
                uneven = int(digest("usual", str(number), str(index))[:8], 16) / 0xFFFFFFFF
                at = self.begin + (START - self.begin) * ((index + uneven) / count)
                yield from self._mentions(given, f"u{number}-{index}", at, index=index)

    def _given(self) -> Iterator[At]:
        for number, given in enumerate(self.timeline.given):
            for index in range(given.articles):
                at = START + given.at + given.over * (index / given.articles)
                yield from self._mentions(given, f"{number}-{index}", at, index=index)

    def _mentions(self, given: Given, article: str, at: datetime, *, index: int) -> Iterator[At]:
        """Yield one article's mentions, of its region and of all that the region lies in."""
        paper = f"paper-{index % given.publishers}"
        for region in self._keys(given.region):
            mention = Mention(
                article=f"{given.region}-{article}", revision=1, region=region,
                themes=(self.themes[given.category],), at=at, seen=at,
                publisher=paper, owner=paper, feed=paper, feed_entries=1000,
                language=given.languages[index % len(given.languages)], categories=(given.category,),
                deaths=given.deaths, title=f"{given.category} in {given.region}", tagger="timeline",
            )  # fmt: skip
            yield at, mention

    def _coverage(self) -> Iterator[At]:
        """Yield the coverage of each hour of every region of the timeline: whole, but for what it says."""
        parts: Sequence[Usual | Given | Seen] = (
            *self.timeline.usual, *self.timeline.given, *self.timeline.seen,
        )  # fmt: skip
        regions = sorted({code for part in parts for code in self._keys(part.region)})
        hour = hour_of(self.begin)
        while (at := datetime.fromtimestamp(hour * 3600, UTC)) < self.end:
            for region in regions:
                coverage = Coverage(
                    shard="timeline", region=region, hour=hour,
                    usual=20.0, visible=20.0 * self._share(region, at), owners=_OWNERS,
                )  # fmt: skip
                yield max(at, self.begin), coverage
            hour += 1

    def _share(self, region: str, at: datetime) -> float:
        """Return how much of a region's usual reporting is seen at a moment."""
        share = 1.0
        for seen in self.timeline.seen:
            if START + seen.at <= at and seen.region in (region, *self.atlas.ancestors(region)):
                share = seen.coverage
        return share

    def _keys(self, region: str) -> tuple[str, ...]:
        """Return the region and all that it lies in, as mentions are made for them."""
        codes = (region, *self.atlas.ancestors(region))
        return tuple(code for code in codes if self.atlas.region(code).level in _KEYED)
