"""Whole words in Uzbek as it is typed: the apostrophe of o' and g' is a letter, and no word begins or ends at it."""

from __future__ import annotations

import re

from streams.matcher import Hit
from streams.text import Prepared
from streams.violence.words import Glue

_WITHIN = re.compile(r"(?<=[og])['’‘`](?=\w)")  #: stands within a word
_REST = re.compile(r"(?:(?<=[og])['’‘`]\w+)+")


def is_cut(prepared: Prepared, hit: Hit, tails: Glue) -> bool:
    """Whether a hit is but a piece of a word: "ilon" (snake) in Marg'ilon; its ending may run over an apostrophe."""
    folded = prepared.fields[hit.field].folded
    if hit.word_start and _WITHIN.match(folded, hit.word_start - 1):
        return True
    rest = _REST.match(folded, hit.word_end)
    return rest is not None and not tails.allows(folded[hit.end : rest.end()])
