"""Uzbek in Cyrillic letters, from the Latin spelling: both are in daily use in the press."""

from __future__ import annotations

import re

_PAIRS = {
    "yo'": "йў", "o'": "ў", "g'": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е", "ts": "ц",
    "a": "а", "b": "б", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "x": "х",
    "y": "й", "z": "з", "'": "ъ",
}  # fmt: skip
_LETTERS = re.compile("|".join(map(re.escape, _PAIRS)))
_FIRST_E = re.compile(r"(?<![a-z'])e|(?<=[aeiou])e")  #: э at the beginning of a word and behind a vowel


def in_cyrillic(text: str) -> str:
    """Return a word written in Latin letters with plain apostrophes in Cyrillic; other letters stay.

    Loan words that the two spellings write differently (``film``, ``фильм``) need an entry of their own.
    """
    return _LETTERS.sub(lambda match: _PAIRS[match.group()], _FIRST_E.sub("э", text.lower()))
