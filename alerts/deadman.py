"""The dead-man's switch: a canary article travels the whole road each period; if two do not come back, say so.

This is the one part that reads a clock, and it gets it as an argument. The
runtime ingests what `DeadMan.send` gives once a period, looks for the incident
that each canary becomes, and plans what `DeadMan.overdue` gives. `Heartbeat`
calls a URL (the Watchdog convention): a switch inside the process dies with it,
a missed call outside does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from alerts.group import incident_id
from alerts.render.words import say
from tocsin.ids import digest
from tocsin.model import Article, Notification, Reason, Source

PERIOD: Final = timedelta(minutes=15)
PERIODS: Final = 2
PREFIX: Final = "deadman-"
PLACE: Final = "Osh, Kyrgyzstan"
REGION: Final = "KG-GO"  #: what a test article about `PLACE` is tagged as
THEME: Final = "violence"


def canary_article(
    now: datetime, *, period: timedelta = PERIOD, canary: str | None = None, place: str = PLACE
) -> Article:
    """Return the test article of the period that ``now`` lies in; a drill names its own ``canary`` and place."""
    number = int(now.timestamp() // period.total_seconds())
    name = canary or f"{PREFIX}{number}"
    source = Source(feed="canary", publisher="tocsin", owner="tocsin", entries=1000)
    return Article(
        id=digest("canary", name), source=source, title=f"Gun battles in {place}: at least 3 killed",
        summary=f"This is a test of tocsin. Armed men opened fire in {place}.", language="en", published=now,
        seen=now, at=now, canary=name,
    )  # fmt: skip


def rehearsed_id(canary: str, region: str = REGION, theme: str = THEME) -> str:
    """Return the id of the incident that a test article becomes."""
    return incident_id(theme, region, f"test {canary}")


@dataclass(slots=True)
class DeadMan:
    """Which canaries are on their way, and whether that was said."""

    period: timedelta = PERIOD
    sent: dict[str, datetime] = field(default_factory=dict)  #: those that are not home
    warned: bool = False
    _last: str | None = field(default=None, init=False)  #: the canary of the running period, home or not

    def send(self, now: datetime) -> Article | None:
        """Return this period's canary article, once."""
        article = canary_article(now, period=self.period)
        assert article.canary is not None
        if article.canary == self._last:
            return None
        self._last = article.canary
        self.sent[article.canary] = now
        return article

    def came_back(self, canary: str) -> None:
        """Take note that a canary has become an incident: it, and all sent before it, are home."""
        at = self.sent.get(canary)
        if at is not None:
            self.sent = {name: sent for name, sent in self.sent.items() if sent > at}
            self.warned = False

    def overdue(self, now: datetime, receivers: Mapping[str, str]) -> list[Notification]:
        """Return the warnings when a canary is out for two periods, once; ``receivers`` with their languages."""
        oldest = min(self.sent.values(), default=now)
        if self.warned or now - oldest < PERIODS * self.period:
            return []
        self.warned = True
        return [_warning(oldest, now, name, language) for name, language in sorted(receivers.items())]


def _warning(oldest: datetime, now: datetime, receiver: str, language: str) -> Notification:
    subject = digest("deadman", oldest.isoformat())
    return Notification(
        id=digest("notification", subject, receiver), subject=subject, step=1, receiver=receiver,
        reason=Reason.CANARY, at=now, title=say(language, "canary.title"),
        lines=(say(language, "canary.line", at=f"{oldest:%H:%M}", periods=PERIODS),),
    )  # fmt: skip


class Heartbeat:
    """Calls a URL, so that somebody outside notices when nobody calls any more."""

    def __init__(self, url: str, *, timeout: float = 10) -> None:
        self._url = url
        self._timeout = timeout

    async def beat(self) -> bool:
        """Call once; return whether it was answered well. Never raises for what the network does."""
        import aiohttp

        limit = aiohttp.ClientTimeout(total=self._timeout)
        try:
            async with aiohttp.ClientSession(timeout=limit) as session, session.get(self._url) as answer:
                return answer.status < 400
        except (aiohttp.ClientError, TimeoutError):
            return False
