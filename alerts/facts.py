"""The facts of an incident: its place, its numbers, who is part of it, from the alerts that fire in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from alerts.group import incident_id, opening_hour, place
from alerts.lifecycle import Standing
from alerts.mark import OPEN
from alerts.rules.levels import rank
from alerts.rules.magnitude import ratio, ratio_low
from tocsin.atlas import Atlas
from tocsin.model import Incident, IncidentLevel, Member, Reason, Signal
from tocsin.quick import quick_replace

MOVES: Final = 3  #: stories that a new leading place needs
LISTED: Final = 200  #: article ids
_replaced = quick_replace(Incident)


def facts(
    before: Incident | None, *, region: str, theme: str, level: IncidentLevel, reopened: bool,
    firing: Sequence[Standing], signals: Mapping[str, Signal], versions: Mapping[str, str],
    labels: Mapping[str, tuple[tuple[str, str], ...]], atlas: Atlas, now: datetime,
) -> Incident:  # fmt: skip
    """Return an incident with its numbers as of now; without a firing alert, with the last ones.

    What it was called, who reacted to it and what was told of it stay as they were.
    """
    if not firing:
        assert before is not None
        return replace(before, level=level)
    first = min(firing, key=lambda one: (-rank(one.level), one.region, one.rule))
    where = _place(before, region, stories_by_region(signals, first.window, now), atlas)
    spoken = [one for one in firing if one.region == where] or [first]
    lead = min(spoken, key=lambda one: (-rank(one.level), -one.line, one.rule))
    signal = signals[lead.region]
    told = before or _blank(theme, region, atlas, now)
    listed = () if reopened else told.article_ids
    return _replaced(
        told,
        level=level,
        reason=Reason.SAID_ALREADY,
        at=now,
        rule=first.rule,
        config=versions.get(first.rule, ""),
        labels=labels.get(first.rule, ()),
        why=first.said,
        threshold=lead.line,
        one_source=all(one.one_source for one in firing),
        members=_members(firing, signals),
        evidence=signal.evidence or told.evidence,
        article_ids=tuple(dict.fromkeys((*signal.article_ids, *listed)))[:LISTED],
        place=where,
        place_names=_names(where, atlas),
        utc_offset=atlas.utc_offset(where),
        **_numbers(signal, lead.window),
    )


def _numbers(signal: Signal, hours: int) -> dict[str, Any]:
    """Return what a signal says of the window that its alert looks at."""
    window = next((one for one in signal.windows if one.hours == hours), None)
    stories = window.stories if window else signal.stories
    expected = window.expected if window else 0.0
    return {
        "stories": stories,
        "articles": window.articles if window else signal.articles,
        "publishers": signal.publishers,
        "languages": signal.languages,
        "categories": (window.categories if window else ()) or signal.categories,
        "deaths": max(signal.deaths, window.deaths if window else 0),
        "window": hours,
        "expected": expected,
        "ratio": round(ratio(stories, expected), 2),
        "ratio_low": round(ratio_low(stories, expected), 2),
        "score": signal.score,
        "coverage": signal.coverage,
        "canary": signal.canary,
    }


def _blank(theme: str, region: str, atlas: Atlas, now: datetime) -> Incident:
    """Return an incident of which nothing is known yet but where, of what and when."""
    return Incident(
        id=incident_id(theme, region, opening_hour(now)), step=0, theme=theme, region=region, place=region,
        level=IncidentLevel.QUIET, reason=Reason.SAID_ALREADY, rule="", opened_at=now, at=now,
        stories=0, articles=0, publishers=(), expected=0.0, ratio=0.0, ratio_low=0.0, score=0.0, threshold=0.0,
        country_names=_names(region, atlas),
    )  # fmt: skip


def _place(before: Incident | None, region: str, stories: Mapping[str, int], atlas: Atlas) -> str:
    """Return where it happens; a handful of stories left at the end moves nothing."""
    where = place(region, stories, atlas, before=before.place if before else None)
    if before is not None and before.level in OPEN and stories.get(where, 0) < MOVES:
        return before.place
    return where


def _members(firing: Sequence[Standing], signals: Mapping[str, Signal]) -> tuple[Member, ...]:
    best: dict[str, Standing] = {}
    for one in sorted(firing, key=lambda one: (one.region, -rank(one.level), one.rule)):
        best.setdefault(one.region, one)
    return tuple(
        Member(
            region=one.region, rule=one.rule, level=one.level, stories=signals[one.region].stories,
            articles=signals[one.region].articles, score=signals[one.region].score, threshold=one.line,
            joined_at=one.fired_at or one.since, at=signals[one.region].at,
        )
        for one in best.values() if one.region in signals
    )  # fmt: skip


def stories_by_region(signals: Mapping[str, Signal], hours: int, now: datetime) -> dict[str, int]:
    """Return the stories in a window by region; a signal older than the window says nothing about it."""
    since = now - timedelta(hours=hours)
    return {
        region: window.stories
        for region, signal in signals.items()
        if signal.at > since
        for window in signal.windows
        if window.hours == hours
    }


def _names(code: str, atlas: Atlas) -> tuple[tuple[str, str], ...]:
    return tuple((language, atlas.name(code, language)) for language in ("de", "en"))
