"""Dead letters: what was refused, where it lies, and how it is put back (port and decisions).

A record is named by where it stood and what it is (`tocsin.model.Rejected.name`).
Putting one back appends its bytes to the topic it came from, and a note to the
dead letters: the same name, with a reason that says so. The latest word on a
name holds. Putting back twice is harmless, for ids come from content.

Implementations: `tocsin.runtime.embedded.rejected`, `tocsin.runtime.distributed.rejected`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

from tocsin.errors import BackendFault
from tocsin.model import Rejected

_BACK: Final = "put back at "
_CUT: Final = -1  #: the partition of a record that was too large to be kept whole


class DeadLetters(Protocol):
    """Reads the dead letters and puts them back; calls block."""

    def read(self) -> Iterable[Rejected]:
        """Return all that is kept, oldest first."""
        ...

    def put_back(self, one: Rejected, note: Rejected) -> None:
        """Append a record's bytes to its topic and the note to the dead letters; both are kept on return."""
        ...


def untagged(error: Exception) -> str:
    """Return the reason for setting an article aside on which the tagger broke."""
    return f"tagging failed: {type(error).__name__}: {error}"


def standing(letters: Iterable[Rejected]) -> dict[str, Rejected]:
    """Return the latest word on each record, by name, in the order in which they were first refused."""
    found: dict[str, Rejected] = {}
    for one in letters:
        found[one.name] = one
    return found


def meant(found: Mapping[str, Rejected], name: str) -> tuple[Rejected, ...]:
    """Return the record of a name, or all that stood where ``name`` says."""
    if name in found:
        return (found[name],)
    return tuple(one for one in found.values() if one.place == name)


def is_back(one: Rejected) -> bool:
    """Return whether a record was put back."""
    return one.reason.startswith(_BACK)


def retry(letters: DeadLetters, one: Rejected, now: datetime) -> None:
    """Put a record back where it came from.

    Raises:
        BackendFault: only its beginning was kept, or the log does not take it.
    """
    if one.partition == _CUT:
        raise BackendFault(f"{one.name} was too large to be kept whole: it cannot be put back")
    before = one.reason.partition("; ")[2] if is_back(one) else one.reason
    letters.put_back(one, replace(one, reason=f"{_BACK}{now:%Y-%m-%d %H:%M} UTC; {before}", at=now))
