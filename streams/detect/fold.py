"""The detection fold: mentions, ticks, coverage and priors in; signals, ended hours and daily sums out.

Laws kept here:

- All rows of a partition stand in the same hour; ticks alone move it on.
- A cell takes mentions for 48 h; what is older is indexed, not counted.
- What is believed of an hour depends on closed hours alone. So no order of
  arrival within 48 h changes cells, baselines or final scores.
- Nothing here reads a clock or draws a number; a loaded fold equals the one
  that was stored, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from streams.detect import kept
from streams.detect.bank import Bank
from streams.detect.hours import Hours
from streams.detect.keys import Keys
from streams.detect.priors import Known
from streams.detect.region import Place
from streams.detect.shape import HOURLY, Shape
from streams.detect.signals import Signals
from streams.detect.spec import DetectorSpec
from streams.detect.trust import learned, settled
from tocsin.atlas import Atlas
from tocsin.clock import hour_of, start_of
from tocsin.coverage import REREAD
from tocsin.model import Cause, Coverage, Mention, Prior, Signal, Summary, Tick, WindowCount

WORLD: Final = "world"  #: its coverage stands in for regions without feeds of their own
Said = Signal | WindowCount | Summary


class DetectorFold:
    """Folds one partition of ``tocsin.mentions``.

    Without ``curves`` it does not say what each ended hour held (`WindowCount`):
    a replay asks for no curves. Signals and state are the same.
    """

    def __init__(
        self,
        spec: DetectorSpec | None = None,
        atlas: Atlas | None = None,
        *,
        shape: Shape = HOURLY,
        curves: bool = True,
    ) -> None:
        self.spec = spec or DetectorSpec()
        self.shape = shape
        self.keys = Keys(shape, atlas or Atlas(()))
        self.ticked: datetime | None = None
        self.partition = 0
        self._known = Known()
        self._signals = Signals(self.keys, self.spec)
        self._hours = Hours(self.keys, self._signals, self._known, self.spec, curves=curves)
        self._changes = kept.Changes()
        self._turns_at: datetime | None = None  #: until when ticks move no hour on

    @property
    def bank(self) -> Bank:
        """The numbers of all keys."""
        return self.keys.bank

    @property
    def places(self) -> Mapping[str, Place]:
        """All regions, by code."""
        return self.keys.places

    @property
    def wake_at(self) -> datetime | None:
        """When a tick does more than move the time; none: the next one does."""
        return self._turns_at

    def apply(self, record: Mention | Tick | Coverage | Prior) -> tuple[Said, ...]:
        """Move the state on by one record and return what it says, in order."""
        self._changes.note(kept.CLOCKWORK)
        if isinstance(record, Tick):
            return () if self._idle(record) else tuple(self._tick(record))
        if isinstance(record, Mention):
            return tuple(self._mention(record))
        if isinstance(record, Coverage):
            return tuple(self._coverage(record))
        self._known.coming.append(record)
        return ()

    def _idle(self, tick: Tick) -> bool:
        """Take a tick within the running hour, which changes nothing but the time; return whether it was one."""
        if self._turns_at is None or tick.at >= self._turns_at:
            return False
        if self.ticked is None or tick.at > self.ticked:
            self.ticked, self.partition = tick.at, tick.partition
        return True

    def _tick(self, tick: Tick) -> Iterator[Said]:
        if self.ticked is not None and tick.at <= self.ticked:
            return
        self.ticked, self.partition = tick.at, tick.partition
        target = hour_of(tick.at)
        if self.bank.hour is None:
            self._begin(target)
        while self.keys.hour < target:
            self._changes.note_all()
            yield from self._hours.turn(self.keys.hour, self.partition)
        self._turns_at = start_of(self.keys.hour + 1)

    def _begin(self, hour: int) -> None:
        self._changes.note_all()
        self._hours.begin(hour)

    def _mention(self, mention: Mention) -> Iterator[Said]:
        keys, at = self.keys, self._moment(mention.seen)
        if mention.canary is not None:  # it begins no hours: its sender's clock may be wrong
            yield self._signals.canary(mention, at=at)
            return
        if self.bank.hour is None:
            self._begin(hour_of(mention.seen))
        hour = hour_of(mention.at)
        if hour <= max(keys.hour - self.shape.open, keys.born - 1) or hour > keys.hour + 1:
            return
        place = keys.place(mention.region)
        added = place.add(mention, counted=learned(mention, self.spec, born=keys.born))
        if added is None:
            return
        report, hours, themes = added
        self._changes.note(place.code)
        if hour > keys.hour:
            keys.ahead.add(place.code)
        for theme in sorted(themes):
            key = keys.key(place, theme)
            keys.recount(place, key, hours)
            if report.counted:
                yield self._signals.said(place, key, Cause.MENTION, at=at)

    def _coverage(self, record: Coverage) -> Iterator[Said]:
        keys = self.keys
        touched: list[Place] | None = None
        if record.shard == REREAD and self.bank.hour is None:
            return  # nothing was learned yet that another lexicon could change
        grows = self.bank.hour is not None and settled(record.hour, self.spec, born=keys.born)
        if record.region == WORLD:
            keys.world.take(record, grows=grows)
        else:
            touched = [keys.place(record.region)]
            if keys.world.shards and not touched[0].sight.shards and record.shard != REREAD:
                touched[0].sight.volume = keys.world.reach(record.hour)
            touched[0].sight.take(record, grows=grows)
            keys.sighted.add(record.region)
            self._changes.note(record.region)
        if self.bank.hour is None:
            return
        hours: Iterable[int] = (record.hour, keys.hour, keys.hour - 1)
        if record.growth != 1.0:
            hours = range(min(record.hour, keys.hour - 1), keys.hour + 1)
        if touched is None:
            if record.hour < keys.hour - 1:  # of the last two hours what is loaded is looked at anew
                self._changes.note_all()
            keys.look_around(hours)
        else:
            keys.look(touched[0], hours)
        for place, key in self._hours.crossed(touched):
            self._changes.note(place.code)
            yield self._signals.said(place, key, Cause.COVERAGE, at=self._moment(start_of(keys.hour)))

    def _moment(self, seen: datetime) -> datetime:
        return seen if self.ticked is None else max(seen, self.ticked)

    def standing(self, region: str) -> tuple[Signal, ...]:
        """Return what would be said of each theme of a region now; the state is left as it is."""
        place = self.places.get(region)
        if place is None or self.bank.hour is None:
            return ()
        at = self._moment(start_of(self.keys.hour))
        return tuple(
            self._signals.standing(place, key, Cause.HOUR, at=at) for _, key in sorted(place.keys.items())
        )

    def changed(self) -> Mapping[str, bytes | None]:
        """Return the rows that changed since the last call, and forget them."""
        return kept.dump(self._changes.take(self.keys), self.keys, self._known, self)

    def load(self, stored: Iterable[tuple[str, bytes]]) -> None:
        """Take up the state that earlier calls of `changed` gave; raise `CodecFault` for what is newer than we."""
        kept.load(stored, self.keys, self._known, self)
        self._turns_at = None
