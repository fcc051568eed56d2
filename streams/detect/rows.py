"""Rows: a region's state as bytes and back, with a schema version.

A row is msgpack: the version, what the region's shards said, its keys with
their numbers by name (64-bit floats, so nothing is lost), and the reports that
open hours may still be linked to. The links themselves are found again from the
reports: no order changes them.

Versions: 1 stored the numbers without ``dated`` (every story then counted in
all windows); such rows are taken up with dated = stories. 2 knew no ``volume``: the
feeds that count when it is taken up are the measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec

from streams.detect.arrays import np
from streams.detect.bank import Bank
from streams.detect.keys import NEVER, Keys
from streams.detect.region import Key, Place
from streams.detect.sight import Sight
from streams.stories import Report
from tocsin.coverage import REREAD
from tocsin.errors import CodecFault
from tocsin.model import Mention, Prior

VERSION: Final = 3
Shards = dict[str, list[tuple[int, float, float]]]  #: shard -> hour, usual, visible
Grown = list[tuple[int, str, float, float]]  #: hour, shard, usual, growth


class KeyRow(msgspec.Struct, array_like=True):
    """One key: theme, last raised hour, blindness, its numbers by name, and the hours to be told anew."""

    theme: str
    hot: int | None
    blind: bool
    numbers: dict[str, bytes]
    restated: list[int] = []


class ReportRow(msgspec.Struct, array_like=True):
    """One report: its mention, the themes it holds by now, and whether it counts."""

    mention: Mention
    themes: list[str]
    counted: bool


class PlaceRow(msgspec.Struct, array_like=True):
    """One region."""

    version: int
    owners: int
    shards: Shards
    keys: list[KeyRow]
    reports: list[msgspec.Raw]
    volume: float = 1.0
    growths: Grown = []


class Clockwork(msgspec.Struct, array_like=True):
    """What belongs to no region: the running hour, the last tick, the priors in force."""

    version: int
    hour: int | None
    born: int
    ticked: float | None
    partition: int
    priors: list[Prior]  #: in force, by tier and group
    coming: list[Prior]  #: heard, in force from the next hour
    owners: int
    world: Shards
    volume: float = 1.0
    growths: Grown = []


class Silent(msgspec.Struct, array_like=True):
    """The silent keys, one for each offset of the clock: what a key that never spoke believes."""

    version: int
    numbers: list[dict[str, bytes]]


R = TypeVar("R", PlaceRow, Clockwork, Silent)
_encoder: Final = msgspec.msgpack.Encoder()


def numbers(bank: Bank, row: int) -> dict[str, bytes]:
    """Return one row of the bank, by name."""
    return {name: array[row].tobytes() for name, array in bank.named().items()}


def restore(bank: Bank, row: int, stored: dict[str, bytes], version: int = VERSION) -> None:
    """Write one stored row into the bank; a name that is not stored keeps what the silent key has."""
    if version < 2:
        stored = {**stored, "dated": stored["stories"]}
    for name, array in bank.named().items():
        if name in stored:
            array[row] = np.frombuffer(stored[name], array.dtype).reshape(array[row].shape)


def packed(report: Report) -> bytes:
    """Return one report as bytes, made once: only its themes ever change."""
    if report.packed is None:
        report.packed = _encoder.encode(
            ReportRow(mention=report.mention, themes=sorted(report.themes), counted=report.counted)
        )
    return report.packed


def dump(place: Place, keys: Keys, reports: Iterable[bytes]) -> bytes:
    """Return a region as bytes."""
    told = [_key_row(key, keys) for key in place.keys.values()]
    raw = [msgspec.Raw(report) for report in reports]
    return _encoder.encode(
        PlaceRow(
            VERSION,
            place.sight.owners,
            shards(place.sight),
            told,
            raw,
            place.sight.volume,
            grown(place.sight),
        )
    )


def _key_row(key: Key, keys: Keys) -> KeyRow:
    hot = int(keys.hot[key.row])
    return KeyRow(
        theme=key.theme,
        hot=None if hot == NEVER else hot,
        blind=bool(keys.blind[key.row]),
        numbers=numbers(keys.bank, key.row),
        restated=sorted(key.restated),
    )


def shards(sight: Sight) -> Shards:
    """Return what a region's shards said, as it is stored."""
    return {
        name: [(hour, *share) for hour, share in sorted(shares.items())]
        for name, shares in sorted(sight.shards.items())
    }


def grown(sight: Sight) -> Grown:
    """Return which feeds began to count of late, and how lexicons changed, as it is stored."""
    return [
        (hour, name, *growth)
        for hour, growths in sorted(sight.growths.items())
        for name, growth in sorted(growths.items())
    ] + [(hour, REREAD, 0.0, growth) for hour, growth in sorted(sight.rereads.items())]


def sight(stored: Shards, owners: int, volume: float, growths: Grown) -> Sight:
    """Return what was stored as a region's sight."""
    found = Sight()
    found.owners, found.volume = owners, volume
    for hour, name, usual, growth in growths:
        if name == REREAD:
            found.rereads[hour] = growth
            continue
        found.growths.setdefault(hour, {})[name] = (usual, growth)
    found.shards = {name: {hour: (u, v) for hour, u, v in shares} for name, shares in stored.items()}
    return found


def read(stored: bytes, kind: type[R]) -> R:
    """Return the row in some bytes; raise `CodecFault` for a newer version or what is no row."""
    try:
        row = msgspec.msgpack.decode(stored, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise CodecFault(f"not a row of the detector: {error}") from error
    if row.version > VERSION:
        raise CodecFault(f"a row of version {row.version} is newer than ours ({VERSION})")
    return row


def reports(row: PlaceRow) -> list[Report]:
    """Return the reports of a row, unlinked."""
    found = []
    for raw in row.reports:
        stored = msgspec.msgpack.decode(raw, type=ReportRow)
        report = Report(stored.mention, counted=stored.counted)
        report.themes = set(stored.themes)
        found.append(report)
    return found


def key_of(stored: KeyRow, row: int) -> Key:
    """Return a key without its numbers."""
    return Key(theme=stored.theme, row=row, restated=set(stored.restated))


def restore_spoken(keys: Keys, row: int, stored: KeyRow) -> None:
    """Write how a stored key last spoke."""
    keys.hot[row] = NEVER if stored.hot is None else stored.hot
    keys.blind[row] = stored.blind


def common(row: Clockwork | Silent) -> bytes:
    """Return what belongs to no region as bytes."""
    return _encoder.encode(row)
