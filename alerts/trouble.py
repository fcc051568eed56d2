"""What one lane knows of messages that do not get through: since when, whether to go on, and who else hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from alerts.door import Door
from alerts.doubts import Doubts
from alerts.ledger import Ledger, Row
from alerts.passed import PassedOn, TellSecond
from alerts.patience import asked, is_over, pause, second_hears
from tocsin.errors import DeliveryFault, ReceiverGone

NEXT_IN_TURN: Final = timedelta(seconds=1)


class Trouble:
    """The receiver's door, the messages in doubt, and what was passed on to the second."""

    def __init__(
        self, receiver: str, ledger: Ledger, *, tell_second: TellSecond, look_again: timedelta
    ) -> None:
        self._receiver = receiver
        self._ledger = ledger
        self.door = Door(receiver)
        self.doubts = Doubts(look_again)
        self.passed = PassedOn(tell_second)

    def failing_since(self, row: Row) -> datetime | None:
        """Return since when a row itself fails; time in which nobody could try does not count."""
        return self.doubts.since(row.entry.id) or row.entry.failing_since

    def is_over(self, row: Row, fault: DeliveryFault, now: datetime) -> bool:
        """Return whether a row is not tried again."""
        gone = self.door.gone_since if isinstance(fault, ReceiverGone) else None
        return is_over(fault, gone or self.failing_since(row) or now, now)

    def next_try(self, row: Row, fault: DeliveryFault, now: datetime) -> tuple[datetime, datetime | None]:
        """Return when a row is tried again, and since when it will then have been failing."""
        since = self.failing_since(row)
        if fault.whole and self.door.until is not None:
            # another row tries first next time: perhaps it was this one that shut the door
            retry_at = self.door.until + (NEXT_IN_TURN if fault.after is None else timedelta())
            return retry_at, since and since + (retry_at - now)  # what is the receiver's does not count
        since = since or now
        return now + (asked(fault) or pause(row.entry.tries, now - since)), since

    def look_later(self, row: Row, fault: DeliveryFault, now: datetime) -> None:
        """Look a row in doubt up later: it could not be now."""
        if fault.whole and self.door.until is not None:
            self.doubts.away(row.entry.id, now, self.door.until + NEXT_IN_TURN)
        else:
            self.doubts.failed(row.entry.id, now, asked(fault))

    def tell_if_long(self, row: Row, fault: DeliveryFault, now: datetime) -> None:
        """Pass a row on if people have waited for it long enough, also under alerters that died meanwhile."""
        if fault.whole and self.door.second_hears(now):
            self.passed.on(self._ledger.waiting(self._receiver), str(fault))
            return
        since = self.door.since(fault, self.failing_since(row) or now)
        if row.entry.tries > 1:
            since = min(since, row.note.at)
        if second_hears(since, now) and self.is_unsettled(row):
            self.passed.on([row], str(fault))

    def is_unsettled(self, row: Row) -> bool:
        """Return whether a row is still as we know it; another alerter may have taken over."""
        held = self._ledger.get(row.entry.id)
        return held is not None and held.entry.status is row.entry.status
