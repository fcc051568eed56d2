"""One partition's fold and where it stands in the log. Decides; reads and writes nothing.

Laws: a record below `applied` changes nothing; the same records in the same
order give the same state and the same outputs, whoever folds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from tocsin.codec import Message, decode
from tocsin.errors import CodecFault
from tocsin.fold import Fold
from tocsin.model import Notification
from tocsin.runtime.distributed.once import Once
from tocsin.runtime.distributed.records import Outgoing, Received, refusal
from tocsin.runtime.distributed.snapshots import Snapshot

MakeFold = Callable[[], Fold[Any, Any]]
#: what is to be written, or planned in the ledger, for a record and what the fold said of it
Says = Callable[[Received, Message, tuple[Any, ...]], Iterable[Outgoing | Notification]]
_ONCE: Final = "~once"  #: the runtime's own row; no fold has a key like it


def from_start(kept: Snapshot) -> Snapshot:
    """Return what a fold has learned, for a log that begins anew: there, the ids of records are used again."""
    return Snapshot(applied=0, rows={key: row for key, row in kept.rows.items() if key != _ONCE})


class PartitionFold:
    """A fold over one partition, with the position it has reached."""

    def __init__(
        self, make: MakeFold, *, reads: tuple[type, ...], says: Says, snapshot: Snapshot | None = None
    ) -> None:
        self._fold = make()
        self._reads = reads
        self._says = says
        self._rows = dict(snapshot.rows) if snapshot else {}
        self._once = Once(self._rows.pop(_ONCE, None))
        self.applied = snapshot.applied if snapshot else 0
        if snapshot:
            self._fold.load(self._rows.items())

    def step(self, received: Received) -> tuple[Outgoing | Notification, ...]:
        """Move on by one record and return what it leads to; nothing for a record already applied."""
        if received.offset < self.applied:
            return ()
        self.applied = received.offset + 1
        if received.id is not None and self._once.knows(received.id):
            return ()
        try:
            message = decode(received.value)
        except CodecFault as fault:
            return (refusal(received, fault.reason),)
        if not isinstance(message, self._reads):
            return (refusal(received, f"a {type(message).__name__} does not belong here"),)
        return tuple(self._says(received, message, self._fold.apply(message)))

    def rows(self) -> list[tuple[str, bytes]]:
        """Return the fold's rows as they stand after every record below `applied`."""
        for key, row in self._fold.changed().items():
            if row is None:
                self._rows.pop(key, None)
            else:
                self._rows[key] = row
        return sorted(self._rows.items())

    def snapshot(self) -> Snapshot:
        """Return all rows at this position, and which records were seen, to go on from."""
        return Snapshot(applied=self.applied, rows={**dict(self.rows()), _ONCE: self._once.dump()})
