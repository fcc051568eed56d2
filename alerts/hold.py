"""Signals of areas that reach over borders wait for the tick: their countries speak first.

A country and its provinces share a partition and are read in the order in
which things happened. Such an area has its own, and could be read before or
after its countries; whether it opened an incident or joined one would be
chance. At a tick every partition has said all that came before it, so the
area's signals are judged then, in the order of their moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from alerts.state import Table
from tocsin.atlas import Atlas
from tocsin.model import Level, Signal


def is_apart(region: str, atlas: Atlas) -> bool:
    """Return whether a region is an area with parts in several countries."""
    if region not in atlas or atlas.region(region).level is not Level.AREA:
        return False
    return atlas.family(region) == region


def hold(held: Table[Signal], signal: Signal) -> None:
    """Keep a signal until a tick passes its moment."""
    key, number = f"{signal.at.isoformat()}|{signal.region}|{signal.theme}", 0
    while held.get(f"{key}|{number:04d}") is not None:
        number += 1
    held.put(f"{key}|{number:04d}", signal)


def released(held: Table[Signal], now: datetime) -> Iterator[Signal]:
    """Yield, and forget, the signals from before ``now``, in the order of their moments."""
    for key, signal in list(held.items()):
        if signal.at < now:
            held.put(key, None)
            yield signal
