"""Write the frequent words of a language that `tocsin check` holds against stems: `python tools/frequent_words.py --shared DIR`.

Counts in how many sentences of encyclopedic text a word stands (SIB-200, without
politics, where words of violence are at home; for French the calm sections of
MasakhaNEWS). Only the words are kept, most frequent first.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from streams.text import scan_of

FOLDER = Path(__file__).parents[1] / "streams" / "violence" / "frequent"
MOST, LEAST, SHORTEST = 125, 3, 3  #: words a language; sentences a word must stand in; letters
CALM = frozenset({"business", "sports", "technology", "health", "entertainment"})


def texts(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield calm sentences with their language."""
    data = shared / "data" / "tagging-dev"
    for row in _rows(data / "sib200-even-12lang.jsonl.gz"):
        if row["category"] != "politics":
            yield from row["text"].items()
    for row in _rows(data / "masakhanews-dev.jsonl.gz"):
        if row["language"] == "fr" and row["category"] in CALM:
            yield "fr", row["summary"]


def _rows(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Write one file a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for language, text in texts(parser.parse_args().shared):
        counts[language].update(
            {word for word in scan_of(text).split() if word.isalpha() and len(word) >= SHORTEST}
        )
    FOLDER.mkdir(exist_ok=True)
    for language, counter in counts.items():
        words = [word for word, count in counter.most_common(MOST) if count >= LEAST]
        (FOLDER / f"{language}.txt").write_text("\n".join(words) + "\n", "utf-8")


if __name__ == "__main__":
    main()
