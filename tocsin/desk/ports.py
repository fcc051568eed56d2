"""What the desk page needs from the process it lives in, beside the search port."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from alerts.undelivered import Undelivered
from tocsin.model import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How the running tocsin is doing; every field without a default is known to any runtime."""

    version: str
    runtime: str  #: embedded, distributed, replay
    started_at: datetime
    feeds: int  #: configured
    learning_day: int | None = None  #: 1 on the first day; None once spike rules are live
    learning_days: int = 14
    spike_rules: int = 0
    threshold_rules: int = 0
    receivers: tuple[str, ...] = ()  #: "slack #desk-asia", "log"
    config: str = ""  #: hash of the rules in force
    config_problem: str | None = None  #: why the last reload was refused
    last_tick: datetime | None = None  #: how far the log has been worked off
    blind: tuple[str, ...] = ()  #: regions whose reporting we cannot see now
    titles: Mapping[str, str] = field(default_factory=dict)  #: theme or category -> title
    themes: tuple[str, ...] = ("violence", "unrest", "displacement")
    notes: tuple[str, ...] = ()  #: further lines for people, as they are
    undelivered: tuple[Undelivered, ...] = ()  #: what people should have heard and have not
    broken: tuple[str, ...] = ()  #: parts that have stopped


class Status(Protocol):
    """Tells how the process is doing; must answer at once, from any thread."""

    def facts(self) -> Facts:
        """Return how things are now."""
        ...


class Acts(Protocol):
    """Takes what people decide about incidents."""

    async def append(self, action: Action) -> None:
        """Append the action to ``tocsin.signals``; return once it is kept."""
        ...
