"""A planned message as Slack's Block Kit: header, reason, numbers, stories, origin, buttons (alerts.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from alerts.mark import OPEN
from alerts.render.facts import (
    coverage,
    headline,
    history,
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
from alerts.render.hostile import cut, escaped, plain, safe, web_link
from alerts.render.limits import CHARACTERS, HEADER, SECTION, Block, problems
from alerts.render.links import desk, kibana, translation
from alerts.render.plain import plain_text
from alerts.render.words import level_word, say
from alerts.spec import Links
from tocsin.model import Evidence, Incident, IncidentLevel, Notification

MARKS: Final = {
    IncidentLevel.WATCH: "🟡", IncidentLevel.HIGH: "🟠", IncidentLevel.CRITICAL: "🔴",
    IncidentLevel.CALMING: "🔵", IncidentLevel.CLOSED: "⚪", IncidentLevel.QUIET: "⚪",
}  # fmt: skip
STORIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """What is sent to Slack; ``text`` serves push notifications, screen readers, and as fallback."""

    text: str
    blocks: tuple[Block, ...] = ()


def slack_message(
    note: Notification, *, language: str = "en", links: Links | None = None, late: bool = False
) -> SlackMessage:
    """Return the Slack message of a notification, within all limits."""
    links = links or Links()
    text = cut(escaped(plain_text(note, language, late=late, short=True)), 2500)
    if note.mention:
        text = f"{mention(note.mention)} {text}"
    if note.incident is None:
        blocks = _notice(note)
    elif note.root and not note.edit:
        blocks = _step(note, note.incident, language, late=late)
    else:
        blocks = _root(note, note.incident, language, links, late=late)
    return _fitted(text, blocks)


def mention(group: str) -> str:
    """Return what wakes a user group (``S…``) or a person (``U…``)."""
    return f"<!subteam^{group}>" if group.startswith("S") else f"<@{group}>"


def date(moment: datetime, style: str = "{date_short_pretty} {time}") -> str:
    """Return a time that Slack shows in the reader's zone, with UTC where it cannot."""
    return f"<!date^{int(moment.timestamp())}^{style}|{moment:%Y-%m-%d %H:%M} UTC>"


def _root(note: Notification, one: Incident, language: str, links: Links, *, late: bool) -> list[Block]:
    reason = f"*{reason_of(note, language, late=late)}*"
    if note.mention:
        reason = f"{mention(note.mention)} {reason}"
    since = f"{date(window_start(one))} ({local_hour(one, window_start(one), language)})"
    lines = [reason, sentence(one, language, since), *(f"*{line}*" for line in notes(one, language))]
    head = {
        "type": "plain_text",
        "text": cut(f"{MARKS[one.level]} {plain(headline(one, language))}", HEADER),
        "emoji": True,
    }
    counted: list[Block] = [{"type": "section", "fields": _fields(one, language)}]
    around = ([], []) if one.canary else (counted, [_actions(one, language, links)])  # a test counts nothing
    return [
        {"type": "header", "text": head},
        _section("\n".join(lines)),
        *around[0],
        *(_section(_story(story, one, language, links)) for story in one.evidence[:STORIES]),
        _context(_origin(note, one, language)),
        *around[1],
    ]


def _step(note: Notification, one: Incident, language: str, *, late: bool) -> list[Block]:
    since = date(window_start(one))
    top = [f"*{reason_of(note, language, late=late)}* – {escaped(plain(headline(one, language)))}"]
    if one.level in OPEN:
        top += [sentence(one, language, since), *notes(one, language)]
    stories = [
        _section(_story(story, one, language, Links())) for story in one.evidence[:1] if one.level in OPEN
    ]
    return [_section("\n".join(top)), *stories, _context(_origin(note, one, language))]


def _notice(note: Notification) -> list[Block]:
    blocks: list[Block] = []
    if note.title:
        head = {"type": "plain_text", "text": cut(plain(note.title), HEADER), "emoji": True}
        blocks.append({"type": "header", "text": head})
    body = note.lines or ((note.text,) if note.text else ())
    part = ""
    for line in (safe(text, 300) for text in body):
        if len(part) + len(line) + 1 > SECTION:
            blocks.append(_section(part))
            part = ""
        part += f"\n{line}" if part else line
    return [*blocks, _section(part)] if part else blocks


