"""Finds place names that are ordinary words, by how public text writes them: in small letters.

    python tools/ordinary_words.py FILE.jsonl.gz ... > streams/regions/data/ordinary.yaml

Every string of every JSON line counts as text; its language is detected. A
name is ordinary in a language that writes it in small letters at least three
times and in at least a quarter of its occurrences inside sentences. The list
holds words only, no text; it is committed and read by hand before it is.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from streams.language import detect
from streams.regions import table
from streams.text import scan_of

_WORD = re.compile(r"(?<=[^\W\d_] )([^\W\d_]{2,})|(?<=[^\W\d_], )([^\W\d_]{2,})")


def strings(value: Any) -> Iterator[str]:
    """Yield every string inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a plain, gzip or xz file."""
    opener = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opener(path, "rt", encoding="utf-8") as file:  # type: ignore[operator]
        yield from file


def _is_country(names: table.Table, word: str) -> bool:
    """Tell whether a word names a country or capital: those have hand lists."""
    number = names.find(word)
    return number is not None and any(spot.kind in "CK" for spot, _ in names.meanings(number))


def main() -> None:
    """Print the lists."""
    names = table.shipped()
    known = {key for line in names.names if " " not in (key := line.split("\t", 1)[0]) and key[0] < "\u0590"}
    small: dict[str, Counter[str]] = defaultdict(Counter)
    big: dict[str, Counter[str]] = defaultdict(Counter)
    for path in map(Path, sys.argv[1:]):
        for line in lines(path):
            for text in strings(json.loads(line)):
                if len(text) < 30 or text.startswith("http") or text.isupper():
                    continue
                words = text.split()
                if sum(word[0].isupper() for word in words) * 2 > len(words):
                    continue  # a headline in title case tells nothing
                language = detect(text)
                for found in _WORD.finditer(text):
                    word = found[1] or found[2]
                    key = scan_of(word)
                    if key in known:
                        (small if word[0].islower() else big)[language][key] += 1
    print("# Place names that are ordinary words, by how often public text writes them in small letters.")
    print("# Made by tools/ordinary_words.py; words only. Hand lists stand in languages/*.yaml.")
    for language in sorted(small):
        counts = small[language]
        words = sorted(
            word
            for word, n in counts.items()
            if n >= 3 and n * 3 >= big[language][word] and not _is_country(names, word)
        )
        if len(words) >= 10:
            print(f'"{language}": {json.dumps(words, ensure_ascii=False)}')


if __name__ == "__main__":
    main()
