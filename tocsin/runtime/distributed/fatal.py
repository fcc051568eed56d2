"""The end of a process that cannot end by itself: its state is no longer known, or a server that it waits for is gone."""

from __future__ import annotations

import logging
import os
import threading
from typing import Final, NoReturn

CODE: Final = 70  #: EX_SOFTWARE
_log = logging.getLogger("tocsin.fatal")


def end_process(reason: str, cause: BaseException | None = None) -> NoReturn:
    """Say why and end at once, without clean-up that could acknowledge what was not done."""
    _log.critical("%s: this process ends and starts again from the last commit", reason, exc_info=cause)
    logging.shutdown()
    os._exit(CODE)


def leave_within(seconds: float) -> None:
    """Let this process be over after so many seconds, whatever it still waits for.

    What it had in hand is not committed, so whoever is next does it again.
    """

    def leave() -> None:
        _log.warning("not done within %.0f s: what is in hand is left to whoever is next", seconds)
        logging.shutdown()
        os._exit(0)

    timer = threading.Timer(seconds, leave)
    timer.daemon = True  # who ends sooner does not wait for it
    timer.start()
