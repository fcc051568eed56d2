"""Whether a message is still ours to say: the last look before it leaves, and what is taken back when two have said it.

A process can stand still for longer than its group waits for it (a suspended
machine, a swap storm). When it goes on, a standby has taken over and may have
said what was just about to leave. Slack has no fencing token: so the receiver
looks at the clock at the last moment at which nothing has left yet, and at the
ledger where time has passed. What two have said for all that is taken back by
the one whose outcome the ledger did not take.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from alerts.ledger import Ledger, Row
from alerts.receiver import Receiver
from tocsin.clock import Clock
from tocsin.errors import DeliveryFault, TakenOver
from tocsin.model import Delivery

_log = logging.getLogger(__name__)
STALE: Final = timedelta(seconds=5)  #: after a pause so long, another alerter may have taken over


class Ours:
    """One claimed row, and since when it is known to be as we claimed it."""

    def __init__(self, row: Row, ledger: Ledger, clock: Clock) -> None:
        self._row = row
        self._ledger = ledger
        self._clock = clock
        self._known_at = row.entry.at

    def look(self) -> None:
        """Raise `TakenOver` where the row is no longer as we claimed it; `DeliveryFault` where the look took too long to tell."""
        now = self._clock.now()
        if now - self._known_at < STALE:
            return
        held = self._ledger.get(self._row.entry.id)
        if held is None or held.entry != self._row.entry:
            raise TakenOver("another alerter has taken it")
        if self._clock.now() - now >= STALE:  # the look itself took so long: what it saw is old as well
            raise DeliveryFault("this process stood still; looked up", retry=True, unknown=True)
        self._known_at = now


async def take_back(row: Row, ts: str, receiver: Receiver, ledger: Ledger) -> None:
    """Take a message back that another alerter has said too, if the ledger holds the other's."""
    held = ledger.get(row.entry.id)
    if row.note.edit or held is None or held.entry.status is not Delivery.SENT or held.entry.ts == ts:
        return
    try:
        await receiver.take_back(ts)
    except DeliveryFault as fault:
        _log.warning("message %s stands twice at %s: %s", row.note.id, row.note.receiver, fault)
    else:
        _log.warning("message %s was said by two alerters; one was taken back", row.note.id)
