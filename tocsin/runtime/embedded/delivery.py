"""What carries messages to people while tocsin runs, and gives way to another where receivers change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers import Setting, build
from tocsin.clock import Clock
from tocsin.errors import BackendFault
from tocsin.runtime.parts import Parts

_log = logging.getLogger(__name__)
PATIENCE = timedelta(seconds=2)  #: that messages in hand get to go out when we end


class Delivery:
    """The deliverer at work by the configuration in force; it works from the start on, in the loop that made it.

    Raises:
        ConfigProblem: a setting that a receiver needs is not set.
    """

    def __init__(self, ledger: SqliteLedger, parts: Parts, setting: Setting, clock: Clock) -> None:
        self._ledger, self._setting, self._clock = ledger, setting, clock
        self._deliverer = self._made(parts)
        self._working = asyncio.create_task(self._deliverer.run())
        self._ending = False

    def _made(self, parts: Parts) -> Deliverer:
        receivers = build(parts.alerts.receivers, self._setting, links=parts.config.routes.links)
        return Deliverer(self._ledger, receivers, parts.alerts.receivers, clock=self._clock)

    def follow(self, parts: Parts) -> None:
        """Go on with the receivers of another configuration.

        Raises:
            BackendFault: it is ending already.
            ConfigProblem: a setting that a receiver needs is not set; the old ones go on.
        """
        if self._ending:  # what drains now and another deliverer would say the same messages
            raise BackendFault("tocsin is ending")
        before, working = self._deliverer, self._working
        self._deliverer = self._made(parts)
        self._working = asyncio.create_task(_succeeding(before, working, self._deliverer))

    def kicker(self) -> Callable[[str, int], None]:
        """Return what hears of batches, from any thread, and looks for new messages after those of alerting."""
        loop = asyncio.get_running_loop()

        def worked(stage: str, _count: int) -> None:
            if stage == "alerting":
                with suppress(RuntimeError):  # the loop is closing: the ledger keeps what is not out yet
                    loop.call_soon_threadsafe(self._deliverer.kick)

        return worked

    @property
    def is_over(self) -> bool:
        """Whether nothing delivers any more."""
        return self._working.done()

    def ask(self) -> None:
        """Raise what ended the delivery before its time, if it has ended.

        Raises:
            BackendFault: nothing carries messages to people any more.
        """
        working = self._working
        if working.done() and not working.cancelled() and (died := working.exception()):
            _log.critical("alerts are no longer delivered: this tocsin ends", exc_info=died)
            cause = died.exceptions[0] if isinstance(died, ExceptionGroup) else died
            raise BackendFault(f"alerts are no longer delivered: {cause!r}") from died

    async def end(self, patience: timedelta) -> None:
        """End with what is being said just now, and send what can go out within ``patience``."""
        self._ending = True
        await self._deliverer.end(self._working, PATIENCE)  # one hand on each lane: the run's, then ours
        await self._deliverer.drain(patience)

    async def close(self) -> None:
        """Stop, wherever it is, and let go of all connections."""
        self._working.cancel()
        await asyncio.wait({self._working})  # what it died of, `ask` has told
        await self._deliverer.close()


async def _succeeding(before: Deliverer, working: asyncio.Task[None], after: Deliverer) -> None:
    """Let one deliverer end what it is saying, then another go on: two at once would say things twice."""
    try:
        await before.end(working, PATIENCE)
    finally:
        working.cancel()
        await before.close()
    await after.run()
