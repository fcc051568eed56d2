"""What an edited configuration would have said of what was recorded."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from tocsin.cli.options import Complaints, print_json
from tocsin.settings import settings_set

if TYPE_CHECKING:
    from alerts.compare import Change, Course, Courses
    from tocsin.config import Config
    from tocsin.runtime.parts import Parts


def compare(edited: Path, file: BinaryIO | None, config_dir: Path, data: Path, *, as_json: bool) -> None:
    """Print which incidents the configured rules and the edited ones open otherwise, of a file's articles or of kept signals.

    Raises:
        ConfigProblem: one of the two has mistakes.
        BackendFault: nothing was ever collected there.
    """
    from alerts.compare import compare as compared
    from tocsin.config import load
    from tocsin.runtime.parts import Parts

    both = [Parts(load(root), settings_set(os.environ)) for root in (config_dir, edited)]
    broken = Complaints("tocsin diff")
    if file is None:
        _warn(*(parts.config for parts in both))
        before, after = _of_signals(both, data)
    else:
        before, after = _of_articles(both, file, broken)
    changes = compared(before, after)
    for change in changes:
        print_json(_line(change)) if as_json else click.echo(_told(change))
    counts = Counter(change.how.value for change in changes)
    told = ", ".join(f"{count} {how}" for how, count in counts.most_common()) or "nothing changes"
    click.echo(
        f"incidents {len(before.by_id)} -> {len(after.by_id)}: {told}; messages {_messages(before, after)}",
        err=True,
    )
    broken.end()


def _of_signals(both: Iterable[Parts], data: Path) -> list[Courses]:
    from alerts.compare import Courses
    from tocsin.cli.recorded import signals
    from tocsin.model import Action, Coverage, Signal, Summary, Tick

    pairs = [(parts.alerting(), Courses()) for parts in both]
    for message in signals(data):
        if isinstance(message, Signal | Action | Tick | Coverage | Summary):
            for fold, courses in pairs:
                for said in fold.apply(message):
                    courses.hear(said)
    return [courses for _, courses in pairs]


def _of_articles(both: Iterable[Parts], file: BinaryIO, broken: Complaints) -> list[Courses]:
    from datetime import UTC, datetime

    from alerts.compare import Courses
    from tocsin.runtime.jsonl import articles
    from tocsin.runtime.replaying import owners, replay

    content = file.read().splitlines(keepends=True)
    found: list[Courses] = []
    for parts in both:
        read = articles(
            iter(content), name=file.name, now=datetime.now(UTC), owners=owners(parts), dated=True,
            broken=(lambda _: None) if found else broken,  # each line is told once
        )  # fmt: skip
        courses = Courses()
        for said in replay(
            parts, sorted((article for _, article in read), key=lambda one: (one.seen, one.id))
        ):
            courses.hear(said)
        found.append(courses)
    return found


def _warn(before: Config, after: Config) -> None:
    """Say which changes kept signals cannot show: what happens before alerting."""
    parts = {
        "lexicons": before.lexicons.digests != after.lexicons.digests,
        "themes": before.themes != after.themes,
        "regions": before.regions != after.regions,
        "the detector": before.detector != after.detector,
        "feeds": before.feeds != after.feeds,
    }
    changed = [name for name, differs in parts.items() if differs]
    if changed:
        click.echo(
            f"{', '.join(changed)} differ too: signals that were recorded do not show it; "
            "name a file of articles, or see --lexicon",
            err=True,
        )


def _messages(before: Courses, after: Courses) -> str:
    names = sorted({*before.messages, *after.messages})
    return ", ".join(f"{name} {before.messages[name]} -> {after.messages[name]}" for name in names) or "none"


def _told(change: Change) -> str:
    course = change.after or change.before
    assert course is not None
    head = (
        f"{change.how.value:9}  {change.at:%Y-%m-%d %H:%M}  {course.place:8} {course.theme}  {course.worst}"
    )
    if change.what:
        return f"{head}  {'; '.join(change.what)}"
    receivers = ", ".join(f"{name} {count}" for name, count in sorted(course.told.items()))
    return f"{head}  by {course.rule}" + (f"; messages: {receivers}" if receivers else "")


def _line(change: Change) -> dict[str, Any]:
    return {
        "how": change.how.value,
        "incident": change.name,
        "at": change.at.isoformat(),
        "what": list(change.what),
        "before": _plain(change.before),
        "after": _plain(change.after),
    }


def _plain(course: Course | None) -> dict[str, Any] | None:
    if course is None:
        return None
    times = {
        "opened_at": course.opened_at.isoformat(),
        "closed_at": course.closed_at.isoformat() if course.closed_at else None,
    }
    return asdict(course) | times | {"worst": course.worst.value, "told": dict(course.told)}
