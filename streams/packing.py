"""Letters as fewer bytes, for the automaton alone: it walks UTF-8, and has a state for each byte.

Scan text is small letters, digits and spaces. So ninety codes of ASCII are free, and the commonest letters of Cyrillic and
Arabic take their place; of the codes of two bytes those of capitals and signs are, and scripts of three bytes that write news take those.
A fifth of the automaton's states, eight megabytes, goes away; offsets stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from streams.alphabets import translated

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєјљњћђџўәғқңөұүһҷҳӣӯќѓөابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ"
_FREE = "".join(
    chr(code)
    for code in range(1, 128)
    if not (chr(code).isdigit() or chr(code).islower() or chr(code) == " ")
)
#: Devanagari, Bengali, Thai, Burmese, Georgian, Khmer, Ethiopic: what their news are written with
_SCRIPTS = (("ँ", "ॣ"), ("ঁ", "ৣ"), ("ก", "๎"), ("က", "ှ"), ("ა", "ჰ"), ("ក", "្"), ("ሀ", "ፗ"))
_PACKABLE = re.compile(f"[\u0400-\u06ff{''.join(map('-'.join, _SCRIPTS))}]")


def packed(text: str) -> str:
    """Return scan text or a part of it as the automaton reads it."""
    if text.isascii() or _PACKABLE.search(text) is None:
        return text
    return translated(text, _table())


@lru_cache(maxsize=1)
def _table() -> str:
    """Return what each letter of the basic plane becomes; a longer table costs less than letters that it lacks."""
    letters = [chr(point) for point in range(0x10000)]
    for letter, code in zip(dict.fromkeys(_LETTERS), _FREE, strict=False):
        letters[ord(letter)] = code
    wide = [
        chr(point)
        for first, last in _SCRIPTS
        for point in range(ord(first), ord(last) + 1)
        if unicodedata.category(chr(point))[0] in "LM"
    ]
    for letter, code in zip(wide, filter(_is_free, map(chr, range(0x80, 0x800))), strict=False):
        letters[ord(letter)] = code
    return "".join(letters)


def _is_free(sign: str) -> bool:
    """Tell whether scan text never has a sign: it is no letter, mark or number, or a capital."""
    small = sign.lower()
    return unicodedata.category(sign)[0] not in "LMN" or (len(small) == 1 and small != sign)
