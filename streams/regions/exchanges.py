"""Codes of shares ("<VDO.TO>", "(BARC.L)") as evidence for the country of the exchange."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from streams.regions import traps
from streams.text import Field

_CODE = re.compile(r"[<(]([A-Z][A-Z0-9]{0,7}\.([A-Z]{1,3}))(?=[>)])")


def codes(field: Field) -> Iterator[tuple[int, int, str]]:
    """Yield where the codes of shares stand in a field, and the country each shows."""
    text = field.plain
    if "<" not in text and "(" not in text:
        return
    for found in _CODE.finditer(text):
        country = _suffixes().get(found[2])
        if country is not None:
            yield found.start(1), found.end(), country


@lru_cache(maxsize=1)
def _suffixes() -> dict[str, str]:
    return traps.exchanges()
