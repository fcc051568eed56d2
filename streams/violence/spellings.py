"""How writers also spell a word of a lexicon: Uzbek apostrophes, Hindi dots, Swiss ss."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

DEVANAGARI = "\u0900"  #: its first letter
_UZBEK = re.compile("(?<=[og])'")  #: the apostrophe of the letters oʻ and gʻ
SHARP = "ß"  #: Swiss papers write ss for it: erschiesst, Strassenschlacht
_NUKTA = re.compile("(?<=[कखगजफ])\u093c")  #: the dot under borrowed sounds (ज़, फ़); ड़ and ढ़ keep theirs


def spellings(text: str) -> Iterator[str]:
    """Yield a text as writers also spell it.

    The Uzbek apostrophe as a letter, Hindi without nukta or moon dot, German without the sharp s.
    """
    yield text
    if SHARP in text:
        yield text.replace(SHARP, "ss")
    # o'q, oʻq and oʼq; other apostrophes are separators like this one
    if "'" in text and _UZBEK.search(text):
        yield _UZBEK.sub("ʻ", text).replace("'", "ʼ")
        yield text.replace("'", "ʻ")
        yield text.replace("'", "ʼ")
    if DEVANAGARI <= text[:1] <= "\u097f":
        bare = _NUKTA.sub("", unicodedata.normalize("NFD", text))
        yield from (bare, text.replace("ँ", "ं"), bare.replace("ँ", "ं"))
