"""Letters for letters in texts of one alphabet, by way of bytes: a tenth of what `str.translate` takes beyond ASCII.

`str.translate` looks up every letter as an object. Most texts, though, fit into
an alphabet of 256: then they are encoded, and decoded by the table's own 256
letters. Everything else is translated as ever; the outcome is the same.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import cache
from typing import Final

_ASCII: Final = "".join(map(chr, range(0x80)))
_MARKS: Final = "\u00a0«»“”„‘’–—…·•"
_LATIN: Final = (
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ"
    "ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůžČŠŽğışĞİŞđĐə¡¿‹›€£§°ºª−×′©®™"
)
_CYRILLIC: Final = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
    "ёіїєґўЁІЇЄҐЎјљњћђџЈЉЊЋЂЏәғқңөүұһӘҒҚҢӨҮҰҺҷҳӣӯҲ№"
)
_ARABIC: Final = (
    "\u200cءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱپچژکگیېۀہھەۆڕڵۇۈۋڭټځڅډړږښګڼٹڈڑںےۓ،؛؟٪٫٬۔٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
)
_ROOM: Final = 0x80 - len(_MARKS)
#: Hebrew, the scripts of India, Thai, Lao, Burmese, Georgian, Khmer: each is written within one block
_SMALL_SCRIPTS: Final = (0x0B, *range(0x12, 0x1A), 0x1C, 0x1D, 0x20, 0x21, 0x2F)


class Alphabet:
    """Up to 256 letters and marks, ASCII among them."""

    def __init__(self, letters: str) -> None:
        self._letters = _ASCII + _MARKS + letters
        self._encoding = codecs.charmap_build(self._letters)
        self._decodings: dict[str, str] = {}

    def translated(self, text: str, table: str) -> str:
        """Return a text with each letter as the table has it; raises `UnicodeEncodeError` where it needs other letters."""
        decoding = self._decodings.get(table)
        if decoding is None:
            decoding = self._decodings[table] = self._letters.translate(table)
        return codecs.charmap_decode(
            codecs.charmap_encode(text, "strict", self._encoding)[0], "strict", decoding
        )[0]


@cache
def _latin() -> Alphabet:
    return Alphabet(_LATIN)


@cache
def _of_block(block: int) -> Alphabet | None:
    """Return the alphabet of texts with a letter of a block of 128 code points, if its script has no more than fit."""
    for letters in (_CYRILLIC, _ARABIC):
        if any(ord(letter) >> 7 == block for letter in letters):
            return Alphabet(letters)
    letters = "".join(filter(_is_assigned, map(chr, range(block << 7, (block + 1) << 7))))
    return Alphabet(letters[:_ROOM]) if block in _SMALL_SCRIPTS else None


def _is_assigned(letter: str) -> bool:
    return unicodedata.category(letter) != "Cn"


def translated(text: str, table: str) -> str:
    """Return `text.translate(table)`."""
    if text.isascii():
        return text.translate(table)
    try:
        return _latin().translated(text, table)
    except UnicodeEncodeError as beyond:
        alphabet = _of_block(ord(text[beyond.start]) >> 7)
    if alphabet is None:
        return text.translate(table)
    try:
        return alphabet.translated(text, table)
    except UnicodeEncodeError:
        return text.translate(table)
