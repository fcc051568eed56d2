"""Simplified Chinese words in their traditional spellings, as Taiwan and Hong Kong write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from pathlib import Path

_TABLE = Path(__file__).parent / "han_forms.txt"


def traditional(word: str) -> Iterator[str]:
    """Yield a word as written, then in every traditional spelling it may have (``枪击`` → ``槍擊``)."""
    table = _table()
    yield word
    for letters in product(*(table.get(letter, letter) for letter in word)):
        if (spelt := "".join(letters)) != word:
            yield spelt


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    """Return the traditional characters of each simplified one that has some."""
    lines = _TABLE.read_text("utf-8").splitlines()
    return {entry[0]: entry[1:] for line in lines if not line.startswith("#") for entry in line.split()}
