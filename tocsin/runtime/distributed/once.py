"""Second copies of a record, recognised by what caused it.

Delivery is at least once: a worker that dies after writing and before its
commit is succeeded by one that writes the same outputs again. Each output is
named by the record that led to it, so the reader drops what it has seen.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from tocsin.codec import decode_value, encode_value

#: ids remembered; a worker repeats at most what it had not committed, a few hundred records
KEPT: Final = 20_000


class Once:
    """The last ids seen, oldest forgotten first."""

    def __init__(self, dumped: bytes | None = None) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()
        if dumped is not None:
            self._seen.update(dict.fromkeys(decode_value(dumped, list[str])))

    def knows(self, identity: str) -> bool:
        """Say whether ``identity`` was seen before, and remember it."""
        if identity in self._seen:
            return True
        self._seen[identity] = None
        if len(self._seen) > KEPT:
            self._seen.popitem(last=False)
        return False

    def dump(self) -> bytes:
        """Return the ids as bytes that a new `Once` takes up."""
        return encode_value(list(self._seen))
