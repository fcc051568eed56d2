"""How long a message that was not accepted is tried again, and when its receiver's second hears of it.

| what the receiver does | tried again |
| --- | --- |
| cannot be reached, asks us to wait | without end: it says nothing about the message |
| refuses for now (busy, greylisted, a gateway without its server, a bug of ours), leaves it in doubt | a day |
| seems to be gone (404, a revoked token): perhaps it is only being exchanged | five minutes |
| refuses the message for good | no more |

Each has a beginning of its own. The day is the message's: time in which the receiver
was away, or nobody tried, is not in it. The five minutes are the receiver's, and begin
anew after it was away. Who asks us to wait for longer than an hour is asked again after an hour.

Whatever it is, after five minutes the second gets the message too: who does not hear, does not wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tocsin.errors import DeliveryFault, ReceiverGone

PATIENT: Final = timedelta(days=1)
BRIEF: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(minutes=5)  #: between two tries
ASKED: Final = timedelta(hours=1)  #: the longest that a receiver may ask us to wait


def asked(fault: DeliveryFault) -> timedelta | None:
    """Return how long the receiver asked us to wait, as far as we do what it asks."""
    return None if fault.after is None else min(fault.after, ASKED)


def pause(tries: int, failing_for: timedelta) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time, but not past the moment that decides."""
    wait = min(LONGEST, timedelta(seconds=2 ** min(tries, 9)))
    left = BRIEF - failing_for
    return min(wait, left) if left > timedelta() else wait


def is_over(fault: DeliveryFault, failing_since: datetime, now: datetime) -> bool:
    """Return whether a message that fails since then is not tried again."""
    if isinstance(fault, ReceiverGone):
        return now - failing_since >= BRIEF
    if not fault.retry:
        return True
    return not fault.whole and now - failing_since >= PATIENT


def second_hears(failing_since: datetime, now: datetime) -> bool:
    """Return whether it failed for so long that the receiver's second should get it."""
    return now - failing_since >= BRIEF
