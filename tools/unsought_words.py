"""Finds spellings of villages and small towns that are frequent words of some language: the gazetteer is built without them.

    pip install -e '.[gazetteer]'
    npm install --prefix BUILD cldr-localenames-full@48.2.0 cldr-dates-full@48.2.0 iso3166-2-db@2.3.11
    python tools/unsought_words.py --npm BUILD/node_modules

Spanish "ataque" is a way to write Ataq in Yemen. After a change of rules that brings new spellings, this is
run first and `tools/build_gazetteer.py` then: of every spelling that would be new beside what is shipped, it
asks whether it is among the most frequent words of a language with Latin letters. What was shipped before
has been looked at otherwise (`ordinary.yaml`, `frequent.yaml`). Run again it gives the same file; ``--check``
only compares. Words below ``by_hand`` stay: names of people that no list holds.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import textwrap
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from gazetteer import names, regions  # noqa: E402 - found through the line above
from gazetteer.sources import Sources  # noqa: E402 - as above

from streams.text import scan_of  # noqa: E402 - as above

DATA = ROOT / "streams/regions/data"
FILE = DATA / "unsought.yaml"
MOST = 40_000  #: words of a language that are frequent
#: The languages with Latin letters of which wordfreq has lists.
LANGUAGES = (
    "ca", "cs", "da", "de", "en", "es", "fi", "fil", "fr", "hu", "id", "is", "it", "lt", "lv", "ms", "nb", "nl", "pl", "pt",
    "ro", "sh", "sk", "sl", "sv", "tr", "vi",
)  # fmt: skip
HEAD = """\
# Spellings of villages, districts and small towns that are frequent words or first names in some language with Latin letters
# (Spanish "ataque" is a way to write Ataq in Yemen): the gazetteer is built without them. `words` is written by
# tools/unsought_words.py, which says by what rule; `by_hand` is not.
"""


class Asked:
    """Holds no word, and notes which ones it was asked for: the spellings of small places."""

    def __init__(self) -> None:
        self.words: set[str] = set()

    def __contains__(self, word: object) -> bool:
        self.words.add(str(word))
        return False


def frequent() -> frozenset[str]:
    """Return the frequent words of all languages, as they are looked for."""
    from wordfreq import top_n_list

    return frozenset(scan_of(word) for language in LANGUAGES for word in top_n_list(language, MOST))


def shipped() -> dict[str, bool]:
    """Return the names that are looked for as the gazetteer is shipped, and whether they are in every language."""
    known: dict[str, bool] = {}
    with gzip.open(DATA / "compiled/names.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            name, _, *languages = line.split("\t")
            known[name] = known.get(name, False) or not languages
    return known


def unsought(sources: Sources, known: Mapping[str, bool], words: Container[str]) -> list[str]:
    """Return the spellings of small places that would be new beside the known ones, and are words."""
    asked = Asked()
    table = names.make(sources, regions.make(sources, list(sources.cities(15000)), DATA), DATA, asked)
    local = {key for key in table.local if not known.get(key, False)}  # what only some languages call a place
    return sorted(
        key
        for key in asked.words
        if key in table.names and (key not in known or key in local) and key in words
    )


def written(words: Iterable[str], by_hand: Iterable[str]) -> str:
    """Return the file."""
    rows = textwrap.fill(", ".join(words), 120, initial_indent="    ", subsequent_indent="    ")
    return f"{HEAD}words:\n  [\n{rows},\n  ]\nby_hand: [{', '.join(by_hand)}]\n"


def main() -> int:
    """Write the file, or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--npm", type=Path, required=True, help="folder with the npm packages")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    by_hand = yaml.safe_load(FILE.read_text("utf-8"))["by_hand"]
    text = written(unsought(Sources(arguments.npm), shipped(), frequent()), by_hand)
    if arguments.check:
        same = text == FILE.read_text("utf-8")
        print("the same" if same else "different: run without --check, build the gazetteer, and commit")
        return 0 if same else 1
    FILE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
