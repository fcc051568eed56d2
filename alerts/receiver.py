"""The port through which messages leave: one Slack channel, one webhook, one mailbox, one console."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from tocsin.model import Notification

#: whether the message is still ours; raises `TakenOver` or `DeliveryFault` where it must not leave
Look = Callable[[], None]


class Receiver(Protocol):
    """Takes messages.

    Every call raises `DeliveryFault` where the message was not accepted
    (``unknown`` where it may have been), or `ReceiverGone`.
    """

    #: whether `find` can tell if a message was accepted; else one in doubt is sent again under its id
    looks_up: bool

    async def post(self, note: Notification, *, root: str | None, late: bool, look: Look) -> str:
        """Send a message of its own, or a step in the thread of ``root``; return its name there.

        ``look`` is called at the last moment at which nothing has left yet; what it raises comes out as it is.
        """
        ...

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Change a message that was sent."""
        ...

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Return the name of a message that was accepted after all, or nothing."""
        ...

    async def take_back(self, ts: str) -> None:
        """Remove a message that stands there a second time under another name; nothing where it has only one."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
