"""Names, times and numbers as a watch officer reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone

from tocsin.atlas import Atlas
from tocsin.desk.plain import short
from tocsin.model import Incident, IncidentLevel

#: how bad, said in one glance beside the word: filled bells of four
STRENGTH = {IncidentLevel.CRITICAL: 3, IncidentLevel.HIGH: 2, IncidentLevel.WATCH: 1}


class Names:
    """What regions, themes and categories are called; an unknown code is called by itself."""

    def __init__(self, atlas: Atlas, titles: Mapping[str, str]) -> None:
        self._atlas = atlas
        self._titles = titles

    def short(self, code: str) -> str:
        """Return a region's own name."""
        return self._atlas.name(code, "en") if code in self._atlas else code

    def place(self, code: str) -> str:
        """Return a region's name with the country it lies in: ``Osh, Kyrgyzstan``."""
        country = self._atlas.country(code) if code in self._atlas else None
        return (
            self.short(code) if country in (None, code) else f"{self.short(code)}, {self.short(str(country))}"
        )

    def title(self, name: str) -> str:
        """Return the title of a theme or category."""
        return self._titles.get(name) or name.replace("-", " ").replace("_", " ").capitalize()

    def local(self, moment: datetime, code: str) -> str | None:
        """Return the hour on the region's clocks (standard time), with its day where that is another than in UTC.

        None where the region has no time of its own.
        """
        if code not in self._atlas:
            return None
        there = moment.astimezone(timezone(timedelta(hours=self._atlas.utc_offset(code))))
        same = there.date() == moment.astimezone(UTC).date()
        return f"{there:%H:%M}" if same else f"{there:%-d %b %H:%M}"


def utc(moment: datetime, now: datetime) -> str:
    """Return a moment in UTC: the hour if it is today's, else with its day, else with its year."""
    moment, now = moment.astimezone(UTC), now.astimezone(UTC)
    if moment.date() == now.date():
        return f"{moment:%H:%M} UTC"
    return f"{moment:%-d %b %H:%M} UTC" if moment.year == now.year else f"{moment:%-d %b %Y %H:%M} UTC"


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, in the unit a person would choose."""
    ahead = moment > now
    seconds = abs(now - moment).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 5400:
        span = f"{seconds / 60:.0f} min"
    elif seconds < 48 * 3600:
        span = f"{seconds / 3600:.0f} h"
    else:
        span = f"{seconds / 86400:.0f} days"
    return f"in {span}" if ahead else f"{span} ago"


def number(value: float) -> str:
    """Return a count or a rate with as many digits as say something."""
    if value >= 10 or value == int(value):
        return f"{value:,.0f}"
    if value >= 0.095:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.005 else "under 0.01"


def many(count: int, word: str, plural: str | None = None) -> str:
    """Return a count with its word in the right number: ``1 story``, ``2 stories``."""
    return f"{count:,} {word if count == 1 else plural or word + 's'}"


def chance(score: float) -> str:
    """Return in words how rarely chance alone gives so high a score (-log10 of the chance, less its fee)."""
    if score >= 9:
        return "less than once in a billion such windows"
    if score < 1:
        return "more than once in ten such windows"
    power = int(score)
    lead = int(10 ** (score - power))
    return f"once in {lead * 10**power:,} such windows"


def because(incident: Incident, now: datetime) -> str:
    """Return why an incident is open, in one sentence with its numbers."""
    since = utc(incident.at - timedelta(hours=incident.window), now)
    heard = [many(len(incident.publishers), "publisher")]
    if len(incident.languages) > 1:
        heard.append(many(len(incident.languages), "language"))
    said = f"{many(incident.stories, 'story', 'stories')} from {' in '.join(heard)} since {since}"
    return f"{said}; usual here {number(incident.expected)}; by chance {chance(incident.score)}."


def listed(values: Iterable[str], most: int = 5) -> str:
    """Return names with commas; of many only the first, and how many more."""
    names = [short(value) for value in values]
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
