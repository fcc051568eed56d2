"""The fold as a pure function over plain values: rows in, rows and words out.

`DetectorFold` keeps its columns between records because thousands of keys move
on together; this is the same fold for who holds only the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from streams.detect.fold import DetectorFold, Said
from streams.detect.spec import DetectorSpec
from tocsin.atlas import Atlas
from tocsin.clock import start_of
from tocsin.model import Coverage, Mention, Prior, Step, Tick

Rows = Mapping[str, bytes]


def step(
    state: Rows,
    record: Mention | Tick | Coverage | Prior,
    *,
    spec: DetectorSpec | None = None,
    atlas: Atlas | None = None,
) -> Step[Rows, Said]:
    """Return the rows after a record, what it says, and when the next hour must be told.

    The time is the record's own: detection has no other.
    """
    fold = DetectorFold(spec, atlas)
    fold.load(state.items())
    said = fold.apply(record)
    rows = {**state, **{code: row for code, row in fold.changed().items() if row is not None}}
    hour = fold.bank.hour
    wake = None if hour is None else start_of(hour) + timedelta(hours=1)
    return Step(state=rows, out=said, wake_at=wake)
