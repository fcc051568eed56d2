"""Phrases of many alternatives, looked for by their first words: what follows is compared where those stand.

"killed/shot/wounded at/near/outside a/the/ court/museum/school" stands for dozens of literal forms, and each takes a
quarter of a kilobyte of the automaton. So it holds the first two words, and an expression tells the rest. One word would
do, but of the common ones ("*three* people shot near") every text is full: a dozen hits in vain for each that counts.
A word that has its many forms by its endings is rarer: the automaton holds its stem, as it does where it stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import mul

from streams.text import scan_of
from streams.violence.cues import glue_of
from streams.violence.spellings import spellings
from streams.violence.words import Form, Glue, Grammar, expand, parts_of

FEW = 8  #: forms; a phrase of no more is spelt out
PAIRS = 100  #: forms of two words; they share their letters, so that each costs little
_RESPELT = re.compile("['\u0900-\u097f]")  #: letters that people type in several ways: Uzbek ones, Devanagari


def begun(word: str, grammar: Grammar) -> tuple[tuple[Form, ...], str]:
    """Return the forms to look for of a word in the notation, and the expression of what must follow, empty if nothing.

    Raises:
        BadWord: the word is empty or names a class that the lexicon has not.
    """
    if _is_respelt(word, grammar) or not word.count(" "):
        return expand(word, grammar), ""
    mark, parts, tails = parts_of(word, grammar)
    sizes = list(accumulate((part.count("/") + 1 for part in parts), mul))
    if not sizes or sizes[-1] <= FEW or _may_be_missing(parts[-1]):
        return expand(word, grammar), ""
    if sizes[0] > FEW and (forms := _stems(word, parts[0], grammar)):
        return forms, _rest(parts[1:], tails, grammar.cyrillic)
    count = _first(parts, sizes)
    if 2 * sizes[count - 1] > sizes[-1]:  # next to nothing is left to save
        return expand(word, grammar), ""
    return expand(mark + " ".join(parts[:count]), grammar), _rest(parts[count:], tails, grammar.cyrillic)


def _stems(word: str, spelt: str, grammar: Grammar) -> tuple[Form, ...]:
    """Return the stems of a phrase's first word where its endings alone make it many; none where they do not tell it all.

    Two letters that are one in Cyrillic may meet where the ending begins.
    """
    stem = word.split(maxsplit=1)[0]
    if "+" not in stem or _may_be_missing(spelt):
        return ()
    forms = expand(stem, grammar)
    told = {form.text + ending for form in forms for ending in form.tails.listed}
    texts = spelt.split("/")
    both = texts if grammar.cyrillic is None else [*texts, *map(grammar.cyrillic, texts)]
    return forms if told.issuperset(map(scan_of, both)) and not forms[0].tails.most else ()


def _first(parts: Sequence[str], sizes: Sequence[int]) -> int:
    """Return how many words are looked for as they are: up to the second that is never missing, if that takes few forms."""
    sure = [at for at, part in enumerate(parts, 1) if not _may_be_missing(part)]
    count = max(sure[0], sum(size <= FEW for size in sizes))
    return max(count, sure[1]) if len(sure) > 1 and sizes[sure[1] - 1] <= PAIRS else count


def _is_respelt(word: str, grammar: Grammar) -> bool:
    """Tell whether `expand` spells a word in several ways, which the words that follow would lack."""
    return grammar.han or grammar.hooked or _RESPELT.search(word) is not None


def _may_be_missing(part: str) -> bool:
    return "" in part.split("/")


def _rest(parts: Sequence[str], tails: Glue, cyrillic: Callable[[str], str] | None) -> str:
    """Return the expression of the words that follow, up to the end of the last, in each script they are found in."""
    glues = [*("" for _ in parts[1:]), glue_of(tails)]
    both = [part if cyrillic is None else f"{part}/{cyrillic(part)}" for part in parts]
    return "".join(_next(part, glue) for part, glue in zip(both, glues, strict=True))


def _next(part: str, glue: str) -> str:
    typed = {scan_of(spelt) for text in part.split("/") for spelt in spellings(text)}
    texts = sorted(typed - {""}, key=len, reverse=True)
    found = f"(?: (?:{'|'.join(map(re.escape, texts))}){glue}(?![^ ]))"
    return f"{found}?" if _may_be_missing(part) else found
