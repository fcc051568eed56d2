"""The sentences of an incident, in the desk's language: the same for Slack, mail and console."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import floor, log10

from alerts.render.words import level_word, number, reason_word, say, theme_word
from tocsin.model import Evidence, Incident, IncidentLevel, Notification, Reason

_LEAST = 0.1  #: stories; the smallest number that is said of what is usual
_RAREST = 9.0  #: powers of ten; what is rarer is said to be rarer than a billion
_DOWN = frozenset({IncidentLevel.CALMING, IncidentLevel.CLOSED})
_ENDLESS = 9000  #: a snooze into this year means: until it worsens


def place_name(incident: Incident, language: str) -> str:
    """Return the place in the desk's language, with its country where it is smaller."""
    place = dict(incident.place_names).get(language, incident.place)
    country = dict(incident.country_names).get(language, incident.region)
    return place if place == country else f"{place}, {country}"


def headline(incident: Incident, language: str) -> str:
    """Return level, place and theme in one line."""
    place, theme = place_name(incident, language), theme_word(incident.theme, language)
    if incident.canary:
        return say(language, "header.test", place=place, theme=theme)
    return say(language, "header", level=level_word(incident.level, language), place=place, theme=theme)


def sentence(incident: Incident, language: str, since: str) -> str:
    """Return the reason in one sentence with its numbers; ``since`` is a time already rendered."""
    if incident.canary:
        return say(language, "sentence.test")
    usual = say(language, "usual.new")
    chance = ""
    if incident.expected > 0:
        usual = _usual(incident.expected, language)
        if incident.score > 1 and incident.rule:
            chance = _chance(incident.score, language)
    return say(
        language, "sentence",
        stories=say(language, "stories", n=incident.stories),
        publishers=say(language, "publishers", n=len(incident.publishers)),
        languages=say(language, "languages", n=len(incident.languages)),
        since=since, usual=usual, chance=chance,
    )  # fmt: skip


def _usual(expected: float, language: str) -> str:
    """Return what is usual in words; what would be rounded to nothing is said to be less than a tenth."""
    if expected < _LEAST:
        return say(language, "usual.rare", expected=number(_LEAST, language))
    return say(language, "usual", expected=number(expected, language))


def _chance(score: float, language: str) -> str:
    """Return how rarely chance alone scores so high; beyond a billion no figure is a figure any more."""
    if score >= _RAREST:
        return say(language, "chance.least")
    return say(language, "chance", n=number(chance_of(score), language))


def chance_of(score: float) -> int:
    """Return once in how many windows a score comes by chance, as a round number people can say."""
    exact = 10 ** min(score, _RAREST)
    size = 10 ** floor(log10(exact))
    return int(round(exact / size) * size)


def notes(incident: Incident, language: str) -> list[str]:
    """Return what must not be overlooked: deaths, one source only; a test has nothing of the kind."""
    if incident.canary:
        return []
    found = [say(language, "deaths", n=incident.deaths)] if incident.deaths else []
    return [*found, say(language, "one_source")] if incident.one_source else found


def window_start(incident: Incident) -> datetime:
    """Return since when the stories of an incident are counted: a window before its latest signal."""
    return counted_until(incident) - timedelta(hours=incident.window)


def counted_until(incident: Incident) -> datetime:
    """Return the moment of the latest signal behind an incident's numbers; a step may be later."""
    return max((member.at for member in incident.members), default=incident.at)


def magnitude(incident: Incident, language: str) -> str:
    """Return how many times the usual it is, and at least how many."""
    ratio, low = number(incident.ratio, language), number(incident.ratio_low, language)
    return say(language, "times", ratio=ratio, low=low)


def state(incident: Incident, language: str) -> str:
    """Return who has reacted, if anybody."""
    if incident.acked_by:
        return say(language, "state.acked", who=incident.acked_by)
    if incident.snoozed_until:
        if incident.snoozed_until.year >= _ENDLESS:
            return say(language, "state.snoozed.worse")
        return say(language, "state.snoozed", until=f"{incident.snoozed_until:%d.%m. %H:%M} UTC")
    return say(language, "state.open")


def history(incident: Incident, language: str) -> str:
    """Return the last four levels an incident went through, with their times."""
    lines = incident.history[-4:]
    return " → ".join(f"{level_word(line.level, language)} {line.at:%d.%m. %H:%M}" for line in lines)


def spread(incident: Incident, language: str) -> str:  # noqa: ARG001 - every fact takes the language
    """Return the regions that take part, by code, most stories first."""
    members = sorted(incident.members, key=lambda one: (-one.stories, one.region))
    return ", ".join(f"{member.region} ({member.stories})" for member in members[:6])


def coverage(incident: Incident, language: str) -> str:
    """Return which share of the usual reporting we see."""
    return say(language, "coverage.value", share=round(incident.coverage * 100))


def local_hour(incident: Incident, moment: datetime, language: str) -> str:
    """Return the hour of a moment where it happens, with its day where that is another than in UTC."""
    there = moment.astimezone(UTC) + timedelta(hours=incident.utc_offset)
    same = there.date() == moment.astimezone(UTC).date()
    return say(language, "local", time=f"{there:%H:%M}" if same else f"{there:%d.%m. %H:%M}")


def words_of(story: Evidence) -> str:
    """Return the matched words of a story with their language and gloss: ``погром (ru): pogrom``."""
    found = {
        f"{word.text} ({word.language})"
        + (f": {word.gloss}" if word.gloss and word.gloss != word.text else "")
        for word in story.words[:4]
    }
    return "; ".join(sorted(found))


def reason_of(note: Notification, language: str, *, late: bool = False) -> str:
    """Return why this is said now."""
    if (
        not late
        and note.reason is Reason.LEVEL_UP
        and note.incident is not None
        and _had_calmed(note.incident)
    ):
        return say(language, "reason.again")
    return reason_word(Reason.LATE if late else note.reason, language)


def _had_calmed(incident: Incident) -> bool:
    """Whether the step before this one was down: who was told that it is over is not told of a raised level."""
    return any(line.level in _DOWN for line in incident.history[-2:-1])
