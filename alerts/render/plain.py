"""A planned message as plain text: for the console, mail, push notifications and as Slack's fallback."""

from __future__ import annotations

from alerts.mark import OPEN
from alerts.render.facts import (
    headline,
    local_hour,
    magnitude,
    notes,
    reason_of,
    sentence,
    spread,
    state,
    window_start,
    words_of,
)
from alerts.render.hostile import cut, plain
from alerts.render.words import say
from tocsin.model import Incident, Notification


def plain_text(note: Notification, language: str = "en", *, late: bool = False, short: bool = False) -> str:
    """Return a message as lines of text; ``short`` gives the two that a push notification shows."""
    if note.incident is None:
        return "\n".join(plain(line) for line in (note.title, note.text, *note.lines) if line)
    one = note.incident
    start = window_start(one)
    since = f"{start:%d.%m. %H:%M} UTC ({local_hour(one, start, language)})"
    top = f"{headline(one, language)} – {reason_of(note, language, late=late)}"
    if one.level not in OPEN and note.root:
        return top
    lines = [top, sentence(one, language, since), *notes(one, language)]
    return "\n".join(lines if short else [*lines, *_details(one, language)])


def _details(one: Incident, language: str) -> list[str]:
    facts = () if one.canary else (magnitude(one, language), spread(one, language), state(one, language))
    lines = [" · ".join(facts)] if facts else []  # a test counts nothing
    for story in one.evidence[:3]:
        more = f" ({say(language, 'similar', n=story.similar)})" if story.similar else ""
        lines.append(
            f"  • {cut(plain(story.title), 160)} – {plain(story.publisher)}, {story.at:%d.%m. %H:%M} UTC{more}"
        )
        found = plain(words_of(story))
        lines += [f"    {found}"] if found else []
        lines += [f"    {story.url}"] if story.url else []
    rule = say(language, "rule", rule=one.rule, version=one.config[:7] or "–")
    origin = (rule, one.why, say(language, "incident", id=one.id[:12]))
    return [*lines, f"  {' · '.join(part for part in origin if part)}"]
