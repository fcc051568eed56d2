"""How long to wait for Elasticsearch: for ever while it is away or busy, a minute while only the set-up is wrong.

A secured node answers 401 to a valid key for about a second after a restart,
so one such answer says nothing; a minute of nothing else does.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from time import monotonic
from typing import Final

from tocsin.errors import BackendFault
from tocsin.index.outcome import BUSY

_log = logging.getLogger(__name__)
SHORTEST, LONGEST = 0.1, 30.0  #: seconds between two attempts
PATIENCE: Final = 60.0  #: seconds without one clean reply before we stop


class Patience:
    """Counts what came back, and decides when waiting has no sense."""

    def __init__(self, *, patience: float = PATIENCE, longest: float = LONGEST) -> None:
        self._patience = patience
        self._longest = longest
        self._bad_since: float | None = None
        self._away_since: float | None = None
        self._jitter = random.Random(0)  # noqa: S311 – spreads attempts, decides nothing
        self.counts: Counter[str] = Counter()

    async def pause(self, tries: int) -> None:
        """Wait before the next attempt, the longer the more there were."""
        pause = min(self._longest, SHORTEST * 2 ** min(tries, 10))
        await asyncio.sleep(self._jitter.uniform(0.5, 1.0) * pause)

    def failed(self, error: Exception) -> None:
        """Take note of a request that came to nothing; one that blames the set-up counts against it.

        Raises:
            BackendFault: nothing else came back for the whole patience.
        """
        status = getattr(getattr(error, "meta", None), "status", None)
        what = f"request:{status}" if status else f"transport:{type(error).__name__}"
        self.count(what)
        if self._away_since is None:
            self._away_since = monotonic()
            _log.warning("Elasticsearch does not answer as it should (%s): waiting", what)
        if status and status not in BUSY:
            self.judge(f"a request was answered {status}")

    def answered(self) -> None:
        """Take note of a request that was answered."""
        if self._away_since is not None:
            _log.warning("Elasticsearch answers again, after %.0f s", monotonic() - self._away_since)
            self._away_since = None

    def judge(self, wrong: str | None) -> None:
        """Take note of what is wrong with the set-up, or that nothing is.

        Raises:
            BackendFault: something was, for the whole patience.
        """
        if wrong is None:
            self._bad_since = None
            return
        self._bad_since = self._bad_since or monotonic()
        if monotonic() - self._bad_since > self._patience:
            raise BackendFault(f"Elasticsearch takes nothing: {wrong}; run `tocsin doctor`")

    def count(self, what: str) -> None:
        """Count one outcome; the first of its kind goes into the log."""
        self.counts[what] += 1
        if self.counts[what] == 1 and not what.startswith("done:2"):
            _log.info("first %s", what)
