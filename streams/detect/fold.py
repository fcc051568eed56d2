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

from streams.detect import priors, rows, say
from streams.detect.advance import advance
from streams.detect.arrays import Bools, np
from streams.detect.bank import Bank
from streams.detect.region import Key, Place
from streams.detect.rows import VERSION, Clockwork, PlaceRow
from streams.detect.scan import Scan, scan
from streams.detect.shape import HOURLY, Shape
from streams.detect.sight import Sight
from streams.detect.spec import DetectorSpec
from streams.detect.trust import early, learned
from tocsin.atlas import Atlas
from tocsin.clock import hour_of, start_of
from tocsin.model import (
    TIERS,
    Cause,
    Coverage,
    KeyState,
    Mention,
    Prior,
    Signal,
    Summary,
    Tick,
    WindowCount,
)

CLOCKWORK: Final = "@"  #: the row of what belongs to no region
SILENT: Final = "@silent"  #: the row of the keys that new keys begin as
OFFSETS: Final = range(-12, 15)  #: hours east of UTC: one silent key each, rows 0..26
WORLD: Final = "world"  #: its coverage stands in for regions without feeds of their own
BLIND_HOURS: Final = 6  #: over which a key's sight is judged
ROOM: Final = 48  #: rows that a bank begins with
Said = Signal | WindowCount | Summary


