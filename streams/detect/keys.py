"""Keys: which regions and themes a partition knows, their rows in the bank, and what could be seen of them.

All rows stand in the same hour. Rows 0..26 belong to no key: they are what a
key that never spoke believes, one for each hour east of UTC, and a new key
begins as a copy of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from streams.detect.arrays import Bools, Ints, np
from streams.detect.bank import Bank
from streams.detect.region import Key, Place
from streams.detect.shape import Shape
from streams.detect.sight import Sight
from tocsin.atlas import Atlas

OFFSETS: Final = range(-12, 15)  #: hours east of UTC: one silent key each
ROOM: Final = 48  #: rows that a bank begins with
PLAINLY: Final = 0.9  #: coverage of an hour from which nothing seen means nothing there
NEVER: Final = -(2**62)  #: the hour in which a key was raised that never was


class Keys:
    """The places of one partition, their keys, and the numbers of all of them."""

    def __init__(self, shape: Shape, atlas: Atlas) -> None:
        self.shape = shape
        self.atlas = atlas
        self.bank = Bank(shape, ROOM)
        self.bank.shift[: len(OFFSETS)] = OFFSETS
        self.places: dict[str, Place] = {}
        self.by_row: list[tuple[Place, Key] | None] = [None] * len(OFFSETS)
        self.world = Sight()  #: what stands in for regions without feeds of their own
        self.born = 0  #: the first hour of all
        self.hot: Ints = np.full(ROOM, NEVER)  #: by row: the last hour with a raised score
        self.blind: Bools = np.zeros(ROOM, bool)  #: by row: whether too little of the last hours was seen
        self.sighted: set[str] = set()  #: places of which shards ever said what they see
        self.ahead: set[str] = set()  #: places that have reports of the next hour
        self.dim = NEVER  #: the last hour of which some key has not plainly seen all, as far as we know
        self._looked: dict[int, tuple[int, float, float]] = {}  #: by column: what was written for all keys
        self.late: set[int] = set()  #: rows of which late mentions changed ended hours
        self._ordered: list[Place] = []
        self._rank: Ints = np.zeros(0, np.int64)

    def __len__(self) -> int:
        """Return how many rows are in use."""
        return len(self.by_row)

    @property
    def hour(self) -> int:
        """The running hour."""
        assert self.bank.hour is not None
        return self.bank.hour

    def place(self, code: str) -> Place:
        """Return a region, made known if it is not."""
        found = self.places.get(code)
        if found is None:
            found = self.places[code] = Place(code=code)
        return found

    def key(self, place: Place, theme: str) -> Key:
        """Return a theme of a region; one that never spoke begins as the silent key of its clock."""
        found = place.keys.get(theme)
        if found is None:
            found = self.take_up(place, Key(theme=theme, row=self.free_row()))
            offset = round(self.atlas.utc_offset(place.code)) if place.code in self.atlas else 0
            self.bank.copy(OFFSETS.index(min(max(offset, OFFSETS[0]), OFFSETS[-1])), found.row)
            if self._speaks(self.sight(place)) or place.sight.rereads:
                self.look(place, range(max(self.born, self.hour - self.shape.open + 1), self.hour + 1))
        return found

    def free_row(self) -> int:
        """Return the next row that belongs to nobody; the bank grows where there is none."""
        row = len(self.by_row)
        if row == len(self.bank):
            more = max(ROOM, row // 2)
            self.bank.grow(more)
            self.hot = np.concatenate([self.hot, np.full(more, NEVER)])
            self.blind = np.concatenate([self.blind, np.zeros(more, bool)])
        return row

    def take_up(self, place: Place, key: Key) -> Key:
        """Enter a key, whose row is the next free one, and return it."""
        place.keys[key.theme] = key
        self.by_row.append((place, key))
        if key.restated:
            self.late.add(key.row)
        return key

    def held(self, row: int) -> tuple[Place, Key]:
        """Return whose row it is."""
        pair = self.by_row[row]
        assert pair is not None
        return pair

    def in_order(self, rows: Ints) -> list[int]:
        """Return rows by region and theme: they are numbered as keys came, which a restart changes."""
        if len(self._rank) != len(self.by_row):
            pairs = [(pair[0].code, pair[1].theme, pair[1].row) for pair in self.by_row if pair is not None]
            self._rank = np.zeros(len(self.by_row), np.int64)
            self._rank[[row for _, _, row in sorted(pairs)]] = range(len(pairs))
        found: list[int] = rows[self._rank[rows].argsort()].tolist()
        return found

    def ordered(self) -> list[Place]:
        """Return all places by code."""
        if len(self._ordered) != len(self.places):
            self._ordered = sorted(self.places.values(), key=_code)
        return self._ordered

    # -- what the hours hold ---------------------------------------------------

    def recount(self, place: Place, key: Key, hours: Iterable[int]) -> None:
        """Count anew what some hours of a key hold; ended ones are to be told again."""
        now = self.hour
        key.held = None
        for hour in hours:
            key.cells.pop(hour, None)
            if now - self.shape.open < hour <= now:
                found, column = place.cell(key, hour), self.bank.place(hour)
                self.bank.stories[key.row, column] = found.stories
                self.bank.dated[key.row, column] = found.dated
            if hour < now:
                key.restated.add(hour)
                self.late.add(key.row)

    def look(self, place: Place, hours: Iterable[int]) -> None:
        """Write into the open hours of a place which share of them was seen."""
        now = self.hour
        for hour in hours:
            if max(now - self.shape.open, self.born - 1) < hour <= now:
                sight, column = self.sight(place), self.bank.place(hour)
                seen, volume = sight.seen(hour, now=now), self.volume(place, hour)
                self._note(hour, seen)
                self._looked.pop(column, None)
                for key in place.keys.values():
                    self.bank.seen[key.row, column] = seen
                    self.bank.volume[key.row, column] = volume

    def look_around(self, hours: Iterable[int]) -> None:
        """Write into some open hours of all places which share of them was seen, where shards said so."""
        now, rows = self.hour, slice(len(OFFSETS), len(self.by_row))
        own = [self.places[code] for code in self.sighted if self._speaks(self.places[code].sight)]
        if self._speaks(self.world):
            for hour in set(hours):
                if max(now - self.shape.open, self.born - 1) < hour <= now:
                    column, seen = self.bank.place(hour), self.world.seen(hour, now=now)
                    news = hour, seen, self.world.reach(hour) * self.world.found(hour)
                    if news == self._looked.get(column) and not own:
                        continue
                    self._looked[column] = news
                    self._note(hour, seen)
                    self.bank.seen[rows, column] = seen
                    self.bank.volume[rows, column] = news[2]
        for place in own:
            self.look(place, hours)

    def _note(self, hour: int, seen: float) -> None:
        if seen < PLAINLY and hour > self.dim:
            self.dim = hour

    def watched(self) -> Bools:
        """Return of which rows anybody says how much was seen."""
        found: Bools = np.full(len(self.by_row), bool(self.world.shards))
        for code in self.sighted:
            rows = [key.row for key in self.places[code].keys.values()]
            found[rows] = bool(self.sight(self.places[code]).shards)
        found[: len(OFFSETS)] = False
        return found

    def sight(self, place: Place) -> Sight:
        """Return what the shards said of a region, or of the world where none spoke of it."""
        return place.sight if place.sight.shards else self.world

    def volume(self, place: Place, hour: int) -> float:
        """Return what is usual for a region in an hour, as a multiple of what its first feeds and lexicon gave."""
        return self.sight(place).reach(hour) * self.world.found(hour) * place.sight.found(hour)

    @staticmethod
    def _speaks(sight: Sight) -> bool:
        return bool(sight.shards or sight.rereads)

    def owners(self, place: Place) -> int:
        """Return how many owners the catalogue of a region's feeds has."""
        return self.sight(place).owners


def _code(place: Place) -> str:
    return place.code
