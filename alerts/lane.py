"""One receiver's lane: sends what waits, one message after another, at the pace its channel can carry.

The lane decides nothing about order or merging (`alerts.outgoing` does); it
acts, and writes each outcome into the ledger before the next step. A crash
between any two lines leaves a row that the next start knows how to go on with.
Of two lanes over one ledger (an alerter that was thought dead, and the standby
that took over) one claims a row; the other leaves it alone.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from alerts.bucket import Bucket
from alerts.ledger import WAITING, Ledger, Row, moved
from alerts.newest import is_said, newest, root_of
from alerts.ours import Ours, take_back
from alerts.outgoing import LookUp, Merge, Send, Storm, Todo, Wait, next_todo
from alerts.passed import TellSecond
from alerts.patience import asked
from alerts.receiver import Receiver
from alerts.storm import storm_edit, storm_note
from alerts.surprise import only_faults
from alerts.trouble import Trouble
from alerts.undelivered import named
from tocsin.clock import Clock
from tocsin.errors import DeliveryFault, TakenOver
from tocsin.model import Delivery, Reason

_log = logging.getLogger(__name__)
LOOK_AGAIN: Final = timedelta(seconds=3)  #: a message just accepted may not stand in the history yet


class Lane:
    """Delivers the rows of one receiver."""

    def __init__(
        self, name: str, receiver: Receiver, ledger: Ledger, clock: Clock, *,
        tell_second: TellSecond, language: str = "en", look_again: timedelta = LOOK_AGAIN,
    ) -> None:  # fmt: skip
        self.name = name
        self._receiver = receiver
        self._ledger = ledger
        self._clock = clock
        self._language = language
        self._look_again = look_again
        self._bucket = Bucket()
        self._trouble = Trouble(name, ledger, tell_second=tell_second, look_again=look_again)
        self._door, self._doubts = self._trouble.door, self._trouble.doubts
        self._touched: dict[str, datetime] = {}
        self.sent = 0

    async def step(self) -> datetime | None:
        """Do one thing, and return when to be called again (now: there is more; None: nothing waits)."""
        now = self._clock.now()
        waiting = self._ledger.waiting(self.name)
        if self._door.second_hears(now):
            self._trouble.passed.on(waiting, self._door.why)
        until = await self._do(self._next(waiting, now), now)
        return self._door.wake(until, self._clock.now())

    def _next(self, waiting: Sequence[Row], now: datetime) -> Todo:
        said = partial(is_said, ledger=self._ledger)
        return next_todo(waiting, self._touched, now, doubts=self._doubts.until, is_said=said)

    def takes_nothing(self) -> bool:
        """Return whether the receiver takes no message at all now."""
        return self._door.takes_nothing(self._clock.now())

    async def _do(self, todo: Todo, now: datetime) -> datetime | None:
        match todo:
            case Wait(until):
                return until
            case Merge(rows, into):
                for row in rows:
                    self._move(row, Delivery.MERGED, into=into)
            case Storm(rows):
                self._storm(rows, now)
            case LookUp() | Send():
                return await self._talk(todo, now)
        return now

    async def _talk(self, todo: LookUp | Send, now: datetime) -> datetime:
        """Talk to the receiver, unless it asked us to wait or its channel is full."""
        if self._door.is_shut(now):
            assert self._door.until is not None
            return self._door.until
        if isinstance(todo, LookUp):
            return await self._look_up(todo.row, now)
        ready = self._bucket.ready_at(now)
        if ready > now:
            return ready
        self._bucket = self._bucket.taken(now)
        await self._send(todo.row, late=todo.late)
        return self._clock.now()

    async def _send(self, row: Row, *, late: bool) -> None:
        root = root_of(row, self._ledger)
        if row.note.edit and root is None:
            self._move(row, Delivery.MERGED, into=row.note.root)
            return
        claimed = self._claimed(row)
        if claimed is None:
            return  # another alerter has taken it
        row = claimed
        try:
            with only_faults(self.name, row, unknown=self._receiver.looks_up):
                ts = await self._say(row, root, late=late)
        except DeliveryFault as fault:
            self._failed(row, fault)
        except TakenOver as fault:
            _log.info("message %s: %s", row.note.id, fault)
        else:
            await self._sent(row, ts)

    def _claimed(self, row: Row) -> Row | None:
        """Return the row as it is being sent; None where it is no longer as we read it."""
        entry = moved(row.entry, Delivery.SENDING, self._clock.now())
        taken = self._ledger.move(entry, expected=row.entry.status)
        return Row(note=row.note, entry=entry) if taken else None

    async def _say(self, row: Row, root: str | None, *, late: bool) -> str:
        note = newest(row, root, self._ledger, self._language)
        look = Ours(row, self._ledger, self._clock).look
        if not note.edit:
            return await self._receiver.post(note, root=root, late=late, look=look)
        assert root is not None
        look()
        await self._receiver.edit(note, ts=root, late=late)
        return root

    async def _look_up(self, row: Row, now: datetime) -> datetime:
        """Settle a row in doubt: adopt the message if it is there, else send it again after a short wait."""
        self._doubts.asked(row.entry, now)
        if row.note.edit or not self._receiver.looks_up:
            self._again(row, "interrupted; sent again under the same id")
            return now
        try:
            with only_faults(self.name, row, unknown=True):
                ts = await self._receiver.find(row.note, root=root_of(row, self._ledger), since=row.entry.at)
        except DeliveryFault as fault:
            return self._not_found_out(row, fault, now)
        if ts is not None:
            await self._sent(row, ts)
            return now
        if now < row.entry.at + self._look_again:
            self._doubts.look_at(row.entry.id, row.entry.at + self._look_again)
        else:
            self._again(row, "not found at the receiver; sent again")
        return now

    def _not_found_out(self, row: Row, fault: DeliveryFault, now: datetime) -> datetime:
        if fault.whole:
            self._door.shut(fault, now)
        if fault.retry and not self._trouble.is_over(row, fault, now):
            self._trouble.tell_if_long(row, fault, now)
            self._trouble.look_later(row, fault, now)
        elif fault.retry:
            self._give_up(row, fault)
        elif row.note.root and root_of(row, self._ledger) is not None:
            # without the right to read threads a step in doubt is not posted again: the root shows it
            self._move(row, Delivery.MERGED, into=row.note.root)
        else:
            self._again(row, f"could not be looked up ({fault}); sent again")
        return now

    def _again(self, row: Row, why: str) -> None:
        """Let a row that was in doubt be sent again: at once, but not if that ended in doubt before."""
        fault, now = DeliveryFault(why, retry=True), self._clock.now()
        if self._trouble.is_over(row, fault, now):
            self._give_up(row, fault)
        elif row.entry.tries > 1:
            self._try_later(row, fault, now)
        else:
            self._move(row, Delivery.FAILED, error=why, failing_since=self._trouble.failing_since(row) or now)

    async def _sent(self, row: Row, ts: str) -> None:
        if not self._move(row, Delivery.SENT, ts=ts):
            await take_back(row, ts, self._receiver, self._ledger)
        self._touched[row.note.subject] = self._clock.now()
        self.sent += 1
        self._door.opened()

    def _failed(self, row: Row, fault: DeliveryFault) -> None:
        now = self._clock.now()
        if fault.whole:
            self._door.shut(fault, now)
        if fault.unknown:
            self._doubts.begins(row.entry, now, now + (asked(fault) or self._look_again))
        elif self._trouble.is_over(row, fault, now):
            self._give_up(row, fault)
        else:
            self._try_later(row, fault, now)

    def _try_later(self, row: Row, fault: DeliveryFault, now: datetime) -> None:
        """Let a row wait for its next try; others go out meanwhile, unless the receiver takes nothing at all."""
        if row.entry.tries <= 1 and not fault.whole:
            _log.warning(
                "receiver %s did not take message %s: %s; tried again", self.name, row.note.id, fault
            )
        self._trouble.tell_if_long(row, fault, now)
        retry_at, since = self._trouble.next_try(row, fault, now)
        self._move(row, Delivery.FAILED, error=str(fault), retry_at=retry_at, failing_since=since)

    def _give_up(self, row: Row, fault: DeliveryFault) -> None:
        """Let a row be dead, and say so: to the log, and of what people should have heard to the second."""
        if not self._trouble.is_unsettled(row):
            return
        self._trouble.passed.on([row], str(fault))  # first: who dies between the two has told somebody
        if not self._move(row, Delivery.DEAD, error=str(fault)):
            return
        if row.note.edit:
            _log.warning("receiver %s did not take an edit of %s: %s", self.name, row.note.root, fault)
            return
        what, tries = named(row.note), row.entry.tries
        _log.error("ALERT NOT DELIVERED to %s after %d tries: %s (%s)", self.name, tries, what, fault)

    def _storm(self, rows: tuple[Row, ...], now: datetime) -> None:
        waiting = self._ledger.waiting(self.name)
        open_one = next(
            (row.note for row in waiting if row.note.reason is Reason.STORM and not row.note.edit), None
        )
        note = open_one or storm_note(self.name, rows[0].note, now)
        self._ledger.plan([note])
        known = self._ledger.get(note.id)
        if known is not None and known.entry.status in (Delivery.SENT, Delivery.SENDING):
            # it stands, or may stand, there without these lines; planned first: a crash then loses none of them
            count = len(self._ledger.merged_into(note.id)) + len(rows)
            self._ledger.plan([storm_edit(note, count, now)])
        for row in rows:
            self._move(row, Delivery.MERGED, into=note.id)

    def _move(self, row: Row, status: Delivery, **more: object) -> bool:
        self._doubts.settled(row.entry.id)
        if status not in WAITING:
            self._trouble.passed.settled(row.entry.id)
        entry = moved(row.entry, status, self._clock.now(), **more)
        return self._ledger.move(entry, expected=row.entry.status)
