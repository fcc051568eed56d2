"""``config/rules/*.yaml``: when a region's news becomes an alert."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

import pydantic

from alerts.spec.values import Name, OpenLevel, Span
from tocsin.clock import HOUR
from tocsin.model import WINDOWS
from tocsin.strict import Strict

Count = Annotated[int, pydantic.Field(ge=1)]


class Spike(Strict):
    """More than is usual for this region: the score crosses the line that the budget draws.

    The alert's level follows the evidence; ``level`` says at which it starts
    to hold.
    """

    level: OpenLevel = "watch"
    min_stories: Count = 3
    min_publishers: Count = 2
    min_languages: Count = 1


class Threshold(Strict):
    """At least so many stories or deaths within so many hours, whatever is usual."""

    stories: Count | None = None
    deaths: Count | None = None
    within: Span = timedelta(hours=24)
    categories: tuple[str, ...] = ()
    min_stories: Count = 1
    min_publishers: Count = 2
    level: OpenLevel = "high"

    @property
    def hours(self) -> int:
        """The window in whole hours."""
        return self.within // HOUR

    @pydantic.field_validator("within")
    @classmethod
    def _window(cls, within: timedelta) -> timedelta:
        if within.total_seconds() / 3600 not in WINDOWS:
            known = ", ".join(f"{hours}h" for hours in WINDOWS)
            raise ValueError(f"counts are kept for {known}; choose one of them")
        return within

    @pydantic.model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.stories is None and self.deaths is None:
            raise ValueError("say how many: stories: N or deaths: N")
        return self


class Stage(Strict):
    """One stage of a sequence: so many stories of a theme within 24 hours."""

    theme: str
    categories: tuple[str, ...] = ()
    stories: Count = 2


class Sequence(Strict):
    """One thing, then another, within a span of time, in one region or its neighbours."""

    stages: Annotated[tuple[Stage, ...], pydantic.Field(min_length=2, max_length=5)]
    within: Span = timedelta(days=14)
    neighbours: bool = True
    level: OpenLevel = "high"


class Silent(Strict):
    """We see too little of a region's usual reporting to say anything about it."""

    coverage_below: Annotated[float, pydantic.Field(gt=0, le=1)] = 0.3


class When(Strict):
    """What makes a rule hold: exactly one of the four."""

    spike: Spike | None = None
    threshold: Threshold | None = None
    sequence: Sequence | None = None
    silence: Silent | None = None

    @pydantic.model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("say exactly one of spike, threshold, sequence, silence")
        if not (self.spike or self.threshold or self.sequence or self.silence):
            raise ValueError(f"{next(iter(self.model_fields_set))} is empty; write {{}} to take its defaults")
        return self


class RuleSpec(Strict):
    """One rule: where it looks, when it holds, for how long, and what it says."""

    name: Name
    when: When
    themes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    except_regions: tuple[str, ...] = ()
    levels: tuple[Literal["country", "admin1", "area"], ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    for_: Annotated[Span, pydantic.Field(alias="for")] = timedelta()
    keep_firing_for: Span = timedelta(hours=24)
    labels: dict[Name, str] = pydantic.Field(default_factory=dict)
    annotations: dict[Name, str] = pydantic.Field(default_factory=dict)


class RuleFile(Strict):
    """A file of rules."""

    rules: list[RuleSpec]
