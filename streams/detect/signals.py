"""Signals: what is said of a key, now or of the hour that has ended, and whether that raises it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from streams.detect import say
from streams.detect.arrays import Ints, np
from streams.detect.keys import Keys
from streams.detect.measure import Measured, measured
from streams.detect.region import Key, Place
from streams.detect.scan import Scan, scan
from streams.detect.spec import DetectorSpec
from streams.detect.trust import early
from tocsin.clock import start_of
from tocsin.model import Cause, KeyState, Mention, Signal


class Signals:
    """Makes the signals of one partition's keys."""

    def __init__(self, keys: Keys, spec: DetectorSpec) -> None:
        self._keys = keys
        self._spec = spec

    def said(self, place: Place, key: Key, cause: Cause, *, at: datetime) -> Signal:
        """Return the signal of a key in the running hour, and remember if it is raised."""
        found = self.standing(place, key, cause, at=at)
        if found.score >= self._spec.raised:
            self._keys.hot[key.row] = max(self._keys.hour, self._keys.hot[key.row])
        return found

    def standing(self, place: Place, key: Key, cause: Cause, *, at: datetime) -> Signal:
        """Return what would be said of a key now; nothing is remembered."""
        bank, hour, row = self._keys.bank, self._keys.hour, slice(key.row, key.row + 1)
        found = scan(bank, hour, row)
        (numbers,) = measured(found, slice(0, 1), bank.level[row, bank.place(hour)])
        return self._signal(place, key, numbers, cause, at=at, hour=hour)

    def ended(self, found: Scan, looked_at: Ints, rows: list[int], hour: int) -> Iterator[Signal]:
        """Yield the signals of an ended hour for some of the rows that were scanned, in the order given."""
        at = np.searchsorted(looked_at, rows)
        level = self._keys.bank.level[rows, self._keys.bank.place(hour)]
        for row, numbers in zip(rows, measured(found, at, level), strict=True):
            place, key = self._keys.held(row)
            yield self._signal(place, key, numbers, Cause.HOUR, at=start_of(hour + 1), hour=hour)

    def canary(self, mention: Mention, *, at: datetime) -> Signal:
        """Return the signal of a test article: marked, and counted nowhere."""
        owners = self._keys.owners(self._keys.place(mention.region))
        return say.canary(mention, owners=owners, at=at)

    def state(self, key: Key, score: float, hour: int) -> KeyState:
        """Return what can be said of a key at all."""
        if self._keys.blind[key.row] or score != score:  # noqa: PLR0124  # nan: too little was seen
            return KeyState.NO_DATA
        young = hour - int(self._keys.bank.born[key.row]) < self._spec.learning_days * 24
        return KeyState.LEARNING if young else KeyState.READY

    def _signal(
        self, place: Place, key: Key, numbers: Measured, cause: Cause, *, at: datetime, hour: int
    ) -> Signal:
        state = self.state(key, numbers.score, hour)
        found = say.signal(
            place, key, numbers, self._keys.shape, hour=hour, at=at, cause=cause, state=state,
            owners=self._keys.owners(place),
        )  # fmt: skip
        if state is KeyState.LEARNING and early(found, self._keys.bank, key.row, self._spec):
            return say.as_early(found)
        return found
