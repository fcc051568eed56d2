"""Text to words, alike for what is indexed, what is asked and what is highlighted.

- Upper and lower case are one; so are letters with and without Latin, Greek,
  Arabic and Hebrew marks (``Bogotá``, ``bogota``). Cyrillic ``й`` stays itself;
  the vowel signs of Indic scripts stay, they are letters there.
- Scripts that do not put spaces between words, and Korean, which joins
  particles to them, are cut into overlapping pairs of characters: ``抗议者``
  gives ``抗议 议者`` and, so that its last character can be found alone, ``者``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

#: scripts in which a run of characters is cut into pairs
_PAIRED: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han, kana
    "\uac00-\ud7a3"  # Hangul
    "\U00020000-\U0003ffff"
)
#: written inside words, part of none: soft hyphen, joiners, direction marks, tatweel
_SILENT: Final = frozenset("\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
#: marks that searchers leave out: Latin and Greek accents, Hebrew points, Arabic vowels
_LOOSE: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_ALIKE: Final = {
    "ё": "е", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th",
    "ð": "d", "ς": "σ", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
}  # fmt: skip


class Word(NamedTuple):
    """One word of a text: lower-cased, folded, and where it stands."""

    lower: str  #: as stemmers want it, marks kept
    folded: str
    start: int
    end: int
    pair: bool = False  #: a pair of characters, which has no stem


class _Folded(dict[int, str]):
    """What each character folds to, learned as characters are met (`str.translate` asks)."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _SILENT:
        return ""
    plain = unicodedata.normalize("NFKC", character).lower()
    if not "\u0400" <= character <= "\u04ff":
        plain = unicodedata.normalize("NFC", _LOOSE.sub("", unicodedata.normalize("NFD", plain)))
    return "".join(_ALIKE.get(letter, letter) for letter in plain)


_FOLDED: Final = _Folded()
_FOLDED.update({code: chr(code).lower() for code in range(128)})


def fold(text: str) -> str:
    """Return the text as it is compared: lower case, without the marks that searchers leave out."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of words: letters, digits and marks; runs to be paired stand in group 1."""
    blocks = ((0x0300, 0x1D00), (0x20D0, 0x2100), (0xA66F, 0xAC00), (0xFE20, 0xFE30))
    marks = "".join(
        chr(code)
        for start, end in blocks
        for code in range(start, end)
        if unicodedata.category(chr(code))[0] == "M"
    )
    inner = "".join(_SILENT) + marks
    word = rf"(?:(?![{_PAIRED}])[^\W_]|[{inner}])"
    return re.compile(rf"([{_PAIRED}]+)|((?![{inner}]){word}+)")


@lru_cache(maxsize=100_000)
def _spelled(raw: str) -> tuple[str, str]:
    """Return a word lower-cased, and folded."""
    return raw.lower(), fold(raw)


def words(text: str) -> list[Word]:
    """Return the words of a text in order; runs of paired scripts give several."""
    found: list[Word] = []
    for match in _pattern().finditer(text):
        start, end = match.span()
        if match.group(1) is None:
            found.append(Word(*_spelled(match.group()), start, end))
        else:
            found.extend(_pairs(text, start, end))
    return found


def _pairs(text: str, start: int, end: int) -> list[Word]:
    return [
        Word(pair, pair, at, at + len(pair), True)
        for at in range(start, end)
        if (pair := fold(text[at : min(at + 2, end)]))
    ]


def spelled(text: str) -> list[tuple[str, str]]:
    """Return the words of a text as (lower, folded), a pair of characters as ("", pair).

    The same words as `words` in half the time, for writers that need no positions.
    """
    found: list[tuple[str, str]] = []
    for run, word in _pattern().findall(text):
        if word:
            found.append(_spelled(word))
        else:
            found.extend([("", one.folded) for one in _pairs(run, 0, len(run))])
    return found
