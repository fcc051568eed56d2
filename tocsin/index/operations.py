"""One thing to be done in an index, safe to repeat: its id, index and version are functions of the message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tocsin.codec import encode_value


class Does(StrEnum):
    """What an operation does; the words are those of the bulk interface."""

    INDEX = "index"  #: put in, or replace a version that is not higher
    CREATE = "create"  #: put in once
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One document to put in or take out."""

    does: Does
    index: str
    id: str
    version: int | None = None  #: external; the lower one loses
    document: Mapping[str, Any] | None = None

    def lines(self) -> list[bytes]:
        """Return the lines of a bulk request: what to do, and the document."""
        about: dict[str, Any] = {"_index": self.index, "_id": self.id}
        if self.version is not None:
            about |= {"version": self.version, "version_type": "external_gte"}
        lines = [encode_value({self.does.value: about})]
        return lines if self.document is None else [*lines, encode_value(self.document)]


def newest(operations: list[Operation]) -> list[Operation]:
    """Keep, of each document, the operation with the highest version (the last of equals), in order."""
    kept: dict[tuple[str, str], Operation] = {}
    for one in operations:
        held = kept.get((one.index, one.id))
        if held is None or (one.version or 0) >= (held.version or 0):
            kept.pop((one.index, one.id), None)
            kept[one.index, one.id] = one
    return list(kept.values())
