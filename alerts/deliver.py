"""The deliverer: carries planned messages from the ledger to their receivers, each exactly once.

    deliverer = Deliverer(SqliteLedger(connection), build(config.receivers, settings), config.receivers, clock=SystemClock())
    task = asyncio.create_task(deliverer.run())    # one lane per receiver; none blocks another
    deliverer.kick()                               # after planning rows: send at once
    await deliverer.end(task, timedelta(seconds=2))  # what is being said is answered, nothing more is taken up
    await deliverer.drain(timedelta(seconds=5))    # before closing: wait until nothing more can go out
    await deliverer.close()

A receiver that takes nothing for five minutes (revoked token, no network) is
said on its second, which also gets its messages, and so is a message that is
refused; other receivers are never held up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from alerts.lane import LOOK_AGAIN, Lane
from alerts.ledger import HOP, WAITING, Ledger, moved
from alerts.outgoing import NOTICES
from alerts.patience import PATIENT
from alerts.receiver import Receiver
from alerts.render.words import say
from alerts.spec import ReceiverSpec
from alerts.undelivered import named
from tocsin.clock import Clock, hour_of
from tocsin.ids import digest
from tocsin.model import Delivery, Notification, Reason

Sleep = Callable[[float], Awaitable[None]]
_log = logging.getLogger(__name__)
BURY_EVERY = timedelta(hours=1)
IDLE = timedelta(seconds=30)  #: a lane with nothing to do looks again after so long, even unkicked


class Deliverer:
    """All lanes of one process."""

    def __init__(
        self, ledger: Ledger, receivers: Mapping[str, Receiver], specs: Mapping[str, ReceiverSpec], *,
        clock: Clock, look_again: timedelta = LOOK_AGAIN,
    ) -> None:  # fmt: skip
        self._ledger = ledger
        self._receivers = receivers
        self._specs = specs
        self._clock = clock
        self._kicks = {name: asyncio.Event() for name in receivers}
        self._ending = False
        self._over = asyncio.Event()
        self.lanes = {
            name: Lane(
                name, receiver, ledger, clock, look_again=look_again,
                language=specs[name].language if name in specs else "en",
                tell_second=partial(self._tell_second, name),
            )
            for name, receiver in receivers.items()
        }  # fmt: skip

    async def run(self) -> None:
        """Deliver until told to `end`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._bury_now_and_then())
            for name in self.lanes:
                group.create_task(self._run_lane(name))

    async def _bury_now_and_then(self) -> None:
        while not self._over.is_set():
            self.bury()
            with suppress(TimeoutError):
                async with asyncio.timeout(BURY_EVERY.total_seconds()):
                    await self._over.wait()

    def bury(self) -> None:
        """Let be dead what waits for more than a day for a receiver that is no longer configured."""
        now = self._clock.now()
        for row in self._ledger.unsent(now):
            known, entry = row.entry.receiver in self._receivers, row.entry
            if known or entry.status not in WAITING or now - row.note.at < PATIENT:
                continue
            error = "no such receiver is configured any more"
            if self._ledger.move(moved(entry, Delivery.DEAD, now, error=error), expected=entry.status):
                _log.error("ALERT NOT DELIVERED to %s: %s (%s)", entry.receiver, named(row.note), error)

    async def _run_lane(self, name: str) -> None:
        kick = self._kicks[name]
        while not self._ending:
            kick.clear()
            until = await self.lanes[name].step()
            pause = IDLE if until is None else min(IDLE, until - self._clock.now())
            if pause <= timedelta():
                await asyncio.sleep(0)
                continue
            # not wait_for: in Python 3.11 it swallows a cancellation that meets a kick (bpo-37658), and the lane lives on
            with suppress(TimeoutError):
                async with asyncio.timeout(pause.total_seconds()):
                    await kick.wait()

    def kick(self) -> None:
        """Look for new rows now."""
        for event in self._kicks.values():
            event.set()

    async def end(self, running: asyncio.Future[None], patience: timedelta) -> None:
        """Let `run` end with what it is saying just now; a receiver that does not answer within ``patience`` is left.

        A message torn off is in doubt until it is looked up; one that was answered is not.
        """
        self._ending = True
        self._over.set()
        self.kick()
        await asyncio.wait({running}, timeout=patience.total_seconds())
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    async def step(self) -> datetime | None:
        """Let every lane do one thing; return the earliest moment one wants to be called again."""
        wanted = [until for lane in self.lanes.values() if (until := await lane.step()) is not None]
        return min(wanted, default=None)

    async def drain(self, patience: timedelta, sleep: Sleep = asyncio.sleep) -> bool:
        """Send all that can be sent within ``patience``; return whether nothing waits any more."""
        end = self._clock.now() + patience
        while True:
            until = await self.step()
            if until is None:
                return True
            if until >= end:
                return False
            await sleep(max(0.0, (until - self._clock.now()).total_seconds()))

    async def close(self) -> None:
        """Let go of all connections."""
        for receiver in self._receivers.values():
            await receiver.close()

    def _tell_second(self, name: str, notes: Sequence[Notification], error: str) -> None:
        spec = self._specs.get(name)
        second = spec.second if spec else None
        if second is None or second not in self._receivers:
            return
        copies = [
            replace(note, id=f"{note.id}{HOP}{second}", receiver=second, root=None, edit=False)
            for note in notes
            # two that are each other's second would pass on for ever what came from there
            if note.reason not in NOTICES and second not in note.id.split(HOP)[1:]
        ]
        if copies:
            now, language = self._clock.now(), self._specs[second].language
            reason = Reason.DEAD_RECEIVER if self.lanes[name].takes_nothing() else Reason.REFUSED
            notice = _notice(reason, name, second, error, now, language)
            self._ledger.plan([notice, *copies])
            self._kicks[second].set()


def _notice(reason: Reason, name: str, second: str, error: str, now: datetime, language: str) -> Notification:
    """Return the notice that a receiver takes no messages, or not every one; one of each an hour at most, by its id.

    Those of a kind are one subject, so that a second which was away itself hears it once.
    """
    kind = "dead" if reason is Reason.DEAD_RECEIVER else "refused"
    subject = digest(kind, name)
    return Notification(
        id=digest("notification", subject, second, str(hour_of(now))), subject=subject, step=hour_of(now),
        receiver=second, reason=reason, at=now, title=say(language, f"{kind}.title", receiver=name),
        lines=(say(language, f"{kind}.line", error=error),),
    )  # fmt: skip
