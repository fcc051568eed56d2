"""How many people were killed and injured, as far as a text says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from streams.violence.compiled import CompiledLexicon, Part
from streams.violence.counting import Figure
from streams.violence.sentences import Sentences
from tocsin.model import Casualties

_DEATHS = (Part.DEATHS, Part.DEATHS_BEFORE)
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
    for word, figure in _pairs(words, figures, sentences, key[1], lexicon.counting.gap):
        if word.part in _DEATHS:
            deaths = deaths or figure
        else:
            injured = injured or figure
    return Toll(key[0], key[1], deaths, injured)


def _pairs(
    words: Sequence[Counted], figures: Sequence[Figure], sentences: Sentences, number: int, gap: int
) -> list[tuple[Counted, Figure]]:
    """Pair words with numbers, nearest first; each number counts once, before the word rather than behind it."""
    tokens = sentences.words(number)
    text = sentences.field.folded
    candidates: list[tuple[float, int, int, int]] = []
    for w, word in enumerate(words):
        for f, figure in enumerate(figures):
            behind = figure.start >= word.end
            if not behind and (figure.end > word.start or word.part in _ONLY_AFTER):
                continue
            if word.end - word.start == 1 and figure.end != word.start:
                continue  # a single character counts right behind its number only: 3死5伤, not 死刑
            first, last = (word.end, figure.start) if behind else (figure.end, word.start)
            distance = sum(1 for a, b in tokens if a >= first and b <= last)
            if distance > gap:
                continue
            between = text[first:last]
            stops = sum(between.count(mark) for mark in ",،、，;—–፣")
            favoured = word.part in _ONLY_AFTER
            candidates.append((distance + 2.0 * stops + (0 if favoured or not behind else 0.5), f, w, behind))
    return _chosen(candidates, words, figures)


def _chosen(
    candidates: list[tuple[float, int, int, int]], words: Sequence[Counted], figures: Sequence[Figure]
) -> list[tuple[Counted, Figure]]:
    candidates.sort()
    taken: set[int] = set()
    pairs: list[tuple[int, Counted, Figure]] = []
    for _, f, w, _behind in candidates:
        word = words[w]
        # "dead" inside "shot dead" is the same word once more
        if f in taken or any(word.start < other.end and other.start < word.end for _, other, _ in pairs):
            continue
        taken.add(f)
        pairs.append((f, word, figures[f]))
    return [(word, figure) for _, word, figure in sorted(pairs, key=lambda pair: pair[0])]


def summed_up(found: Sequence[Toll], leads: Sequence[tuple[int, int]]) -> Casualties:
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