def _fields(one: Incident, language: str) -> list[dict[str, str]]:
    first = f"{date(one.opened_at)} ({local_hour(one, one.opened_at, language)})"
    kinds = ", ".join(f"{count.category} {count.stories}" for count in one.categories[:5])
    pairs = [
        (say(language, "first_seen"), first), (magnitude(one, language), escaped(kinds)),
        (say(language, "spread"), escaped(spread(one, language))),
        (say(language, "languages.label"), escaped(", ".join(one.languages[:8]))),
        (say(language, "coverage"), coverage(one, language)),
        (say(language, "history"), history(one, language)),
        (say(language, "state"), safe(state(one, language), 100)),
    ]  # fmt: skip
    return [{"type": "mrkdwn", "text": f"*{name}*\n{value}"} for name, value in pairs if value]


def _story(story: Evidence, one: Incident, language: str, links: Links) -> str:
    title, link = safe(story.title, 220), web_link(story.url)
    head = f"<{link}|{title}>" if link else title
    facts = [safe(story.publisher, 60), f"{date(story.at)} ({local_hour(one, story.at, language)})"]
    if story.similar:
        facts.append(say(language, "similar", n=story.similar))
    translate = web_link(translation(story, language, links))
    if translate and len(translate) < 400:
        facts.append(f"<{translate}|{say(language, 'translate')}>")
    words = safe(words_of(story), 200)
    return "\n".join(line for line in (head, " · ".join(facts), words) if line)


def _origin(note: Notification, one: Incident, language: str) -> str:
    parts = [
        say(language, "rule", rule=one.rule, version=one.config[:7] or "–"), escaped(one.why),
        say(language, "incident", id=one.id[:12]), f"{level_word(one.level, language)} · #{note.step}",
    ]  # fmt: skip
    return cut(" · ".join(part for part in parts if part), 600)


def _actions(one: Incident, language: str, links: Links) -> Block:
    snoozes = [(key, say(language, f"snooze.{key}")) for key in ("1h", "4h", "morning", "worse")]
    more = [(key, say(language, f"more.{key}")) for key in ("escalate", "not_relevant", "details", "mute")]
    elements: list[dict[str, Any]] = []
    if one.level in OPEN and not one.acked_by:
        elements.append({
            "type": "button", "action_id": "ack", "style": "primary", "value": one.id,
            "text": _label(say(language, "ack")),
        })  # fmt: skip
    elements.append({
        "type": "static_select", "action_id": "snooze", "placeholder": _label(say(language, "snooze")),
        "options": [{"text": _label(word), "value": f"{key}|{one.id}"} for key, word in snoozes],
    })  # fmt: skip
    for action, key, url in (("kibana", "open", kibana(one, links)), ("desk", "open.desk", desk(one, links))):
        if url and len(url) <= 3000:
            elements.append(
                {"type": "button", "action_id": action, "url": url, "text": _label(say(language, key))}
            )
    elements.append({
        "type": "overflow", "action_id": "more",
        "options": [{"text": _label(word), "value": f"{key}|{one.id}"} for key, word in more],
    })  # fmt: skip
    return {"type": "actions", "block_id": f"incident-{one.id}", "elements": elements}


def _label(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, 75), "emoji": True}


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": _clipped(text, SECTION)}}


def _clipped(text: str, limit: int) -> str:
    """Return mrkdwn cut at a line, so that no link or date token is cut in two."""
    while len(text) > limit and "\n" in text:
        text = text.rpartition("\n")[0]
    return cut(text, limit)


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def _fitted(text: str, blocks: list[Block]) -> SlackMessage:
    """Return the message without its last stories while it is too large; as plain text if nothing helps."""
    while blocks and problems(text, blocks):
        plain_sections = [n for n, block in enumerate(blocks) if block["type"] == "section" and n > 2]
        if not plain_sections:
            return SlackMessage(text=cut(text, CHARACTERS))
        del blocks[plain_sections[-1]]
    return SlackMessage(text=text, blocks=tuple(blocks))
