"""The digest in a desk's language, line by line."""

from __future__ import annotations

from alerts.census import WEEK
from alerts.digest import Digest, is_empty
from alerts.lines import Account
from alerts.render.words import level_word, number, reason_word, say, theme_word
from tocsin.atlas import Atlas
from tocsin.model import Incident, Reason


def digest_title(digest: Digest, language: str) -> str:
    """Return the headline of a digest: its span."""
    return say(
        language, "digest.title", since=f"{digest.since:%d.%m. %H:%M}", until=f"{digest.until:%d.%m. %H:%M}"
    )


def digest_lines(digest: Digest, language: str, atlas: Atlas, *, unread: int = 0) -> list[str]:
    """Return a digest as lines: a part for each heading that has something under it.

    ``unread`` is how many feeds were asked where none answered: then calm says nothing.
    """
    lines: list[str] = []
    for key, part in (("new", digest.new), ("open", digest.still_open), ("closed", digest.closed)):
        lines += _part(key, [_incident(one, language) for one in part], language)
    lines += _part("muted", [_held(one, reason, language) for one, reason in digest.muted], language)
    lines += _part("blind", [atlas.name(code, language) for code in digest.blind], language)
    if unread:
        lines.append(say(language, "digest.unread", n=unread))
    elif is_empty(digest):
        lines.append(say(language, "digest.empty"))
    if digest.account and digest.account.expected:
        lines.append(_budget(digest.account, language))
    return lines


def _budget(account: Account, language: str) -> str:
    expected = number(account.expected, language)
    return say(
        language,
        "digest.budget",
        span=_span(account.weeks, language),
        expected=expected,
        happened=account.happened,
    )


def _span(weeks: float, language: str) -> str:
    """Return a span of time as people say it: 17 hours, 10 days, 4 weeks."""
    hours = round(weeks * WEEK)
    days = hours // 24
    if days < 2:
        return say(language, "hours", n=hours)
    return say(language, "days", n=days) if days % 7 else say(language, "weeks", n=days // 7)


def _part(key: str, lines: list[str], language: str) -> list[str]:
    if not lines:
        return []
    return [f"{say(language, f'digest.{key}')} ({len(lines)})", *(f"• {line}" for line in lines)]


def _incident(one: Incident, language: str) -> str:
    place = dict(one.place_names).get(language, one.place)
    stories = say(language, "stories", n=one.stories)
    publishers = say(language, "publishers", n=len(one.publishers))
    level = level_word(one.level, language)
    return f"{level}: {place} – {theme_word(one.theme, language)} ({stories}, {publishers})"


def _held(one: Incident, reason: Reason, language: str) -> str:
    return f"{_incident(one, language)} – {reason_word(reason, language)}"
