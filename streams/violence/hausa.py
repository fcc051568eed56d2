"""Hausa as it is typed: half of the press writes plain letters for the hooked ones, and an apostrophe for ƴ."""

from __future__ import annotations

from itertools import product

from streams.text import scan_of

_PLAIN = str.maketrans("ɓɗƙƴ", "bdky")


def typed(text: str) -> tuple[str, ...]:
    """Return the scan forms of a text in hooked letters: each of its words as it stands, in plain letters, with an apostrophe.

    An apostrophe behind a space leaves two of them: "kashe ƴan sanda", "kashe 'yan sanda", "kashe yan sanda".
    """
    words = scan_of(text).split(" ")
    return tuple(" ".join(spelt) for spelt in product(*map(_typed, words, range(len(words)))))


def _typed(word: str, number: int) -> tuple[str, ...]:
    plain = word.translate(_PLAIN)
    apart = [f" {plain}"] if number and word.startswith("ƴ") else []
    return tuple(dict.fromkeys((word, plain, *apart)))
