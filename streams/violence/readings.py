"""Which reading of a word holds: "killed" is several terms, each with other companions; and which word hides another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from streams.text import Prepared
from streams.violence.compiled import CompiledLexicon, CompiledTerm
from streams.violence.found import Findings, FoundExclusion, FoundTerm, Place, applies, named, sorted_in
from streams.violence.lexicon import UNMISTAKABLE, USUAL, Category, Scope
from streams.violence.sentences import Sentences

_SILENCING = frozenset({Category.DISASTER, Category.AFTERMATH})
ALONE = "alone: none of the words it needs is near"


def accepted(prepared: Prepared, lexicon: CompiledLexicon) -> Findings | None:
    """Return what a lexicon found in a text; nothing if no word speaks of violence or its victims."""
    findings = sorted_in(prepared, lexicon)
    if findings is not None and findings.readings:
        if findings.lifts:
            findings.exclusions = _holding(findings)
        phrases = _phrases(findings)
        findings.terms = _longest(
            [_held(findings, phrases, place, numbers) for place, numbers in findings.readings.items()]
        )
    return findings


def _held(findings: Findings, phrases: _Phrases | None, place: Place, numbers: Sequence[int]) -> FoundTerm:
    """Return the surest reading of a word that holds, and a disaster before all; if none does, the surest with the reason."""
    lexicon = findings.lexicon
    if len(numbers) > 1:
        numbers = sorted(numbers, key=lexicon.claims.__getitem__)
    field, start, end = place
    sentences = findings.sentences[field]
    first: str | None = None
    for number in numbers:
        term = lexicon.terms[number]
        why = phrases.spare(place, number, term) if phrases is not None else None
        if why is None and term.needs.words and not _has_company(sentences, start, end, term):
            why = ALONE
        if why is None:
            break
        first = first or why
    else:
        number, why = numbers[0], first
    zone = findings.prepared.zone(field, start)
    return FoundTerm(place, number, lexicon.terms[number], zone, sentences, why)


def _holding(findings: Findings) -> list[FoundExclusion]:
    """Return the exclusions of a text without those inside a phrase in which they do not hold."""
    lifts = _by_number(findings.lifts)
    return [
        exclusion
        for exclusion in findings.exclusions
        if not ((laid := lifts.get(exclusion.number)) and laid.over(exclusion.place))
    ]


def _by_number(phrases: Sequence[tuple[int, Place]]) -> dict[int, _Laid]:
    """Return the phrases of a text by the number of the term or exclusion whose they are."""
    numbered: dict[int, list[tuple[int, Place]]] = {}
    for at, (number, place) in enumerate(phrases):
        numbered.setdefault(number, []).append((at, place))
    return {number: _Laid(places) for number, places in numbered.items()}


def _has_company(sentences: Sentences, start: int, end: int, term: CompiledTerm) -> bool:
    """Tell whether one of the words a term needs stands near it in its sentence; most have none, which is quickly seen."""
    needs, within = term.needs, term.within
    around = sentences.around(start, end, within)
    if around is not None and not needs.may_be_among(around):
        return False
    scan = sentences.field.scan
    for words, bounds in sentences.beside(start, end, within):
        if words and needs.among(words, scan, bounds):
            return True
    return False


def _phrases(findings: Findings) -> _Phrases | None:
    """Return the phrases of a text that may spare its terms; nothing where there are none."""
    specs = findings.lexicon.exclusions
    contexts = [
        (at, exclusion.place)
        for at, exclusion in enumerate(findings.exclusions)
        if specs[exclusion.number].scope is Scope.PHRASE
    ]
    return _Phrases(findings, contexts) if contexts or findings.buts else None


class _Phrases:
    """The phrases of a text that may spare its terms: those of one term, and those of the language."""

    def __init__(self, findings: Findings, contexts: Sequence[tuple[int, Place]]) -> None:
        self._findings = findings
        self._buts = _by_number(findings.buts)
        self._contexts = _Laid(contexts) if contexts else None

    def spare(self, place: Place, number: int, term: CompiledTerm) -> str | None:
        """Return the phrase over a place in which a term means something else, if any."""
        findings = self._findings
        buts = self._buts.get(number)
        if buts is not None and (over := buts.over(place)):
            return f"phrase: {findings.word(findings.buts[over[0]][1])}"
        for at in self._contexts.over(place) if self._contexts is not None else ():
            exclusion = findings.exclusions[at]
            spec = findings.lexicon.exclusions[exclusion.number]
            if applies(spec, term):
                return named(spec, findings, exclusion)
        return None


class _Laid:
    """Phrases by where they lie: a text of a thousand must not be walked for each term."""

    def __init__(self, numbered: Iterable[tuple[int, Place]]) -> None:
        self._laid = sorted((place, at) for at, place in numbered)
        self._longest = max((place.end - place.start for place, _ in self._laid), default=0)

    def over(self, place: Place) -> list[int]:
        """Return the numbers of the phrases over a place, the lowest first."""
        laid = self._laid
        first = bisect_left(laid, ((place.field, place.start - self._longest, 0), 0))
        last = bisect_left(laid, ((place.field, place.end, 0), 0))
        return sorted([at for phrase, at in laid[first:last] if phrase.end > place.start])


def _longest(terms: list[FoundTerm]) -> list[FoundTerm]:
    """Keep the longest of overlapping words, in reading order: "murder trial" hides "murder".

    Words that are not what they seem give way to others. A disaster goes before length: in "coal mine blast" the
    coal mine counts, not the mine blast. A usual word is as sure as what it covers: "shot dead by police" as "shot dead".
    """
    if len(terms) < 2:
        return terms
    terms.sort(key=_by_place)
    if not any(one[0][2] > other[0][1] and one[0][0] == other[0][0] for one, other in pairwise(terms)):
        return terms
    kept: list[FoundTerm] = []
    taken: dict[int, set[int]] = defaultdict(set)  # letters of each field: quicker than comparing all pairs
    for found in sorted(terms, key=_by_claim):
        place = found.place
        letters = range(place.start, place.end)
        if taken[place.field].isdisjoint(letters):
            kept.append(found)
            taken[place.field].update(letters)
    kept.sort(key=_by_place)
    return [_as_sure(found, terms) for found in kept]


def _as_sure(found: FoundTerm, terms: Sequence[FoundTerm]) -> FoundTerm:
    """Return a usual word with the weight of the surest that it covers, of those that mean violence where they stand.

    Below that, a longer word means something else: "riot police" tells no riot.
    """
    least = found.term.weight
    if found.spared is not None or not USUAL <= least < UNMISTAKABLE or found.term.category in _SILENCING:
        return found
    field, start, end = found.place
    first = bisect_left(terms, (field, start, 0), key=_by_place)
    last = bisect_left(terms, (field, end, 0), key=_by_place)
    covered = (
        other.term.weight
        for other in terms[first:last]
        if other.spared is None and other.place.end <= end and other.term.category not in _SILENCING
    )
    most = max(covered)  # it covers itself
    return found if most == least else found._replace(term=replace(found.term, weight=most))


def _by_place(found: FoundTerm) -> Place:
    return found.place


def _by_claim(found: FoundTerm) -> tuple[bool, bool, int, float]:
    return (
        found.spared is not None,
        found.term.category != Category.DISASTER,
        found.place.start - found.place.end,
        -found.term.weight,
    )
