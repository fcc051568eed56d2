"""Makes streams/data/language_model.npz from the model of py3langid: the languages of the news, small enough to keep.

    python tools/build_language_model.py

The model counts byte sequences (two to six bytes) and knows how likely each is
in each language. We keep the languages of `streams.language.NEWS` that their
script does not tell, and of the sequences those that can stand in a sample as we
make it: in small letters, whole from its first byte, in a script that several
languages share. Logarithms of probabilities are rounded to a twentieth. What is
left takes 7 MB of memory instead of 87 (docs/decisions/language-model.md).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from streams.language import NEWS, normal  # noqa: E402 - found through the line above
from streams.languagemodel import BLOCK, PATH, STEP  # noqa: E402 - as above
from streams.scripts import BY_SCRIPT  # noqa: E402 - as above

LEAST = -15.0  #: what the source model gives a sequence it has never seen in a language
#: What speaks against a language before a letter is read, in nats: short English headlines look like
#: Pidgin, Indonesian ones like Malay, and there are a hundred of the one for one of the other.
AGAINST = {"pcm": 12.0, "ms": 12.0}

Features = dict[bytes, int]


def source_features(model: object) -> Features:
    """Return the byte sequences of the source model with their rows, read off its automaton."""
    moves = np.asarray(model.tk_nextmove).reshape(-1, 256)  # type: ignore[attr-defined] # no types upstream
    rows, out = np.asarray(model.tk_row), np.asarray(model.tk_output)  # type: ignore[attr-defined] # as above
    names, waiting = {0: b""}, [0]
    for state in waiting:
        for letter, target in enumerate(moves[rows[state]].tolist()):
            if target and target not in names:
                names[target] = names[state] + bytes([letter])
                waiting.append(target)
    return {name: int(out[state]) for state, name in names.items() if out[state] >= 0}


def may_stand(sequence: bytes) -> bool:
    """Tell whether a sequence can stand in a sample of a language that its script does not tell."""
    if 0x80 <= sequence[0] < 0xC0 or any(0x41 <= byte <= 0x5A for byte in sequence):
        return False
    return all(_is_shared(byte, sequence[at + 1 : at + 2]) for at, byte in enumerate(sequence))


def _is_shared(byte: int, following: bytes) -> bool:
    """Tell whether a byte (begins a letter that) belongs to Latin, Cyrillic, Arabic, Devanagari or Bengali script."""
    if byte == 0xE0:
        return not following or 0xA4 <= following[0] <= 0xA7
    if byte == 0xE1:
        return not following or following[0] in (0xBA, 0xBB)  # Vietnamese
    return not (byte > 0xE1 or byte in (0xCE, 0xCF, 0xD4, 0xD5, 0xD6, 0xD7, 0xDE))


def states_of(features: Features) -> list[bytes]:
    """Return the states of the automaton: every beginning of a sequence, the shorter first."""
    return sorted(
        {name[:end] for name in features for end in range(len(name) + 1)}, key=lambda n: (len(n), n)
    )


def letters_of(features: Features) -> NDArray[np.uint8]:
    """Return a number for each byte; 0 for those that stand in no sequence."""
    known = sorted({byte for name in features for byte in name})
    letters = np.zeros(256, np.uint8)
    letters[known] = range(1, len(known) + 1)
    return letters


def automaton(states: list[bytes], letters: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return the state that follows each state on each letter: the longest end of what was read that is a state."""
    assert len(states) < 1 << 16, "states no longer fit in 16 bits"
    numbers = {name: number for number, name in enumerate(states)}
    moves = np.zeros((len(states), int(letters.max()) + 1), np.uint16)
    for number, name in enumerate(states):
        if name:
            rest = next(number for number in _ends(name, numbers))
            moves[number] = moves[rest]
        for byte in np.flatnonzero(letters):
            longer = numbers.get(name + bytes([byte]))
            if longer is not None:
                moves[number, letters[byte]] = longer
    return moves


def _ends(name: bytes, numbers: dict[bytes, int]) -> Iterator[int]:
    for start in range(1, len(name) + 1):
        if name[start:] in numbers:
            yield numbers[name[start:]]


def blocks_of(rows: NDArray[np.uint16]) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Return the different pieces of `BLOCK` letters that rows of moves are made of, and for each row its pieces.

    Most letters lead from most states where they lead from the first: of two hundred thousand pieces one in six is
    different from those before.
    """
    padded = np.pad(rows, ((0, 0), (0, -rows.shape[1] % BLOCK)))
    blocks, pieces = np.unique(padded.reshape(-1, BLOCK), axis=0, return_inverse=True)
    assert len(blocks) < 1 << 16, "pieces no longer fit in 16 bits"
    return blocks, pieces.reshape(len(rows), -1).astype(np.uint16)


def table(model: object, features: Features, states: list[bytes], columns: list[int]) -> NDArray[np.uint8]:
    """Return for each state and language how much it speaks for the language, in steps above `LEAST`."""
    source = np.asarray(model.nb_ptc)[:, columns].astype(np.float32)  # type: ignore[attr-defined] # as above
    likely = np.zeros((len(states), len(columns)), np.uint8)
    for number, name in enumerate(states):
        if name in features:
            likely[number] = np.round((source[features[name]] - LEAST) / STEP)
    return likely


def main() -> None:
    """Write the model."""
    from py3langid.langid import _get_identifier

    model = _get_identifier()
    named = sorted((normal(code), column) for column, code in enumerate(model.nb_classes))
    kept = [(name, column) for name, column in named if name in NEWS and name not in BY_SCRIPT]
    columns = [column for _, column in kept]
    features = {name: row for name, row in source_features(model).items() if may_stand(name)}
    states, letters = states_of(features), letters_of(features)
    rows, row_of = np.unique(automaton(states, letters), axis=0, return_inverse=True)
    blocks, pieces = blocks_of(rows)
    against = np.array([AGAINST.get(name, 0.0) for name, _ in kept], np.float32)
    PATH.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        PATH,
        languages=np.array([name for name, _ in kept]),
        likely=table(model, features, states, columns),
        before=(np.asarray(model.nb_pc)[columns] - against).astype(np.float32),
        letters=letters,
        blocks=blocks,
        pieces=pieces,
        rows=row_of.ravel().astype(np.uint16),
    )
    print(
        f"{len(features)} sequences, {len(states)} states, {len(rows)} rows, {len(kept)} columns, {PATH.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()
