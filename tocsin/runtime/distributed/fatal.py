"""The loud end of a process whose state is no longer known: it restarts from the commit."""

from __future__ import annotations

import logging
import os
from typing import Final, NoReturn

CODE: Final = 70  #: EX_SOFTWARE
_log = logging.getLogger("tocsin.fatal")


def end_process(reason: str, cause: BaseException | None = None) -> NoReturn:
    """Say why and end at once, without clean-up that could acknowledge what was not done."""
    _log.critical("%s: this process ends and starts again from the last commit", reason, exc_info=cause)
    logging.shutdown()
    os._exit(CODE)
