"""What the receiver ``log`` prints: a short readable paragraph an alert, or one JSON line."""

from __future__ import annotations

import json

from alerts.render.plain import plain_text
from alerts.render.words import level_word, reason_word
from tocsin.model import IncidentLevel, Notification

SIGNS = {IncidentLevel.WATCH: "!", IncidentLevel.HIGH: "!!", IncidentLevel.CRITICAL: "!!!"}


def console_text(note: Notification, language: str = "en", *, late: bool = False) -> str:
    """Return an alert for people at a terminal: what, where, how unusual, and the first reports."""
    sign = SIGNS.get(note.level, "·")
    first, *rest = plain_text(note, language, late=late, short=bool(note.root)).split("\n")
    return "\n".join([f"{note.at:%Y-%m-%d %H:%M} {sign:>3} {first}", *(f"    {line}" for line in rest)])


def console_json(note: Notification, language: str = "en", *, late: bool = False) -> str:
    """Return an alert as one JSON line for machines."""
    one = note.incident
    found: dict[str, object] = {
        "id": note.id, "subject": note.subject, "step": note.step, "at": note.at.isoformat(),
        "reason": note.reason.value, "reason_text": reason_word(note.reason, language), "late": late,
        "edit": note.edit, "level": note.level.value, "level_text": level_word(note.level, language),
        "text": plain_text(note, language, late=late),
    }  # fmt: skip
    if one is not None:
        found |= {
            "region": one.region, "place": one.place, "theme": one.theme, "rule": one.rule,
            "stories": one.stories, "articles": one.articles, "publishers": list(one.publishers),
            "expected": round(one.expected, 3), "score": round(one.score, 2), "deaths": one.deaths,
            "article_ids": list(one.article_ids[:20]), "opened_at": one.opened_at.isoformat(),
        }  # fmt: skip
    return json.dumps(found, ensure_ascii=False)
