"""Words in the notation that are right at a glance: a start reads two hundred thousand, and hardly ever a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from streams.violence.words import BadWord, Grammar, verify

_PLAIN = r"[^\s*+>=~@]*"  #: letters and signs that mean nothing in the notation, and "/"
_NAME = re.compile(r"\w+").fullmatch  #: what a class can be called in a word


def are_sound(words: Iterable[str], grammar: Grammar) -> bool:
    """Tell whether every word follows the notation and names only classes that the lexicon has; sets are none.

    One expression knows most words that `verify` accepts, and none that it refuses; the few others are put to it.
    """
    right = _right(grammar).fullmatch
    return all(right(word) is not None or _is_verified(word, grammar) for word in set(words))


def _right(grammar: Grammar) -> re.Pattern[str]:
    """Return the expression of words that are right: beginning, letters, words with endings, and the last one's ending."""
    begins = f"(?:[=~]|(?:{_one_of(grammar.prefixes)})>)?"
    endings = rf"(?:\+(?:{_one_of(grammar.endings)})(?![^ +]))*"
    return re.compile(rf"{begins}(?=[^*+]*[^\W_])(?:{_PLAIN}{endings} )*{_PLAIN}(?:\*\d{{0,2}}|{endings})")


def _one_of(names: Iterable[str]) -> str:
    return "|".join(name for name in names if _NAME(name)) or r"(?!)"


def _is_verified(word: str, grammar: Grammar) -> bool:
    if word.startswith("@"):
        return False
    try:
        verify(word, grammar)
    except BadWord:
        return False
    return True
