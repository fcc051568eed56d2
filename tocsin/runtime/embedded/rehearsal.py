"""Recorded articles through the whole embedded runtime in accelerated time.

The clock is set by what is played: articles enter the log at their own time,
ticks stand where a poller would have written them, and messages go out
between them. Everything else – log, stages, ledger, index, desk page – is what
runs live.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from alerts.deliver import Deliverer
from tocsin.codec import encode
from tocsin.model import Article, Tick
from tocsin.runtime.embedded.assembly import Embedded
from tocsin.runtime.embedded.chain import EVERY_PARTITION
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.replay import Publishers
from tocsin.topics import ARTICLES, MENTIONS

BUSY, QUIET = timedelta(minutes=10), timedelta(minutes=30)  #: between two ticks
SPAN = timedelta(hours=3)  #: after which it is looked again whether anything is open


class PlayedClock:
    """A clock that the rehearsal sets (port `tocsin.clock.Clock`)."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment that is being played."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Go on to a moment."""
        self._now = moment


async def rehearse(
    embedded: Embedded,
    clock: PlayedClock,
    articles: Sequence[Article],
    deliverer: Deliverer,
    *,
    run_on: timedelta = timedelta(hours=6),
) -> AsyncIterator[datetime]:
    """Play articles in the order of ``seen``; yield the time every few hours.

    Time goes in small steps while something is open, and in larger ones while
    nothing is: months pass in seconds, and no message waits for the next step.
    """
    log = SqliteLog(embedded.connection, clock.now)
    publishers = Publishers({})
    waiting = sorted(articles, key=lambda article: (article.seen, article.id), reverse=True)
    end = waiting[0].seen + run_on
    now = clock.now()
    while now < end:
        tick = BUSY if embedded.search.incidents(limit=1) else QUIET
        upto = min(now + SPAN, end)
        while now < upto:
            now += tick
            clock.set(now)
            due: list[Article] = []
            while waiting and waiting[-1].seen <= now:
                due.append(publishers.meet(waiting.pop()))
            _append(embedded, log, due, now)
            embedded.engine.drain()
            await _deliver(deliverer, clock)
        yield now


def _append(embedded: Embedded, log: SqliteLog, due: Sequence[Article], now: datetime) -> None:
    with Transaction(embedded.connection):
        if due:
            log.extend(ARTICLES.name, [(article.id, encode(article)) for article in due])
        log.append(MENTIONS.name, EVERY_PARTITION, encode(Tick(at=now)))


async def _deliver(deliverer: Deliverer, clock: PlayedClock) -> None:
    """Let messages go out until none can before time goes on."""
    for _ in range(100):
        until = await deliverer.step()
        if until is None or until > clock.now():
            return
