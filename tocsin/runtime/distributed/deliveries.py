"""What the `alert` role says of its messages: gauges, and whether it is degraded."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from alerts.ledger import Ledger
from alerts.undelivered import in_words, undelivered
from tocsin.clock import Clock
from tocsin.runtime.distributed.health import Health

_log = logging.getLogger(__name__)
LOOK: Final = 15.0  #: seconds between two looks into the ledger


async def watch_deliveries(health: Health, ledger: Ledger, clock: Clock, *, look: float = LOOK) -> None:
    """Look again and again what did not arrive, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(_look, health, ledger, clock)
        except Exception as error:  # noqa: BLE001  # the outermost loop; the alerter itself ends where this lasts
            _log.warning("could not look what was delivered: %r", error)
        await asyncio.sleep(look)


def _look(health: Health, ledger: Ledger, clock: Clock) -> None:
    counts = {(receiver, status.value): count for (receiver, status), count in ledger.counts().items()}
    found = undelivered(ledger, clock.now())
    health.delivered(counts, [(one.receiver, one.dead) for one in found], in_words(found))
