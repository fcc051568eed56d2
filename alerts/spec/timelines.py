"""``config/rules/tests/*.yaml``: what is reported when, and what a rule must (not) say of it, in virtual time."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

import pydantic

from alerts.spec.values import Name, OpenLevel, Span
from tocsin.model import Reason
from tocsin.strict import Strict

Kind = Literal["fires", "does not fire", "near miss"]


class Usual(Strict):
    """What is usual for a region before the timeline begins, so that the detector has learned it."""

    region: str
    category: str
    a_day: Annotated[float, pydantic.Field(ge=0, le=500)]


class Given(Strict):
    """Articles that come at one time, or are spread over a span; each is a story of its own."""

    at: Span
    articles: Annotated[int, pydantic.Field(ge=1, le=1000)]
    region: str
    category: str
    publishers: Annotated[int, pydantic.Field(ge=1)] = 3
    languages: tuple[str, ...] = ("en",)
    deaths: Annotated[int, pydantic.Field(ge=0)] = 0
    over: Span = timedelta()


class Seen(Strict):
    """From ``at`` on only so much of a region's usual reporting is seen."""

    at: Span
    region: str
    coverage: Annotated[float, pydantic.Field(ge=0, le=1)]


class Expected(Strict):
    """Either a message between two times, or silence until one."""

    between: tuple[Span, Span] | None = None
    notify: str | None = None
    reason: Reason | None = None
    level: OpenLevel | None = None
    place: str | None = None
    until: Span | None = None
    no_more: bool = False

    @pydantic.model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.between is None) == (self.until is None):
            raise ValueError("say either between: [from, to] or until: ... with no_more: true")
        if self.until is not None and not self.no_more:
            raise ValueError("until needs no_more: true")
        if self.between and self.between[0] > self.between[1]:
            raise ValueError("between must go forwards")
        return self


class Timeline(Strict):
    """One story for one rule: which of the three kinds it is, what is given, what is expected."""

    name: str
    rule: Name
    kind: Kind
    learned: Span = timedelta(days=21)
    usual: tuple[Usual, ...] = ()
    given: Annotated[tuple[Given, ...], pydantic.Field()] = ()
    seen: tuple[Seen, ...] = ()
    expect: Annotated[tuple[Expected, ...], pydantic.Field(min_length=1)]


class TimelineFile(Strict):
    """A file of timelines."""

    timelines: tuple[Timeline, ...]
