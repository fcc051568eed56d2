"""Explaining: the numbers behind the present state of a region, for `tocsin explain` and the desk page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from streams.detect import rhythm
from streams.detect.arrays import np
from streams.detect.dispersion import spread
from streams.detect.fold import DetectorFold
from streams.detect.region import Key, Place
from streams.detect.scan import fees, fewer_looks, looked_at, scan
from tocsin.clock import start_of
from tocsin.model import TIERS, WINDOWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One remembered hour of a curve."""

    at: datetime
    stories: int
    expected: float  #: at the coverage of the hour
    seen: float  #: coverage 0..1
    open: bool  #: still takes late mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One window as it stands now."""

    hours: int
    stories: int
    expected: float
    variance: float
    dispersion: float
    surprise: float
    fee: float
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What the detector believes of one region and theme, and why it scores what it scores."""

    region: str
    theme: str
    at: datetime  #: begin of the running hour
    born: datetime  #: first hour that was observed
    level: float  #: stories an hour that are usual
    weight: float  #: stories behind that belief
    tier: int
    hours: tuple[float, ...]  #: rhythm by local hour of day, mean 1
    days: tuple[float, ...]  #: by local day of the week
    windows: tuple[Looked, ...]
    fewer_looks: float  #: by how much the score of a thin key is raised
    score: float | None  #: none: too little was seen
    blind: bool
    owners: int
    reports: int  #: remembered
    curve: tuple[Hour, ...]  #: oldest first


def explain(fold: DetectorFold, region: str, *, hour: int | None = None) -> tuple[Explained, ...]:
    """Return what a fold believes of a region, one answer a theme; none for a region it never heard of.

    An earlier ``hour`` is looked at as it stands now: with what came late, and
    with the level and rhythm that were in force then; dispersion is today's.

    Raises:
        ValueError: the hour is not one of the open ones (48 up to the running one).
    """
    place, now = fold.places.get(region), fold.bank.hour
    if place is None or now is None:
        return ()
    asked = now if hour is None else hour
    if not max(now - fold.shape.open, fold.keys.born - 1) < asked <= now:
        first = start_of(max(now - fold.shape.open + 1, fold.keys.born))
        raise ValueError(
            f"windows are remembered from {first:%Y-%m-%d %H:%M} to {start_of(now):%Y-%m-%d %H:%M} UTC"
        )
    return tuple(_key(fold, place, key, asked) for _, key in sorted(place.keys.items()))


def _key(fold: DetectorFold, place: Place, key: Key, hour: int) -> Explained:
    bank, row = fold.bank, key.row
    level = float(bank.level[row, bank.place(hour)])
    one = slice(row, row + 1)
    found = scan(bank, hour, one)
    score = float(found.score[0])
    days = rhythm.factors(bank, 1)[row].tolist()
    share = looked_at(fold.shape, np.array([level]))
    pays = fees(bank, share)[0].tolist()
    return Explained(
        region=place.code,
        theme=key.theme,
        at=start_of(hour),
        born=start_of(int(bank.born[row])),
        level=level,
        weight=float(bank.weight[row, bank.place(hour)]),
        tier=int(np.searchsorted(TIERS, level, side="right")),
        hours=tuple(rhythm.factors(bank, 0)[row].tolist()),
        # 1970-01-01 was a Thursday: bin 0 of the week's cycle; people read from Monday
        days=tuple(days[-3:] + days[:-3]) if len(days) == 7 else tuple(days),
        windows=tuple(
            Looked(
                hours=length,
                stories=int(found.window.stories[0, number]),
                expected=float(found.mean[0, number]),
                variance=float(found.variance[0, number]),
                dispersion=float(spread(bank, one)[0, number]),
                surprise=float(found.surprise[0, number]),
                fee=pays[number],
                coverage=float(found.window.exposure[0, number] / found.window.full[0, number]),
            )
            for number, length in enumerate(WINDOWS)
        ),
        fewer_looks=float(fewer_looks(fold.shape, share)[0]),
        score=None if np.isnan(score) else score,
        blind=bool(fold.keys.blind[row]),
        owners=place.sight.owners,
        reports=len(place.stories.reports),
        curve=_curve(fold, row, hour),
    )


def _curve(fold: DetectorFold, row: int, now: int) -> tuple[Hour, ...]:
    bank = fold.bank
    found = []
    for hour in range(max(fold.keys.born, now - fold.shape.ring + 1), now + 1):
        column = bank.place(hour)
        expected = bank.level[row, column] * bank.season[row, column] * bank.seen[row, column]
        expected = expected * bank.volume[row, column]
        found.append(
            Hour(
                at=start_of(hour),
                stories=int(bank.stories[row, column]),
                expected=float(expected),
                seen=float(bank.seen[row, column]),
                open=hour > now - fold.shape.open,
            )
        )
    return tuple(found)
