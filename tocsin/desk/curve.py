"""The drawing of a region's hours: where each bar, line and label stands, in the units of the picture.

Pure geometry; the template only writes it down.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tocsin.clock import hour_of, start_of
from tocsin.desk.band import usual
from tocsin.model import KeyState, WindowCount

Place = Callable[[float], float]  #: hours or counts -> units of the picture

_WORD = 42.0  #: what "16 Jun" takes at most
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 8.0, 18.0, 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One hour in which something was counted."""

    x: float
    y: float
    width: float
    height: float
    unusual: bool  #: above the usual band, and more than one: in a thin region any single story is
    count: WindowCount
    low: int
    high: int

    @property
    def start(self) -> datetime:
        """Return when the hour began."""
        return start_of(self.count.hour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A word or number at an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An incident that opened within the picture."""

    x: float
    level: str
    incident: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Everything in the picture."""

    width: float
    height: float
    left: float
    right: float
    top: float
    base: float
    bars: tuple[Bar, ...] = ()
    band: tuple[str, ...] = ()  #: paths
    line: tuple[str, ...] = ()  #: paths
    blind: tuple[tuple[float, float], ...] = ()  #: x and width of spans without data
    counts: tuple[Label, ...] = ()
    days: tuple[Label, ...] = ()
    openings: tuple[Opening, ...] = ()


def draw(
    hours: Sequence[WindowCount | None],
    start: int,
    *,
    openings: Sequence[tuple[datetime, str, str]] = (),
    width: float = 960,
    height: float = 240,
) -> Curve:
    """Return the picture of hours that begin with the hour ``start``; openings are (moment, level, incident)."""
    bands = [usual(one.expected, one.variance) if _sure(one) else (0, 0) for one in hours]  # type: ignore[union-attr]  # told hours are there
    most = max([4, *(one.stories for one in hours if one), *(high for _, high in bands)])
    step, top = _scale(most)
    slot = (width - _LEFT - _RIGHT) / max(1, len(hours))
    base = height - _BOTTOM

    def y(value: float) -> float:
        return round(base - (base - _TOP) * value / top, 1)

    def x(index: float) -> float:
        return round(_LEFT + slot * index, 1)

    told = _stretches([_told(one) for one in hours])
    return Curve(
        width=width, height=height, left=_LEFT, right=width - _RIGHT, top=_TOP, base=base,
        bars=tuple(
            Bar(x=round(x(at) + slot * 0.1, 1), y=y(one.stories), width=round(max(slot * 0.8, 0.8), 1),
                height=round(base - y(one.stories), 1), unusual=_sure(one) and one.stories > max(1, bands[at][1]), count=one,
                low=bands[at][0], high=bands[at][1])
            for at, one in enumerate(hours) if one and one.stories
        ),
        band=tuple(_area(first, last, bands, x, y) for first, last in _stretches([_sure(one) for one in hours])),
        line=tuple(_steps(first, last, [one.expected if one else 0.0 for one in hours], x, y) for first, last in told),
        blind=tuple((x(first), round(slot * (last - first), 1)) for first, last in _stretches([not _told(one) for one in hours])),
        counts=tuple(Label(at=y(value), text=str(value)) for value in range(0, top + 1, step)),
        days=_days(start, len(hours), x, width),
        openings=tuple(
            Opening(x=x((moment.timestamp() / 3600) - start), level=level, incident=incident, at=moment)
            for moment, level, incident in openings if start <= hour_of(moment) < start + len(hours)
        ),
    )  # fmt: skip


def _told(one: WindowCount | None) -> bool:
    return one is not None and one.state is not KeyState.NO_DATA


def _sure(one: WindowCount | None) -> bool:
    """Say whether it is known what is usual, and not only guessed from regions like this one."""
    return one is not None and one.state is KeyState.READY


def _scale(most: int) -> tuple[int, int]:
    """Return a round step of the count axis, and its top: about four lines."""
    rough = max(1.0, most / 4)
    power = 10 ** math.floor(math.log10(rough))
    step = next(round(factor * power) for factor in (1, 2, 5, 10) if round(factor * power) >= rough)
    return step, step * math.ceil(most / step)


def _stretches(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the runs of true flags as (first, one after the last)."""
    edges = [
        at
        for at in range(len(flags) + 1)
        if (flags[at - 1] if at else False) != (flags[at] if at < len(flags) else False)
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _area(first: int, last: int, bands: Sequence[tuple[int, int]], x: Place, y: Place) -> str:
    there = " ".join(f"{x(at)},{y(bands[at][1])} {x(at + 1)},{y(bands[at][1])}" for at in range(first, last))
    back = " ".join(
        f"{x(at + 1)},{y(bands[at][0])} {x(at)},{y(bands[at][0])}" for at in reversed(range(first, last))
    )
    return f"M{there} {back}Z"


def _steps(first: int, last: int, values: Sequence[float], x: Place, y: Place) -> str:
    return "M" + " ".join(f"{x(at)},{y(values[at])} {x(at + 1)},{y(values[at])}" for at in range(first, last))


def _days(start: int, count: int, x: Place, width: float) -> tuple[Label, ...]:
    """Return the midnights (UTC), as many as there is room for; of short spans every sixth hour too.

    One that stands so near the end that its word would be cut keeps its tick alone.
    """
    room = max(1, int(width // 80))
    every = next((hours for hours in (6, 12, 24, 48, 96, 168, 336) if count / hours <= room), 672)
    hours = [hour for hour in range(start, start + count) if hour % every == 0]
    words = ((x(hour - start), f"{start_of(hour):{'%H:%M' if hour % 24 else '%-d %b'}}") for hour in hours)
    return tuple(Label(at=at, text=text if at + _WORD <= width else "") for at, text in words)
