"""Whether one receiver takes messages at all: it may ask us to wait, or not be there."""

from __future__ import annotations

import logging
from datetime import datetime

from alerts.patience import pause
from tocsin.errors import DeliveryFault

_log = logging.getLogger(__name__)


class Door:
    """One receiver's door; while it is shut, its whole lane waits."""

    def __init__(self, receiver: str) -> None:
        self._receiver = receiver
        self._refusals = 0  #: so often in a row
        self.until: datetime | None = None  #: nobody knocks before then
        self.shut_since: datetime | None = None

    def is_shut(self, now: datetime) -> bool:
        """Return whether nobody should knock now."""
        return self.until is not None and now < self.until

    def shut(self, fault: DeliveryFault, now: datetime) -> None:
        """Hear that it takes nothing; who knocks in vain waits twice as long each time."""
        self._refusals += 1
        if self.shut_since is None:
            self.shut_since = now
            _log.warning("receiver %s takes no messages: %s; all wait", self._receiver, fault)
        self.until = now + (fault.after or pause(self._refusals, now - self.shut_since))

    def opened(self) -> None:
        """Hear that it took a message."""
        if self.shut_since is not None:
            _log.warning("receiver %s takes messages again", self._receiver)
        self._refusals, self.shut_since = 0, None

    def since(self, fault: DeliveryFault, failing_since: datetime) -> datetime:
        """Return since when a message fails; where the receiver takes none at all, since when it does not."""
        if fault.whole and self.shut_since is not None:
            return min(failing_since, self.shut_since)
        return failing_since
