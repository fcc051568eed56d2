"""One receiver's lane: sends what waits, one message after another, at the pace its channel can carry.

The lane decides nothing about order or merging (`alerts.outgoing` does); it
acts, and writes each outcome into the ledger before the next step. A crash
between any two lines leaves a row that the next start knows how to go on with.
Of two lanes over one ledger (an alerter that was thought dead, and the standby
that took over) one claims a row; the other leaves it alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from alerts.bucket import Bucket
from alerts.ledger import Ledger, Row, moved
from alerts.newest import newest, root_of
from alerts.outgoing import LookUp, Merge, Send, Storm, Wait, next_todo
from alerts.receiver import Receiver
from alerts.storm import storm_edit, storm_note
from alerts.surprise import only_faults
from tocsin.clock import Clock
from tocsin.errors import DeliveryFault, ReceiverGone
from tocsin.model import Delivery, Notification, Reason

_log = logging.getLogger(__name__)
LOOK_AGAIN: Final = timedelta(seconds=3)  #: a message just accepted may not stand in the history yet
LONGEST: Final = timedelta(minutes=5)  #: between two tries
NEXT_IN_TURN: Final = timedelta(seconds=1)
STALE: Final = timedelta(seconds=5)  #: after a pause so long, another alerter may have taken over
OnDead = Callable[[Notification, str], None]


class Lane:
    """Delivers the rows of one receiver."""

    def __init__(
        self, name: str, receiver: Receiver, ledger: Ledger, clock: Clock, *,
        on_dead: OnDead, language: str = "en", look_again: timedelta = LOOK_AGAIN,
    ) -> None:  # fmt: skip
        self.name = name
        self._receiver = receiver
        self._ledger = ledger
        self._clock = clock
        self._on_dead = on_dead
        self._language = language
        self._look_again = look_again
        self._bucket = Bucket()
        self._blocked: datetime | None = None  #: the receiver takes nothing at all until then
        self._refusals = 0  #: so often in a row
        self._doubts: dict[str, datetime] = {}  #: when a row in doubt is looked up again
        self._touched: dict[str, datetime] = {}
        self.sent = 0

    async def step(self) -> datetime | None:
        """Do one thing, and return when to be called again (now: there is more; None: nothing waits)."""
        now = self._clock.now()
        todo = next_todo(self._ledger.waiting(self.name), self._touched, now, doubts=self._doubts)
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
        if self._blocked is not None and now < self._blocked:
            return self._blocked
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
        if not self._is_ours(row):
            return
        try:
            with only_faults(self.name, row, unknown=self._receiver.looks_up):
                ts = await self._say(newest(row, root, self._ledger, self._language), root, late=late)
        except DeliveryFault as fault:
            self._failed(row, fault)
            return
        self._sent(row, ts)

    def _claimed(self, row: Row) -> Row | None:
        """Return the row as it is being sent; None where it is no longer as we read it."""
        entry = moved(row.entry, Delivery.SENDING, self._clock.now())
        taken = self._ledger.move(entry, expected=row.entry.status)
        return Row(note=row.note, entry=entry) if taken else None

    def _is_ours(self, row: Row) -> bool:
        """Return whether nobody settled the row while this process stood still between claiming and saying."""
        if self._clock.now() - row.entry.at < STALE:
            return True
        held = self._ledger.get(row.entry.id)
        return held is not None and held.entry == row.entry

    async def _say(self, note: Notification, root: str | None, *, late: bool) -> str:
        if note.edit:
            assert root is not None
            await self._receiver.edit(note, ts=root, late=late)
            return root
        return await self._receiver.post(note, root=root, late=late)

    async def _look_up(self, row: Row, now: datetime) -> datetime:
        """Settle a row in doubt: adopt the message if it is there, else send it again after a short wait."""
        if row.note.edit or not self._receiver.looks_up:
            self._again(row, "interrupted; sent again under the same id")
            return now
        try:
            with only_faults(self.name, row, unknown=True):
                ts = await self._receiver.find(row.note, root=root_of(row, self._ledger), since=row.entry.at)
        except DeliveryFault as fault:
            return self._not_found_out(row, fault, now)
        if ts is not None:
            self._sent(row, ts)
            return now
        if now < row.entry.at + self._look_again:
            self._doubts[row.entry.id] = row.entry.at + self._look_again
        else:
            self._again(row, "not found at the receiver; sent again")
        return now

    def _not_found_out(self, row: Row, fault: DeliveryFault, now: datetime) -> datetime:
        if isinstance(fault, ReceiverGone):
            self._failed(row, fault)
        elif fault.retry:
            # twice as long in doubt each time: others go out meanwhile
            pause = fault.after or min(LONGEST, max(self._look_again, now - row.entry.at))
            self._doubts[row.entry.id] = now + pause
            if fault.whole:
                self._block(fault, now)
        elif row.note.root:
            # without the right to read threads a step in doubt is not posted again: the root shows it
            self._move(row, Delivery.MERGED, into=row.note.root)
        else:
            self._again(row, f"could not be looked up ({fault}); sent again")
        return now

    def _again(self, row: Row, why: str) -> None:
        """Let a row that was in doubt be sent again: at once, but not if that ended in doubt before."""
        retry_at = self._clock.now() + _pause(row.entry.tries) if row.entry.tries > 1 else None
        self._move(row, Delivery.FAILED, error=why, retry_at=retry_at)

    def _sent(self, row: Row, ts: str) -> None:
        self._move(row, Delivery.SENT, ts=ts)
        self._touched[row.note.subject] = self._clock.now()
        self.sent += 1
        if self._refusals:
            _log.warning("receiver %s takes messages again", self.name)
        self._refusals = 0

    def _failed(self, row: Row, fault: DeliveryFault) -> None:
        now = self._clock.now()
        if fault.whole:
            self._block(fault, now)
        if fault.unknown:
            self._doubts[row.entry.id] = now + (fault.after or self._look_again)
        elif fault.retry:
            self._try_later(row, fault, now)
        else:
            self._move(row, Delivery.DEAD, error=str(fault))
            if isinstance(fault, ReceiverGone) or not row.note.edit:
                self._on_dead(row.note, str(fault))

    def _try_later(self, row: Row, fault: DeliveryFault, now: datetime) -> None:
        """Let a row wait for its next try; others go out meanwhile, unless the receiver takes nothing at all."""
        retry_at = now + (fault.after or _pause(row.entry.tries))
        if fault.whole and fault.after is None and self._blocked is not None:
            # another row tries first next time: perhaps it was this one that shut the door
            retry_at = max(retry_at, self._blocked + NEXT_IN_TURN)
        if row.entry.tries <= 1 and not fault.whole:
            _log.warning(
                "receiver %s did not take message %s: %s; tried again", self.name, row.note.id, fault
            )
        self._move(row, Delivery.FAILED, error=str(fault), retry_at=retry_at)

    def _block(self, fault: DeliveryFault, now: datetime) -> None:
        """Let nothing go out for a while: the receiver asked for it, or cannot be reached as a whole."""
        self._refusals += 1
        self._blocked = now + (fault.after or _pause(self._refusals))
        if self._refusals == 1:
            _log.warning("receiver %s takes no messages: %s; all wait", self.name, fault)

    def _storm(self, rows: tuple[Row, ...], now: datetime) -> None:
        waiting = self._ledger.waiting(self.name)
        open_one = next(
            (row.note for row in waiting if row.note.reason is Reason.STORM and not row.note.edit), None
        )
        note = open_one or storm_note(self.name, rows[0].note, now)
        self._ledger.plan([note])
        known = self._ledger.get(note.id)
        for row in rows:
            self._move(row, Delivery.MERGED, into=note.id)
        if known is not None and known.entry.status is Delivery.SENT:
            count = len(self._ledger.merged_into(note.id))
            self._ledger.plan([storm_edit(note, count, now)])

    def _move(self, row: Row, status: Delivery, **more: object) -> Row:
        self._doubts.pop(row.entry.id, None)
        entry = moved(row.entry, status, self._clock.now(), **more)
        self._ledger.move(entry, expected=row.entry.status)
        return Row(note=row.note, entry=entry)


def _pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time."""
    return min(LONGEST, timedelta(seconds=2 ** min(tries, 9)))
