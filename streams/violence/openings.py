"""Where sentences begin in a script that ends none: Thai parts them with a space, as it does clauses and names.

There a sentence begins with a word that opens one, "meanwhile" or "as for". It goes on with the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence


class Openings:
    """The words that open a sentence behind a space, those that only look so, and those that recall what is known.

    In "in the case of the shooting at the mall, *the latest*: the court …" both halves are one sentence.
    """

    def __init__(self, opens: re.Pattern[str], others: re.Pattern[str], recalls: re.Pattern[str]) -> None:
        self._opens = re.compile(rf"(?<= )(?!{others.pattern})(?:{opens.pattern})")
        self._recalls = recalls

    def among(self, scan: str, starts: Sequence[int]) -> Iterator[int]:
        """Yield the offsets at which sentences open, besides those at which marks let them begin."""
        at, left = 0, list(starts)
        for match in self._opens.finditer(scan):
            while left and left[0] <= match.start():
                at = left.pop(0)
            recalls = self._recalls.match(scan, at)
            at = match.start()
            if not recalls:
                yield at
