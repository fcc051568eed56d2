"""What `tocsin run` shows people: a banner, headlines as they come, and one line that is always there.

On a terminal the status line stands at the bottom; elsewhere it is printed
when it changes, at most once a minute, so that a log file stays readable.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from rich.console import Console
from rich.live import Live
from rich.text import Text

from ingest.spec import FeedSpec
from ingest.watcher import Outcome, PollKind
from tocsin.atlas import Atlas
from tocsin.desk.wording import many
from tocsin.model import Role, TaggedArticle

AT_FIRST = 12  #: headlines of the first round that are shown; afterwards all violent ones are
OFFLINE_AFTER = 5  #: failed polls without one success from which we say that there is no internet
QUIET = 60.0  #: seconds between two status lines where there is no terminal


class Face:
    """Hears of polls and tagged articles, and shows what a person wants to know."""

    def __init__(self, console: Console, atlas: Atlas, *, status: Callable[[], str], where: str = "") -> None:
        self._console, self.atlas, self.status = console, atlas, status
        self._where = where  #: what other verbs must be told to look into the same data folder
        self._lock = threading.Lock()
        self._polls: Counter[PollKind] = Counter()
        self._articles = self._shown = 0
        self._failed: dict[str, str] = {}
        self._offline_said = False
        self._live: Live | None = None
        self._last, self._printed = "", 0.0

    def banner(self, lines: Sequence[str]) -> None:
        """Show who we are and where to look."""
        self._console.print(Text("tocsin", style="bold"), *[Text(line) for line in lines], sep="\n")

    def open(self) -> None:
        """Begin to show the status line."""
        if self._console.is_terminal:
            self._live = Live(self._line(), console=self._console, refresh_per_second=2, transient=True)
            self._live.start()

    def close(self) -> None:
        """Take the status line away."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def say(self, text: str, *, style: str = "") -> None:
        """Print one line above the status line."""
        self._console.print(Text(text, style=style), soft_wrap=True)

    def polled(self, spec: FeedSpec, outcome: Outcome) -> None:
        """Hear of one poll (port `ingest.watcher.Watcher`)."""
        with self._lock:
            self._polls[outcome.kind] += 1
            if outcome.failure is not None:
                self._failed[spec.id] = str(outcome.failure.fault)
            else:
                self._failed.pop(spec.id, None)
            offline = self._is_offline()
        if offline:
            self.say(
                f"none of {self._polls[PollKind.FAILED]} feeds answered: is there an internet connection? "
                "tocsin keeps trying. To see it work without one: make demo",
                style="yellow",
            )
        self.refresh()

    def heard(self, tagged: TaggedArticle) -> None:
        """Hear of one tagged article; violent ones are shown, with region and matched words."""
        self._articles += 1
        verdict = tagged.verdict
        if not verdict.violent or (tagged.article.backlog and self._shown >= AT_FIRST):
            return
        self._shown += 1
        self.say(headline(tagged, self.atlas))

    def refresh(self) -> None:
        """Bring the status line up to date."""
        line = self._line()
        if self._live is not None:
            self._live.update(line)
            return
        now = time.monotonic()  # only for how often we print
        if line.plain != self._last and now - self._printed >= QUIET:
            self._last, self._printed = line.plain, now
            self._console.print(line, soft_wrap=True)

    def failures(self) -> str | None:
        """Return one line about the feeds that fail now, with the verb that explains them."""
        if not self._failed:
            return None
        kinds = Counter(self._failed.values()).most_common(3)
        listed = ", ".join(f"{count} {fault}" for fault, count in kinds)
        return f"{many(len(self._failed), 'feed')} failed ({listed}) – 'tocsin feeds report{self._where}' says why"

    def _is_offline(self) -> bool:
        failed = self._polls[PollKind.FAILED]
        offline = failed >= OFFLINE_AFTER and failed == self._polls.total() and not self._offline_said
        self._offline_said = self._offline_said or offline
        return offline

    def _line(self) -> Text:
        polled = f"{many(self._polls.total(), 'poll')}, {many(self._articles, 'article')}"
        parts = [self.status(), polled, self.failures()]
        return Text(" · ".join(part for part in parts if part), style="dim")


def headline(tagged: TaggedArticle, atlas: Atlas) -> str:
    """Return one line for people: time, place, headline, matched words, publisher."""
    article = tagged.article
    places = [place.region for place in tagged.places if place.role is Role.MAIN]
    best = next((code for code in places if "-" in code), places[0] if places else None)
    where = f"{atlas.name(best)} ({best})" if best and best in atlas else "no region"
    words = list(dict.fromkeys(term.span.text for term in tagged.terms if term.excluded_by is None))[:4]
    return f"{_clock(article.at)}  {where}: {_plain(article.title)}  [{', '.join(words)}]  {article.source.publisher}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M} UTC"


def _plain(title: str) -> str:
    """A title without anything a terminal would obey."""
    return "".join(char if char.isprintable() else " " for char in title)
