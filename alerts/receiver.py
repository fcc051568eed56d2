"""The port through which messages leave: one Slack channel, one webhook, one mailbox, one console."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from tocsin.model import Notification


class Receiver(Protocol):
    """Takes messages.

    Every call raises `DeliveryFault` where the message was not accepted
    (``unknown`` where it may have been), or `ReceiverGone`.
    """

    #: whether `find` can tell if a message was accepted; else one in doubt is sent again under its id
    looks_up: bool

    async def post(self, note: Notification, *, root: str | None, late: bool) -> str:
        """Send a message of its own, or a step in the thread of ``root``; return its name there."""
        ...

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Change a message that was sent."""
        ...

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Return the name of a message that was accepted after all, or nothing."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
