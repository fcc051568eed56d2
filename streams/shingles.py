"""What of a text is compared with other texts: sampled hashes of word sequences, and its numbers.

A short text (a *teaser*: under 60 words) gives all its sequences of two words;
a longer one gives a sample of its sequences of three, and a sample of the
two-word sequences of its first 60 words, so that a feed which sends the lead
and a feed which sends the whole report can still be compared. The two kinds
differ in the lowest bit of the hash. At most 64 hashes are kept: the smallest,
which is a fair sample.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import xxhash

KEPT: Final = 64
LEAD: Final = 60  #: words
_TRIPLES: Final = 40  #: of a long text; the rest of the 64 are pairs of its lead
_SAMPLE: Final = 4  #: one in four sequences of three words
#: scripts without spaces: each letter is a word (Thai, Lao, Myanmar, Khmer, kana, Han)
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:[.,]\d+)*")
_SPLIT_THOUSANDS: Final = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The fingerprint of one text: hashes (sorted), whether it is a teaser, and its numbers (sorted)."""

    shingles: tuple[int, ...]
    teaser: bool
    numbers: tuple[str, ...]


def words(text: str) -> list[str]:
    """Return the words of a text, folded; letters of unspaced scripts are words of their own."""
    return _WORD.findall(text.casefold())


def fingerprint(text: str) -> Print:
    """Return what of a text is compared with other texts."""
    found = words(text)
    teaser = len(found) < LEAD
    if teaser:
        hashes = sorted(_hashes(found, 2))[:KEPT]
    else:
        triples = sorted(h for h in _hashes(found, 3) if (h >> 1) % _SAMPLE == 0)[:_TRIPLES]
        pairs = sorted(_hashes(found[:LEAD], 2))[: KEPT - len(triples)]
        hashes = sorted({*triples, *pairs})
    return Print(shingles=tuple(hashes), teaser=teaser, numbers=_numbers(found[:LEAD]))


def _hashes(found: list[str], size: int) -> set[int]:
    """Return 62-bit hashes of word sequences, shifted left by one; the lowest bit tells pairs from triples."""
    kind = size & 1
    joined = map(" ".join, zip(*(found[i:] for i in range(size)), strict=False))
    of = xxhash.xxh3_64_intdigest
    return {of(piece.encode("utf-8", "surrogatepass")) >> 2 << 1 | kind for piece in joined}


def _numbers(found: list[str]) -> tuple[str, ...]:
    """Return the numbers among the words, with digits of any script in their usual form."""
    got = {
        _SPLIT_THOUSANDS.sub("", "".join(str(int(c)) if c.isdecimal() else c for c in word))
        for word in found
        if word[0].isdecimal()
    }
    return tuple(sorted(got))
