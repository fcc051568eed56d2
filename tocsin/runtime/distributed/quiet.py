"""Clients that say the same thing hundreds of times a second while a broker is away: one line in ten seconds."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

EVERY: Final = 10.0
LOUD: Final = ("aiokafka", "aiokafka.conn", "aiokafka.consumer.group_coordinator", "kafka", "faust")


class Rarely(logging.Filter):
    """Lets a message of one wording through once in `EVERY` seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record may be written."""
        if record.levelno >= logging.CRITICAL:
            return True
        wording = (record.name, str(record.msg))
        now = monotonic()
        if now - self._last.get(wording, -EVERY) < EVERY:
            return False
        if len(self._last) > 1_000:
            self._last.clear()
        self._last[wording] = now
        return True


def hush() -> None:
    """Let the clients' loggers repeat themselves rarely."""
    rarely = Rarely()
    handlers = logging.getLogger().handlers or ([logging.lastResort] if logging.lastResort else [])
    for handler in handlers:
        handler.addFilter(lambda record: not record.name.startswith(LOUD) or rarely.filter(record))


@contextmanager
def muted(name: str) -> Iterator[None]:
    """Let a client's logger say nothing while the block runs: what went wrong is said by an exception."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
