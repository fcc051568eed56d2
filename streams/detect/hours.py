"""Hours: what the end of one says, and how the next begins.

The ended hour is told first, against what was believed of it; then the oldest
open hour becomes part of the baseline, and the new hour gets its belief.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from streams.detect import priors
from streams.detect.advance import advance
from streams.detect.arrays import Bools, Ints, np
from streams.detect.counts import counts
from streams.detect.keys import OFFSETS, PLAINLY, Keys
from streams.detect.region import Key, Place
from streams.detect.scan import Scan, scan
from streams.detect.signals import Signals
from streams.detect.spec import DetectorSpec
from tocsin.clock import start_of
from tocsin.model import Cause, Signal, Summary, WindowCount

BLIND_HOURS = 6  #: over which a key's sight is judged
FEW_OWNERS = 3  #: below: the one-source lane


class Hours:
    """Moves all keys of a partition from one hour to the next."""

    def __init__(
        self, keys: Keys, signals: Signals, known: priors.Known, spec: DetectorSpec, *, curves: bool
    ) -> None:
        self._keys, self._signals, self._known, self._spec = keys, signals, known, spec
        self._curves = curves

    def begin(self, hour: int) -> None:
        """Let the first hour of all begin."""
        bank = self._keys.bank
        self._keys.born = hour
        bank.seen[:] = 0.0
        bank.born[:] = hour
        advance(bank, hour, closed=False)
        self._keys.dim = hour - 1

    def turn(self, ended: int, partition: int) -> Iterator[Signal | WindowCount | Summary]:
        """End an hour and begin the next: what the ended hour says, then what the new one believes."""
        keys, hour = self._keys, ended + 1
        yield from self._ended(ended)
        advance(keys.bank, hour, closed=hour - keys.shape.open >= keys.born)
        self._known.turn(keys.bank, len(keys), hour)
        if hour % 12 == 0:
            keys.world.trim(hour)
            for place in keys.places.values():
                place.forget(hour)
        early_birds = list(self._open(hour))
        for place, key in self.crossed():
            yield self._signals.said(place, key, Cause.COVERAGE, at=start_of(hour))
        for place, key in early_birds:
            yield self._signals.said(place, key, Cause.MENTION, at=start_of(hour))
        if hour % 24 == 0:
            yield from self._summaries(hour, partition)

    def _ended(self, hour: int) -> Iterator[Signal | WindowCount]:
        keys = self._keys
        asked = self._worth_a_look(hour)
        found = scan(keys.bank, hour, asked)
        keys.hot[asked[found.score >= self._spec.raised]] = hour  # nan: too little was seen
        hot = asked[keys.hot[asked] >= hour - self._spec.raised_hours]
        told = keys.in_order(hot[~self._is_told(hot, hour)]) if len(hot) else []
        said = self._signals.ended(found, asked, told, hour)
        if self._curves:
            yield from self._curve(asked, found, set(told), said, hour)
        else:
            yield from said
        for row in keys.late:
            keys.held(row)[1].restated.clear()
        keys.late.clear()

    def _worth_a_look(self, hour: int) -> Ints:
        """Return the rows of which there may be something to say: others hold no story, and score nothing."""
        used, keys = len(self._keys), self._keys
        worth: Bools = keys.bank.stories[:used].max(axis=1) > 0
        worth |= keys.hot[:used] >= hour - self._spec.raised_hours
        if self._spec.raised <= 0 or (self._curves and hour % 24 == 0):
            worth[:] = True
        worth[: len(OFFSETS)] = False
        return np.flatnonzero(worth)

    def _is_told(self, rows: Ints, hour: int) -> Bools:
        """Return of which rows the hour before has said all: plainly seen, and no report in any window, now or then."""
        keys, span = self._keys, range(hour, hour - self._keys.shape.windows[-1] - 1, -1)
        if span[-1] < keys.born:
            return np.zeros(len(rows), bool)
        told: Bools = keys.bank.stories[rows].max(axis=1) == 0  # most of the time not even in the whole ring
        if not told.all() or keys.dim >= span[-1]:
            columns = [keys.bank.place(h) for h in span]
            told = keys.bank.stories[rows[:, None], columns].max(axis=1) == 0
            told &= keys.bank.seen[rows[:, None], columns].min(axis=1) >= PLAINLY
        for number in np.flatnonzero(told):  # copies of older stories begin none
            place, key = keys.held(rows[number])
            hours = [h for h in place.stories.by_hour if span[-1] <= h <= hour]
            told[number] = not any(place.cell(key, h).articles for h in hours)
        return told

    def _curve(
        self, asked: Ints, found: Scan, hot: set[int], said: Iterator[Signal], hour: int
    ) -> Iterator[Signal | WindowCount]:
        """Yield the counts of all keys that were looked at, each behind the signal of its key."""
        at = dict(zip(asked.tolist(), range(len(asked)), strict=True))
        for row in self._keys.in_order(asked):
            if row in hot:
                yield next(said)
            place, key = self._keys.held(row)
            spread, score = float(found.spread[at[row], 0]), float(found.score[at[row]])
            yield from counts(self._keys, self._signals, place, key, hour=hour, spread=spread, score=score)

    def _open(self, hour: int) -> Iterator[tuple[Place, Key]]:
        """Let a new hour see what shards said of it and what arrived before it began."""
        keys = self._keys
        keys.look_around((hour, hour - 1, hour - 2))
        for code in sorted(keys.ahead):
            place = keys.place(code)
            for key in place.keys.values():
                keys.recount(place, key, {hour})
                if place.cell(key, hour).articles:
                    yield place, key
        keys.ahead.clear()

    def crossed(self, touched: Collection[Place] | None = None) -> list[tuple[Place, Key]]:
        """Return the keys that have become blind, or see again, by region; each is remembered as it is now.

        Only those of the places that were ``touched``, where they are given.
        """
        keys, now = self._keys, self._keys.hour
        if now == keys.born:
            return []
        first = max(now - BLIND_HOURS, keys.born)
        if keys.dim < first and not keys.blind.any():
            return []  # everybody has plainly seen all, and nobody was blind
        watched = keys.watched()
        if not watched.any():
            return []
        if touched is not None:
            rows = [key.row for place in touched for key in place.keys.values()]
            watched &= np.isin(np.arange(len(watched)), rows)
        columns = [keys.bank.place(h) for h in range(now - 1, first - 1, -1)]
        blind = keys.bank.seen[: len(keys)][:, columns].mean(axis=1) < keys.shape.stated_least
        changed = np.flatnonzero(watched & (blind != keys.blind[: len(keys)]))
        keys.blind[changed] = blind[changed]
        return [keys.held(row) for row in keys.in_order(changed)]

    def _summaries(self, hour: int, partition: int) -> Iterator[Summary]:
        keys = self._keys
        thin = np.array([pair is not None and 0 < keys.owners(pair[0]) < FEW_OWNERS for pair in keys.by_row])
        yield from priors.summaries(
            keys.bank, len(keys), first=len(OFFSETS), thin=thin, at=start_of(hour), partition=partition
        )
