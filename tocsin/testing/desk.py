"""A desk page to look at without a running tocsin: `tocsin.testing.june` in the memory index.

``python -m tocsin.testing.desk`` serves it.
"""

from __future__ import annotations

import asyncio
import math
import random
from dataclasses import dataclass, field, replace
from functools import cache

from tocsin.clock import hour_of
from tocsin.desk.ports import Facts
from tocsin.model import Action, FeedState, IncidentLevel, KeyState, Reason, Rejected, WindowCount
from tocsin.testing.june import ARTICLES, ATLAS, BORDER, HOUR, NOW, OSH, OVER
from tocsin.testing.search import MemoryIndex, MemoryWriter

__all__ = ["ATLAS", "FACTS", "LEARNING", "NOW", "OSH", "FixedStatus", "RecordedActs", "hours", "index"]


@cache
def hours(
    region: str, theme: str, *, level: float, burst: float = 0.0, since: int = 24, seed: int = 7
) -> tuple[WindowCount, ...]:
    """Return four weeks of hours with a day's rhythm, an outage of nine hours, and a burst in the last ones."""
    chance = random.Random(seed)  # noqa: S311  # a picture, not a secret
    end = hour_of(NOW) + 1
    counts = []
    for hour in range(end - 672, end):
        expected = level * (1 + 0.6 * math.sin((hour % 24 - 3) / 24 * 2 * math.pi))
        blind = end - 80 <= hour < end - 71
        more = burst * max(0.0, 1 - (end - hour - 1) / since)
        stories = 0 if blind else sum(chance.random() < (expected + more) / 12 for _ in range(12))
        counts.append(
            WindowCount(
                region=region, theme=theme, hour=hour, stories=stories, articles=stories * 3, expected=expected,
                variance=expected * 1.4, coverage=0.1 if blind else 0.9,
                state=KeyState.NO_DATA if blind else KeyState.READY,
            )
        )  # fmt: skip
    return tuple(counts)


def _feeds() -> list[FeedState]:
    base = FeedState(
        feed="", url="https://news.example/rss", due=NOW + HOUR / 6, first_polled=NOW - 99 * HOUR,
        last_polled=NOW - HOUR / 12, last_success=NOW - HOUR / 12, last_new=NOW - HOUR, entries=412, quiet_gap=30.0,
    )  # fmt: skip
    return [
        replace(base, feed="steppe-en", title="Steppe Courier", entries=1204),
        replace(base, feed="osh-ru", title="Южный вестник"),
        replace(base, feed="ky", title="Түштүк үнү", entries=88, last_new=NOW - 40 * HOUR),
        replace(
            base, feed="echo-de", title="Das Echo", failures=4, error="HTTP 503", last_success=NOW - 3 * HOUR
        ),
        replace(base, feed="sd-ar", title="صوت النيل"),
        replace(
            base,
            feed="zh",
            title="中亚观察",
            last_success=None,
            failures=2,
            error="no answer in 20 s",
            entries=0,
            last_new=None,
        ),
        FeedState(feed="tj-new", url="https://new.example/feed", due=NOW),
    ]


def index(*, quiet: bool = False) -> MemoryIndex:
    """Return a filled index; ``quiet`` leaves the incidents out."""
    filled = MemoryIndex()
    writer = MemoryWriter(filled)
    writer.tagged(ARTICLES)
    writer.feeds(_feeds())
    for region, theme, level, burst, since in (
        ("KG-O", "violence", 0.058, 2.6, 24), ("KG", "violence", 0.3, 2.9, 24), ("KG-O", "unrest", 0.4, 0.5, 40),
        ("UZ-AN", "displacement", 0.007, 1.1, 7), ("SD-KH", "violence", 1.2, 0.0, 1),
    ):  # fmt: skip
        writer.windows(hours(region, theme, level=level, burst=0.0 if quiet else burst, since=since))
    first = replace(
        OSH, step=1, level=IncidentLevel.WATCH, reason=Reason.FIRST, stories=3, articles=4, deaths=0, score=4.3,
        publishers=OSH.publishers[:2], languages=("ru",), at=OSH.opened_at,
    )  # fmt: skip
    writer.incidents([OVER] if quiet else [first, OSH, BORDER, OVER])
    writer.rejected(
        [
            Rejected(
                topic="tocsin.tagged", partition=0, offset=4711, key="x", value=b"{",
                reason="not a message: Input data was truncated", at=NOW - 5 * HOUR,
            )
        ]
    )  # fmt: skip
    return filled


FACTS = Facts(
    version="0.1.0", runtime="embedded", started_at=NOW - 30 * HOUR, feeds=65, spike_rules=4,
    threshold_rules=3, receivers=("slack #desk-asia", "log"), config="7c1e90ab54d2", last_tick=NOW - HOUR / 60,
    titles={"armed-clash": "Armed clashes", "mass-atrocity": "Massacres and mass killing", "riot": "Riots and mob violence"},
)  # fmt: skip


LEARNING = replace(FACTS, learning_day=1, started_at=NOW - HOUR)


@dataclass
class FixedStatus:
    """Keeps `tocsin.desk.ports.Status` with facts that a test sets."""

    said: Facts = FACTS

    def facts(self) -> Facts:
        """Return the facts."""
        return self.said


@dataclass
class RecordedActs:
    """Keeps `tocsin.desk.ports.Acts` and remembers what was appended."""

    actions: list[Action] = field(default_factory=list)

    async def append(self, action: Action) -> None:
        """Remember the action."""
        self.actions.append(action)


def main() -> None:
    """Serve the made-up desk page on port 8642 until interrupted."""
    from tocsin.desk import serve
    from tocsin.desk.app import build
    from tocsin.testing.search import MemorySearch

    search = MemorySearch(index(), ATLAS)
    app = build(search, FixedStatus(), RecordedActs(), lambda: ATLAS, now=lambda: NOW)
    print("http://127.0.0.1:8642/")  # noqa: T201  # a person started this to look at it
    asyncio.run(serve(app))


if __name__ == "__main__":
    main()
