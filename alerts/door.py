"""Whether one receiver takes messages at all: it may ask us to wait, or not be there."""

from __future__ import annotations

import logging
from datetime import datetime

from alerts.patience import BRIEF, LONGEST, asked, pause, second_hears
from tocsin.errors import DeliveryFault, ReceiverGone

_log = logging.getLogger(__name__)


class Door:
    """One receiver's door; while it is shut, its whole lane waits."""

    def __init__(self, receiver: str) -> None:
        self._receiver = receiver
        self._refusals = 0  #: so often in a row
        self.until: datetime | None = None  #: nobody knocks before then
        self.shut_since: datetime | None = None
        self.gone_since: datetime | None = None  #: it seems to be gone, and was not merely away meanwhile
        self.why = ""

    def is_shut(self, now: datetime) -> bool:
        """Return whether nobody should knock now."""
        return self.until is not None and now < self.until

    def shut(self, fault: DeliveryFault, now: datetime) -> None:
        """Hear that it takes nothing; who knocks in vain waits twice as long each time."""
        self._refusals += 1
        if self.shut_since is None:
            self.shut_since = now
            _log.warning("receiver %s takes no messages: %s; all wait", self._receiver, fault)
        if not isinstance(fault, ReceiverGone):
            self.gone_since = None
        elif self.gone_since is None or (self.until is not None and now - self.until > LONGEST):
            # the first, or nobody has knocked for long: perhaps it has only just gone to be exchanged
            self._refusals, self.gone_since = 1, now
        self.until = now + (asked(fault) or pause(self._refusals, now - (self.gone_since or self.shut_since)))
        self.why = str(fault)

    def opened(self) -> None:
        """Hear that it took a message."""
        if self.shut_since is not None:
            _log.warning("receiver %s takes messages again", self._receiver)
        self._refusals, self.shut_since, self.gone_since, self.until = 0, None, None, None

    def since(self, fault: DeliveryFault, failing_since: datetime) -> datetime:
        """Return since when a message does not get through; where the receiver takes none at all, since when it does not."""
        if fault.whole and self.shut_since is not None:
            return min(failing_since, self.shut_since)
        return failing_since

    def second_hears(self, now: datetime) -> bool:
        """Return whether it is shut, and has been for so long that the second should get what waits."""
        return self.is_shut(now) and self.shut_since is not None and second_hears(self.shut_since, now)

    def takes_nothing(self, now: datetime) -> bool:
        """Return whether it is shut to all: one message alone may look like that, but then another is taken between its tries."""
        return self.is_shut(now) and (self._refusals > 1 or self.second_hears(now))

    def wake(self, until: datetime | None, now: datetime) -> datetime | None:
        """Return when a lane that would sleep until then must wake: also for the moment in which the second hears."""
        if until is None or self.shut_since is None or not self.is_shut(now):
            return until
        hears = self.shut_since + BRIEF
        return min(until, hears) if hears > now else until
