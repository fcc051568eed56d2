"""A number of people in a text."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 10_000_000  #: a larger figure is no count of dead


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a field: where it stands, and its lowest and highest value (none = open)."""

    start: int
    end: int
    low: int | None
    high: int | None
