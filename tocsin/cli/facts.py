"""How the running tocsin is doing, for its status line and its desk page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import tocsin
from alerts.undelivered import Undelivered, in_words
from tocsin.clock import Clock
from tocsin.config import Config
from tocsin.desk.ports import Facts
from tocsin.desk.wording import many
from tocsin.runtime.parts import Parts

ASK_AGAIN: Final = timedelta(seconds=10)


class DeskFacts:
    """How the process is doing (port `tocsin.desk.ports.Status`)."""

    def __init__(
        self, config: Config, parts: Parts, *, started: datetime, clock: Clock,
        reached: Callable[[], datetime | None] = lambda: None, blind: Callable[[], tuple[str, ...]] = tuple,
        undelivered: Callable[[], tuple[Undelivered, ...]] = tuple, broken: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:  # fmt: skip
        self.config, self.parts = config, parts
        self._started, self._clock, self._reached, self._blind = started, clock, reached, blind
        self._undelivered, self._broken = undelivered, broken
        self._unheard: tuple[datetime, tuple[Undelivered, ...]] | None = None
        self.problem: str | None = None  #: why the last reload was refused

    def follow(self, parts: Parts) -> None:
        """Tell of another configuration from now on."""
        self.config, self.parts, self.problem = parts.config, parts, None

    def learning_day(self) -> int | None:
        """Return which day of learning this is (1 on the first), or None once it is over."""
        day = (self._clock.now() - self._started).days + 1
        return day if day <= self.config.detector.learning_days else None

    def count(self, kind: str) -> int:
        """Return how many rules ask for a ``spike``, ``threshold``, ``sequence`` or ``silence``."""
        return sum(
            1 for file in self.config.rules for rule in file.rules if getattr(rule.when, kind) is not None
        )

    def facts(self) -> Facts:
        """Return how things are now."""
        themes = self.config.themes
        return Facts(
            version=tocsin.__version__,
            runtime="embedded",
            started_at=self._started,
            feeds=len(self.config.feeds),
            learning_day=self.learning_day(),
            learning_days=int(self.config.detector.learning_days),
            spike_rules=self.count("spike"),
            threshold_rules=self.count("threshold"),
            receivers=tuple(self.parts.alerts.receivers),
            config=self.config.digest[:12],
            config_problem=self.problem,
            last_tick=self._reached(),
            blind=self._blind(),
            undelivered=self.undelivered(),
            broken=self._broken(),
            themes=tuple(themes.themes),
            titles={
                **{name: theme.title for name, theme in themes.themes.items()},
                **{name: category.title for name, category in themes.categories.items()},
            },
        )

    def undelivered(self) -> tuple[Undelivered, ...]:
        """Return what people should have heard and have not, as of the last seconds: the line asks at every poll."""
        now = self._clock.now()
        if self._unheard is None or now - self._unheard[0] >= ASK_AGAIN:
            self._unheard = now, self._undelivered()
        return self._unheard[1]

    def line(self) -> str:
        """Return the line that is always visible: what did not arrive, what waits, what is live."""
        unheard = in_words(self.undelivered())
        return f"{unheard} – 'tocsin doctor deliveries' · {self._rules()}" if unheard else self._rules()

    def _rules(self) -> str:
        day = self.learning_day()
        rules = f"{many(self.count('threshold'), 'threshold rule')} live"
        if day is None:
            return f"watching: {many(self.count('spike'), 'spike rule')} and {rules}"
        return f"learning, day {day} of {int(self.config.detector.learning_days)}: spike rules wait, {rules}"
