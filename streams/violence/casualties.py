"""How many people were killed and injured, as far as a text says."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from streams.violence.compiled import CompiledLexicon
from streams.violence.counting import Counting
from streams.violence.entries import Part
from streams.violence.figure import Figure
from streams.violence.sentences import Sentences
from tocsin.model import Casualties

_DEATHS = (Part.DEATHS, Part.DEATHS_BEFORE)
_STOPS = re.compile("[,،、，;—–፣၊]")
_FEW = 8  #: figures in a sentence up to which each is tried with each word
#: What may part a number from its word of death: at most so many words between commas, with at most so many beside them.
_INSERTION, _CLOSE, _PARTS = 10, 2, 3
_APART = 1  #: distance from which a word no longer stands right beside a number
_START, _END, _SECOND = attrgetter("start"), attrgetter("end"), itemgetter(1)
_ONLY_AFTER = (Part.DEATHS_BEFORE, Part.INJURED_BEFORE)


@dataclass(frozen=True, slots=True)
class Counted:
    """A word of death or injury in a text."""

    part: Part
    field: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Toll:
    """What one sentence says of the dead and the injured."""

    field: int
    sentence: int
    deaths: Figure | None
    injured: Figure | None


def tolls(
    counted: Sequence[Counted], sentences: Sequence[Sentences], lexicon: CompiledLexicon
) -> tuple[Toll, ...]:
    """Return the figures of each sentence that has a word of death or injury, in reading order."""
    groups: dict[tuple[int, int], list[Counted]] = {}
    for word in counted:
        key = word.field, sentences[word.field].number(word.start)
        groups.setdefault(key, []).append(word)
    found = (_toll(key, groups[key], sentences[key[0]], lexicon) for key in sorted(groups))
    return tuple(toll for toll in found if toll.deaths or toll.injured)


def _toll(
    key: tuple[int, int], words: Sequence[Counted], sentences: Sentences, lexicon: CompiledLexicon
) -> Toll:
    start, end = sentences.bounds(key[1])
    figures = lexicon.counting.figures(sentences.field, start, end)
    deaths: Figure | None = None
    injured: Figure | None = None
    for word, figure in _pairs(words, figures, sentences, key[1], lexicon.counting):
        if word.part in _DEATHS:
            deaths = deaths or figure
        else:
            injured = injured or figure
    return Toll(key[0], key[1], deaths, injured)


def _pairs(
    words: Sequence[Counted], figures: Sequence[Figure], sentences: Sentences, number: int, counting: Counting
) -> list[tuple[Counted, Figure]]:
    """Pair words with numbers, nearest first; each number counts once, before the word rather than behind it."""
    candidates = [
        (distance, f, w)
        for w, word in enumerate(words)
        for f in _within_reach(word, figures, sentences.words(number), counting.gap)
        if (distance := _distance(word, figures[f], sentences, number, counting)) is not None
    ]
    return _chosen(sorted(candidates), words, figures)


def _within_reach(
    word: Counted, figures: Sequence[Figure], tokens: Sequence[tuple[int, int]], gap: int
) -> range:
    """Return the figures that may stand near enough to a word: not all of a text of a thousand."""
    if len(figures) <= _FEW:
        return range(len(figures))
    at = bisect_left(tokens, (word.start, 0))
    low, high = tokens[max(0, at - gap - 2)][0], tokens[min(len(tokens) - 1, at + gap + 8)][1]
    return range(bisect_left(figures, low, key=_END), bisect_right(figures, high, key=_START))


def _distance(
    word: Counted, figure: Figure, sentences: Sentences, number: int, counting: Counting
) -> float | None:
    """Return how far a figure stands from its word, marks between them counted twice; nothing if it is not its own."""
    if figure.start <= word.start and word.end <= figure.end and word.part not in _ONLY_AFTER:
        return 0.0  # a word that says both: قتيلان, "two dead"
    behind = figure.start >= word.end
    if not behind and (figure.end > word.start or word.part in _ONLY_AFTER):
        return None
    if word.end - word.start == 1 and figure.end != word.start:
        return None  # a single character counts right behind its number only: 3死5伤, not 死刑
    first, last = (word.end, figure.start) if behind else (figure.end, word.start)
    tokens = sentences.words(number)
    distance = max(0, bisect_right(tokens, last, key=_SECOND) - bisect_left(tokens, (first, 0)))
    between = sentences.field.folded[first:last]
    if distance > counting.gap and not behind:
        distance -= _inserted(between)
    if distance > counting.gap:
        return None
    stops = len(_STOPS.findall(between))
    favoured = word.part in _ONLY_AFTER
    return distance + 2.0 * stops + (0 if favoured or not behind else counting.behind)


def _inserted(between: str) -> int:
    """Return how many words stand between two commas close to both: "two persons, *identified as A and B*, died"."""
    pieces = between.split(",")
    if len(pieces) < _PARTS or max(len(pieces[0].split()), len(pieces[-1].split())) > _CLOSE:
        return 0
    words = sum(len(piece.split()) for piece in pieces[1:-1])
    return words if words <= _INSERTION else 0


def _chosen(
    candidates: Sequence[tuple[float, int, int]], words: Sequence[Counted], figures: Sequence[Figure]
) -> list[tuple[Counted, Figure]]:
    taken: dict[int, bool] = {}  # numbers that have their word: whether it is one of death
    letters: set[int] = set()  # "dead" inside "shot dead" is the same word once more
    pairs: list[tuple[int, Counted, Figure]] = []
    for distance, f, w in candidates:
        word = words[w]
        spelt, deadly = range(word.start, word.end), word.part in _DEATHS
        if not letters.isdisjoint(spelt):
            continue
        if f not in taken:
            taken[f] = deadly
            pairs.append((f, word, figures[f]))
        elif taken[f] != deadly or distance >= _APART:
            continue  # else it says the same of this number once more ("*claimed* 8 *dead*") and asks for no other
        letters.update(spelt)
    return [(word, figure) for _, word, figure in sorted(pairs, key=itemgetter(0))]


def summed_up(found: Sequence[Toll], leads: Container[tuple[int, int]]) -> Casualties:
    """Return one range for an article: the first figure, and the highest that title and lead name.

    ``leads`` holds (field, sentence) of title and lead; later sentences tell
    sub-totals and history, so they only count where the lead is silent.
    """
    deaths = [(toll.deaths, (toll.field, toll.sentence) in leads) for toll in found if toll.deaths]
    injured = [(toll.injured, (toll.field, toll.sentence) in leads) for toll in found if toll.injured]
    deaths_low, deaths_high = _range(deaths)
    injured_low, injured_high = _range(injured)
    return Casualties(
        deaths_low=deaths_low, deaths_high=deaths_high, injured_low=injured_low, injured_high=injured_high
    )


def _range(figures: Sequence[tuple[Figure, bool]]) -> tuple[int | None, int | None]:
    if not figures:
        return None, None
    first = figures[0][0]
    highs = [f.high for f, leading in figures if leading and f.high is not None]
    if first.high is None:
        return first.low, None
    return first.low, max([first.high, *highs])
