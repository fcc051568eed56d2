"""Kept: which rows of a partition's state changed, and how a fold is taken up from rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, Protocol

from streams.detect import rows
from streams.detect.keys import OFFSETS, Keys
from streams.detect.priors import Known
from streams.detect.region import Place
from streams.detect.rows import VERSION, Clockwork, PlaceRow, Silent

CLOCKWORK: Final = "@"  #: the row of what belongs to no region
SILENT: Final = "@silent"  #: the row of the keys that new keys begin as


class Clocked(Protocol):
    """What knows the last tick and its partition."""

    ticked: datetime | None
    partition: int


class Changes:
    """Which rows must be written: a few regions, or all once an hour has turned."""

    def __init__(self) -> None:
        self._codes: set[str] = set()
        self._all = False

    def note(self, code: str) -> None:
        """Remember that a row changed."""
        self._codes.add(code)

    def note_all(self) -> None:
        """Remember that all rows changed."""
        self._all = True

    def take(self, keys: Keys) -> list[str]:
        """Return the rows that changed since the last call, and forget them."""
        codes = {*keys.places, CLOCKWORK, SILENT} if self._all else self._codes
        self._codes, self._all = set(), False
        return sorted(codes)


def dump(codes: Iterable[str], keys: Keys, known: Known, clock: Clocked) -> Mapping[str, bytes | None]:
    """Return some rows as bytes."""
    return {code: _stored(code, keys, known, clock) for code in codes}


def _stored(code: str, keys: Keys, known: Known, clock: Clocked) -> bytes:
    if code == SILENT:
        return rows.common(Silent(VERSION, [rows.numbers(keys.bank, row) for row in range(len(OFFSETS))]))
    if code != CLOCKWORK:
        place = keys.places[code]
        return rows.dump(place, keys, map(rows.packed, place.stories.reports.values()))
    return rows.common(
        Clockwork(
            version=VERSION, hour=keys.bank.hour, born=keys.born,
            ticked=None if clock.ticked is None else clock.ticked.timestamp(), partition=clock.partition,
            priors=known.in_force, coming=known.coming,
            owners=keys.world.owners, world=rows.shards(keys.world),
            volume=keys.world.volume, growths=rows.grown(keys.world),
        )
    )  # fmt: skip


def load(stored: Iterable[tuple[str, bytes]], keys: Keys, known: Known, clock: Clocked) -> None:
    """Take up rows that `dump` gave; raise `CodecFault` for what is newer than we."""
    found = dict(stored)
    clockwork, silent = found.pop(CLOCKWORK, None), found.pop(SILENT, None)
    if clockwork is not None:
        _load_clockwork(rows.read(clockwork, Clockwork), keys, known, clock)
    if silent is not None:
        stored_silent = rows.read(silent, Silent)
        for row, numbers in enumerate(stored_silent.numbers):
            rows.restore(keys.bank, row, numbers, stored_silent.version)
    for code, value in found.items():
        _load_place(code, rows.read(value, PlaceRow), keys)
    keys.sighted = {code for code, place in keys.places.items() if place.sight.shards or place.sight.rereads}
    if keys.bank.hour is not None:
        keys.dim = keys.bank.hour
        coming = keys.bank.hour + 1
        keys.ahead = {code for code, place in keys.places.items() if coming in place.stories.by_hour}
        keys.look_around(
            (keys.hour, keys.hour - 1)
        )  # what was said of the world is not written into all rows


def _load_clockwork(row: Clockwork, keys: Keys, known: Known, clock: Clocked) -> None:
    keys.born, keys.bank.hour = row.born, row.hour
    keys.world = rows.sight(row.world, row.owners, row.volume, row.growths)
    known.load(row.priors, row.coming)
    clock.partition = row.partition
    clock.ticked = None if row.ticked is None else datetime.fromtimestamp(row.ticked, tz=UTC)


def _load_place(code: str, row: PlaceRow, keys: Keys) -> None:
    place = keys.places[code] = Place(
        code=code, sight=rows.sight(row.shards, row.owners, row.volume, row.growths)
    )
    for report in rows.reports(row):
        place.stories.add(report)
    for stored in row.keys:
        key = keys.take_up(place, rows.key_of(stored, keys.free_row()))
        keys.bank.copy(0, key.row)
        rows.restore(keys.bank, key.row, stored.numbers, row.version)
        rows.restore_spoken(keys, key.row, stored)
