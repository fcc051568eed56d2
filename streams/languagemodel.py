"""A small model of seventy languages: how likely each sequence of two to six bytes is in each of them.

Naive Bayes over the states of an automaton that has read the text (the longest
sequence that ends at each letter), each counted with the logarithm of its
frequency. The figures come from py3langid (Marco Lui's langid.py, trained anew),
cut down by ``tools/build_language_model.py``.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import lru_cache
from pathlib import Path

from tocsin.memory import give_back

PATH = Path(__file__).parent / "data" / "language_model.npz"
BLOCK = 16  #: letters of one piece of the automaton's rows
STEP = 0.05  #: nats; what one step of the table is worth
#: nats that English is ahead by where at most one word has letters beyond ASCII: of the few words of a headline half
#: may be names in other languages ("Hong Kong police fire tear gas"), and most such headlines are English – if the feed
#: declares no other language: there a headline of names ("Lynchmord in Guatemala") is in its own
PLAIN_ENGLISH = 12.0
#: nats that a language is ahead by which the feed declares, English apart: many feeds say English and are not
DECLARED = 7.0


class LanguageModel:
    """Says which language a text is most likely written in."""

    def __init__(self, path: Path = PATH) -> None:
        import numpy as np

        self._np = np
        with np.load(path, allow_pickle=False) as data:
            columns = data["languages"].tolist()
            self._likely, self._before = data["likely"], data["before"] / STEP
            self._pieces = (
                data["letters"] // BLOCK
            ).tobytes()  #: of each byte, in which piece of a row it is
            self._letters = (data["letters"] % BLOCK).tobytes()  #: … and where in it
            self._moves = array("H", data["blocks"].tobytes())
            self._blocks = array("I", (data["pieces"].astype(np.uint32) * BLOCK).tobytes())
            self._rows = array("I", (data["rows"].astype(np.uint32) * data["pieces"].shape[1]).tobytes())
        self._plain = self._before + np.where(np.array(columns) == "en", PLAIN_ENGLISH / STEP, 0.0)
        self._languages = sorted(set(columns))
        self._places = {language: place for place, language in enumerate(self._languages)}
        self._firsts = [columns.index(language) for language in self._languages]

    def guess(self, sample: str, declared: str | None = None) -> tuple[str, float]:
        """Return the likeliest language of a text in small letters, and by how much (nats) it leads the next."""
        np = self._np
        states = Counter(self._read(sample.encode("utf-8", "replace")))
        times = np.log1p(np.fromiter(states.values(), np.float32, len(states)))
        found = self._likely[np.fromiter(states.keys(), np.intp, len(states))]
        sums = np.einsum("i,ij->j", times, found)  # a plain product would wake a library of 10 MB
        place = self._places.get(declared) if declared and declared != "en" else None
        before = self._plain if place is None and _is_plain(sample) else self._before
        scores = np.maximum.reduceat(sums + before, self._firsts)
        if place is not None:
            scores[place] += DECLARED / STEP
        best = int(scores.argmax())
        lead = float(scores[best] - np.partition(scores, -2)[-2])
        return self._languages[best], lead * STEP

    def _read(self, text: bytes) -> list[int]:
        """Return the states that a text leads through."""
        moves, blocks, rows = self._moves, self._blocks, self._rows
        state, states = 0, []
        for piece, letter in zip(text.translate(self._pieces), text.translate(self._letters), strict=True):
            state = moves[blocks[rows[state] + piece] + letter]
            states.append(state)
        return states


def _is_plain(sample: str) -> bool:
    return sample.isascii() or sum(not word.isascii() for word in sample.split()) <= 1


@lru_cache(maxsize=1)
def shipped() -> LanguageModel:
    """Return the model shipped with tocsin (read once, 50 ms and 7 MB)."""
    model = LanguageModel()
    give_back()  # unpacking it takes as much again
    return model
