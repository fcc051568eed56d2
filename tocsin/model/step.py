"""What one event did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

State = TypeVar("State")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[State, Out]):
    """What a decision gives back: what to remember, what to say, when to be asked again.

    ``wake_at`` is how logic asks for time: the runtime calls again with a
    `Tick` that is not earlier.
    """

    state: State
    out: tuple[Out, ...] = ()
    wake_at: datetime | None = None