class DetectorFold:
    """Folds one partition of ``tocsin.mentions``."""

    def __init__(
        self, spec: DetectorSpec | None = None, atlas: Atlas | None = None, *, shape: Shape = HOURLY
    ) -> None:
        self.spec = spec or DetectorSpec()
        self.atlas = atlas or Atlas(())
        self.shape = shape
        self.bank = Bank(shape, ROOM)
        self.places: dict[str, Place] = {}
        self.bank.shift[: len(OFFSETS)] = OFFSETS
        self.by_row: list[tuple[Place, Key] | None] = [None] * len(OFFSETS)
        self.world = Sight()
        self.born = 0
        self.ticked: datetime | None = None
        self.partition = 0
        self.priors: dict[tuple[int, int], Prior] = {}
        self.coming: list[Prior] = []
        self._ordered: list[tuple[Place, Key]] = []
        self._dirty: set[str] = set()
        self._all_dirty = False
        self._next_turn: datetime | None = None  #: until when ticks move no hour on

    # -- records -------------------------------------------------------------

    def apply(self, record: Mention | Tick | Coverage | Prior) -> tuple[Said, ...]:
        """Move the state on by one record and return what it says, in order."""
        self._dirty.add(CLOCKWORK)
        if isinstance(record, Tick) and self._idle(record):
            return ()
        if isinstance(record, Mention):
            return tuple(self._mention(record))
        if isinstance(record, Tick):
            return tuple(self._tick(record))
        if isinstance(record, Coverage):
            return tuple(self._coverage(record))
        self.coming.append(record)
        return ()

    def _idle(self, tick: Tick) -> bool:
        """Take a tick within the running hour, which changes nothing but the time; return whether it was one."""
        if self._next_turn is None or tick.at >= self._next_turn:
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
        while self.bank.hour is not None and self.bank.hour < target:
            yield from self._turn(self.bank.hour)
        self._next_turn = start_of(self._hour() + 1)

    def _mention(self, mention: Mention) -> Iterator[Said]:
        if self.bank.hour is None:
            self._begin(hour_of(mention.seen))
        now, hour = self._hour(), hour_of(mention.at)
        if mention.canary is not None:
            yield self._canary(mention)
            return
        if hour <= max(now - self.shape.open, self.born - 1) or hour > now + 1:
            return
        place = self._place(mention.region)
        counted = learned(mention, self.spec, born=self.born)
        added = place.add(mention, counted=counted)
        if added is None:
            return
        report, hours, themes = added
        self._dirty.add(place.code)
        for theme in sorted(themes):
            key = self._key(place, theme)
            self._recount(place, key, hours)
            if report.counted:
                yield self._signal(place, key, Cause.MENTION, at=self._moment(mention.seen))

    def _coverage(self, record: Coverage) -> Iterator[Said]:
        if record.region == WORLD:
            self.world.take(record)
            touched = [place for place in self.places.values() if not place.sight.shards]
        else:
            place = self._place(record.region)
            place.sight.take(record)
            self._dirty.add(place.code)
            touched = [place]
        if self.bank.hour is None:
            return
        for place in touched:
            self._look(place, {record.hour, self.bank.hour, self.bank.hour - 1})
            yield from self._blindness(place)

    # -- time ----------------------------------------------------------------

    def _begin(self, hour: int) -> None:
        self.born = hour
        self._all_dirty = True
        self.bank.seen[:] = 0.0
        self.bank.born[:] = hour
        advance(self.bank, hour, closed=False)

    def _turn(self, ended: int) -> Iterator[Said]:
        """End an hour and begin the next: what the ended hour says, then what the new one believes."""
        self._all_dirty = True
        found = scan(self.bank, ended)
        yield from self._ended(ended, found)
        hour = ended + 1
        advance(self.bank, hour, closed=hour - self.shape.open >= self.born)
        self._take_priors(hour)
        early_birds = list(self._open(hour))
        for place in sorted(self.places.values(), key=_code):
            yield from self._blindness(place)
        for place, key in early_birds:
            yield self._signal(place, key, Cause.MENTION, at=start_of(hour))
        if hour % 12 == 0:
            for place in self.places.values():
                place.forget(hour)
        if hour % 24 == 0:
            yield from self._summaries(hour)

    def _open(self, hour: int) -> Iterator[tuple[Place, Key]]:
        """Let a new hour see what shards said of it and what arrived before it began."""
        for place in sorted(self.places.values(), key=_code):
            if place.sight.shards or self.world.shards:
                self._look(place, {hour, hour - 1, hour - 2})
            if hour in place.stories.by_hour:
                for key in place.keys.values():
                    self._recount(place, key, {hour})
                    if place.cell(key, hour).articles:
                        yield place, key

    def _ended(self, hour: int, found: Scan) -> Iterator[Said]:
        bank, used = self.bank, len(self.by_row)
        score = np.nan_to_num(found.score[:used], nan=-1.0)
        for row in np.flatnonzero(score >= self.spec.raised):
            self._held(int(row))[1].hot = hour
        spoke: Bools = bank.stories[:used].max(axis=1) > 0
        daily = hour % 24 == 0
        for place, key in self._in_order():
            hot = key.hot is not None and hour - key.hot <= self.spec.raised_hours
            if hot:
                yield self._signal(place, key, Cause.HOUR, at=start_of(hour + 1), found=found, hour=hour)
            if hot or daily or spoke[key.row]:
                hours = {hour, *(h for h in key.restated if h > hour - self.shape.open)}
                spreads = found.spread[key.row, 0]
                for h in sorted(hours):
                    yield self._count(place, key, h, spreads, found if h == hour else None)
            key.restated.clear()

    def _in_order(self) -> list[tuple[Place, Key]]:
        """Return all keys by region and theme: rows are numbered as keys came, which a restart changes."""
        if len(self._ordered) != len(self.by_row) - len(OFFSETS):
            self._ordered = sorted((pair for pair in self.by_row if pair is not None), key=_pair)
        return self._ordered

    def _take_priors(self, hour: int) -> None:
        now = start_of(hour)
        self.priors |= {(prior.tier, prior.group): prior for prior in self.coming if prior.at <= now}
        self.coming = [prior for prior in self.coming if prior.at > now]
        if hour % 24 == 0:
            used = len(self.by_row)
            tier, group = priors.tiers(self.bank, used), priors.groups(self.bank, used)
            for _, prior in sorted(self.priors.items()):
                priors.take(self.bank, prior, np.flatnonzero((tier == prior.tier) & (group == prior.group)))

    def _summaries(self, hour: int) -> Iterator[Summary]:
        thin = np.array([pair is not None and 0 < self._owners(pair[0]) < 3 for pair in self.by_row])
        yield from priors.summaries(
            self.bank,
            len(self.by_row),
            first=len(OFFSETS),
            thin=thin,
            at=start_of(hour),
            partition=self.partition,
        )

    # -- places and keys -----------------------------------------------------

    def _hour(self) -> int:
        assert self.bank.hour is not None
        return self.bank.hour

    def _place(self, code: str) -> Place:
        place = self.places.get(code)
        if place is None:
            place = self.places[code] = Place(code=code)
        return place

    def _key(self, place: Place, theme: str) -> Key:
        key = place.keys.get(theme)
        if key is None:
            key = place.keys[theme] = Key(theme=theme, row=self._row())
            self.by_row.append((place, key))
            self._settle(place, key)
        return key

    def _row(self) -> int:
        row = len(self.by_row)
        if row == len(self.bank):
            self.bank.grow(max(ROOM, row // 2))
        return row

    def _settle(self, place: Place, key: Key) -> None:
        """Let a key that never spoke before begin as the silent key, on its own clock, seeing what it saw."""
        offset = round(self.atlas.utc_offset(place.code)) if place.code in self.atlas else 0
        self.bank.copy(OFFSETS.index(min(max(offset, OFFSETS[0]), OFFSETS[-1])), key.row)
        if place.sight.shards or self.world.shards:
            now = self._hour()
            self._look(place, set(range(max(self.born, now - self.shape.open + 1), now + 1)))

    def _recount(self, place: Place, key: Key, hours: Iterable[int]) -> None:
        now = self._hour()
        for hour in hours:
            key.cells.pop(hour, None)
            if now - self.shape.open < hour <= now:
                found, column = place.cell(key, hour), self.bank.place(hour)
                self.bank.stories[key.row, column] = found.stories
                self.bank.dated[key.row, column] = found.dated
            if hour < now:
                key.restated.add(hour)

    def _look(self, place: Place, hours: Iterable[int]) -> None:
        """Write into the open hours of a place which share of them was seen."""
        now = self._hour()
        for hour in hours:
            if max(now - self.shape.open, self.born - 1) < hour <= now:
                seen, column = self._sight(place).seen(hour, now=now), self.bank.place(hour)
                for key in place.keys.values():
                    self.bank.seen[key.row, column] = seen

    def _sight(self, place: Place) -> Sight:
        return place.sight if place.sight.shards else self.world

    def _owners(self, place: Place) -> int:
        return self._sight(place).owners

    def _blindness(self, place: Place) -> Iterator[Said]:
        if not place.keys or not self._sight(place).shards:
            return
        now = self._hour()
        if now == self.born:
            return
        columns = [self.bank.place(h) for h in range(now - 1, max(now - BLIND_HOURS, self.born) - 1, -1)]
        for key in place.keys.values():
            blind = bool(self.bank.seen[key.row, columns].mean() < self.shape.stated_least)
            if blind != key.blind:
                key.blind = blind
                self._dirty.add(place.code)
                yield self._signal(place, key, Cause.COVERAGE, at=self._moment(start_of(now)))

    def _held(self, row: int) -> tuple[Place, Key]:
        pair = self.by_row[row]
        assert pair is not None
        return pair

    # -- saying --------------------------------------------------------------

    def _moment(self, seen: datetime) -> datetime:
        return seen if self.ticked is None else max(seen, self.ticked)

    def standing(self, region: str) -> tuple[Signal, ...]:
        """Return what would be said of each theme of a region now; the state is left as it is."""
        place = self.places.get(region)
        if place is None or self.bank.hour is None:
            return ()
        found = []
        for _, key in sorted(place.keys.items()):
            hot = key.hot
            found.append(self._signal(place, key, Cause.HOUR, at=self._moment(start_of(self._hour()))))
            key.hot = hot
        return tuple(found)

    def _signal(
        self,
        place: Place,
        key: Key,
        cause: Cause,
        *,
        at: datetime,
        found: Scan | None = None,
        hour: int | None = None,
        canary: str | None = None,
    ) -> Signal:
        hour = self._hour() if hour is None else hour
        index = key.row if found is not None else 0
        if found is None:
            found = scan(self.bank, hour, slice(key.row, key.row + 1))
        if found.score[index] >= self.spec.raised:
            key.hot = max(hour, key.hot or hour)
        usual = float(self.bank.level[key.row, self.bank.place(hour)])
        signal = say.signal(
            place, key, found, self.shape, hour=hour, at=at, cause=cause,
            state=self._state(key, found, index, hour), usual=usual,
            tier=int(np.searchsorted(TIERS, usual, side="right")), owners=self._owners(place),
            early=False, index=index, canary=canary,
        )  # fmt: skip
        if signal.state is KeyState.LEARNING and early(signal, self.bank, key.row, self.spec):
            return say.as_early(signal)
        return signal

    def _state(self, key: Key, found: Scan, index: int, hour: int) -> KeyState:
        if key.blind or np.isnan(found.score[index]):
            return KeyState.NO_DATA
        young = hour - int(self.bank.born[key.row]) < self.spec.learning_days * 24
        return KeyState.LEARNING if young else KeyState.READY

    def _count(self, place: Place, key: Key, hour: int, spreads: float, found: Scan | None) -> WindowCount:
        bank, column = self.bank, self.bank.place(hour)
        cell = place.cell(key, hour)
        expected = float(
            bank.level[key.row, column] * bank.season[key.row, column] * bank.seen[key.row, column]
        )
        variance = expected * float(spreads)
        variance += expected * expected / float(bank.weight[key.row, column])
        score = None if found is None or np.isnan(found.score[key.row]) else float(found.score[key.row])
        young = hour - int(bank.born[key.row]) < self.spec.learning_days * 24
        state = KeyState.NO_DATA if key.blind else KeyState.LEARNING if young else KeyState.READY
        return WindowCount(
            region=place.code, theme=key.theme, hour=hour, stories=cell.stories, articles=cell.articles,
            expected=expected, variance=variance, coverage=float(bank.seen[key.row, column]), state=state,
            score=score,
        )  # fmt: skip

    def _canary(self, mention: Mention) -> Signal:
        """Return the signal of a test article: marked, and counted nowhere."""
        return say.canary(
            mention, owners=self._owners(self._place(mention.region)), at=self._moment(mention.seen)
        )

    # -- rows ----------------------------------------------------------------

    def changed(self) -> Mapping[str, bytes | None]:
        """Return the rows that changed since the last call, and forget them."""
        codes = {*self.places, CLOCKWORK, SILENT} if self._all_dirty else self._dirty
        self._dirty, self._all_dirty = set(), False
        return {code: self._stored(code) for code in sorted(codes)}

    def _stored(self, code: str) -> bytes:
        if code == SILENT:
            return rows.common(
                rows.Silent(VERSION, [rows.numbers(self.bank, row) for row in range(len(OFFSETS))])
            )
        if code != CLOCKWORK:
            place = self.places[code]
            return rows.dump(place, self.bank, map(rows.packed, place.stories.reports.values()))
        return rows.common(
            Clockwork(
                version=VERSION, hour=self.bank.hour, born=self.born,
                ticked=None if self.ticked is None else self.ticked.timestamp(), partition=self.partition,
                priors=[p for _, p in sorted(self.priors.items())],
                coming=self.coming, owners=self.world.owners, world=rows.shards(self.world),
            )
        )  # fmt: skip

    def load(self, stored: Iterable[tuple[str, bytes]]) -> None:
        """Take up the state that earlier calls of `changed` gave; raise `CodecFault` for what is newer than we."""
        found = dict(stored)
        clockwork, silent = found.pop(CLOCKWORK, None), found.pop(SILENT, None)
        if clockwork is not None:
            self._load_clockwork(rows.read(clockwork, Clockwork))
        if silent is not None:
            stored_silent = rows.read(silent, rows.Silent)
            for row, numbers in enumerate(stored_silent.numbers):
                rows.restore(self.bank, row, numbers, stored_silent.version)
        for code, value in found.items():
            self._load_place(code, rows.read(value, PlaceRow))

    def _load_clockwork(self, row: Clockwork) -> None:
        self.born, self.partition, self.coming = row.born, row.partition, row.coming
        self.ticked = (
            None if row.ticked is None else datetime.fromtimestamp(row.ticked, tz=start_of(0).tzinfo)
        )
        self.priors = {(prior.tier, prior.group): prior for prior in row.priors}
        self.world = rows.sight(row.world, row.owners)
        self.bank.hour, self._next_turn = row.hour, None

    def _load_place(self, code: str, row: PlaceRow) -> None:
        place = self.places[code] = Place(code=code, sight=rows.sight(row.shards, row.owners))
        for report in rows.reports(row):
            place.stories.add(report)
        for stored in row.keys:
            key = rows.key_of(stored, self._row())
            place.keys[key.theme] = key
            self.by_row.append((place, key))
            self.bank.copy(0, key.row)
            rows.restore(self.bank, key.row, stored.numbers, row.version)


def _code(place: Place) -> str:
    return place.code


def _pair(pair: tuple[Place, Key]) -> tuple[str, str]:
    return pair[0].code, pair[1].theme
