"""Showing: which stories stand for a signal, chosen from its newest reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from streams.detect.region import Key
from streams.stories import Report, grouped, story_id
from tocsin.model import Evidence

STORIES: Final = 8  #: shown as evidence


def evidence(key: Key, reports: Sequence[Report]) -> tuple[Evidence, ...]:
    """Return the stories that most publishers carry, then the deadliest, then the newest.

    Links among reports that are here never change, so the same reports show the
    same stories: hour after hour where nothing new comes.
    """
    asked = tuple(reports)
    if key.shown[0] != asked:
        ranked = sorted(grouped(reports), key=_weight)
        key.shown = asked, tuple([_story(story) for story in ranked[:STORIES]])
    return key.shown[1]


def _weight(story: list[Report]) -> tuple[int, int, float, str]:
    owners = len({report.mention.owner for report in story})
    deaths = max(report.mention.deaths for report in story)
    return -owners, -deaths, -story[0].moment, story_id(story)


def _story(story: list[Report]) -> Evidence:
    first = story[0].mention
    kinds = sorted({kind for report in story for kind in report.mention.categories})
    return Evidence(
        story=story_id(story),
        article=first.article,
        title=first.title,
        url=first.url,
        publisher=first.publisher,
        owner=first.owner,
        language=first.language,
        at=datetime.fromtimestamp(story[0].moment, UTC),
        similar=len(story) - 1,
        categories=tuple(kinds),
        deaths=max(report.mention.deaths for report in story),
        place=first.place,
        words=first.words,
    )
