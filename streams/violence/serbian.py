"""Serbian in Cyrillic letters, from the Latin spelling: papers of one town write one or the other."""

from __future__ import annotations

import re

_PAIRS = {
    "injek": "инјек", "konjunk": "конјунк", "tanjug": "танјуг", "nadživ": "наджив",  # two letters in both
    "lj": "љ", "nj": "њ", "dž": "џ",
    "a": "а", "b": "б", "c": "ц", "č": "ч", "ć": "ћ", "d": "д", "đ": "ђ", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и",
    "j": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "š": "ш", "t": "т", "u": "у",
    "v": "в", "z": "з", "ž": "ж",
}  # fmt: skip
_LETTERS = re.compile("|".join(_PAIRS))


def in_cyrillic(text: str) -> str:
    """Return a word written in Serbian Latin letters in Cyrillic; other letters stay."""
    return _LETTERS.sub(lambda match: _PAIRS[match.group()], text.lower())
