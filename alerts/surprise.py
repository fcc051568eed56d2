"""What a receiver raises against its word: a failed try of that one message, told once with its traceback.

A receiver should raise nothing but `DeliveryFault`. A bug in one (or in what
renders for it) must not cost more than the message it stumbles over: the lane
goes on, and the message is tried again like after any fault that may pass.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from alerts.ledger import Row
from tocsin.errors import DeliveryFault, TakenOver

_log = logging.getLogger(__name__)


@contextmanager
def only_faults(receiver: str, row: Row, *, unknown: bool) -> Iterator[None]:
    """Let nothing out but `DeliveryFault` (and `TakenOver`, which is none); ``unknown`` says that the message may have been accepted."""
    try:
        yield
    except (DeliveryFault, TakenOver):
        raise
    except Exception as error:
        first = row.entry.tries <= 1  # the same traceback at every try would hide the rest of the log
        _log.error(
            "receiver %s: message %s failed unexpectedly (try %d): %r", receiver, row.note.id, row.entry.tries,
            error, exc_info=first,
        )  # fmt: skip
        raise DeliveryFault(
            f"unexpected {type(error).__name__}: {error}", retry=True, unknown=unknown
        ) from error
