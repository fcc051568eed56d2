"""What a lexicon finds in a prepared text: accepted hits, sorted by what they stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from streams.matcher import Hit
from streams.text import Prepared
from streams.violence.casualties import Counted
from streams.violence.compiled import CompiledExclusion, CompiledLexicon, CompiledTerm, Entry, Lexicons, Part
from streams.violence.lexicon import Category, Scope
from streams.violence.sentences import Sentences


class Place(NamedTuple):
    """Where something was found: field, offsets in its folded text."""

    field: int
    start: int
    end: int

    def overlaps(self, other: Place) -> bool:
        """Whether two places share a letter."""
        return self.field == other.field and self.start < other.end and other.start < self.end

    def covers(self, other: Place) -> bool:
        """Whether another place lies inside this one."""
        return self.field == other.field and self.start <= other.start and other.end <= self.end


class FoundTerm(NamedTuple):
    """A word of violence in a text."""

    place: Place
    number: int
    term: CompiledTerm
    zone: str
    sentence: int
    spared: str | None = None  #: why it is not the word it seems: a phrase around it, no companion


class FoundExclusion(NamedTuple):
    """A context in a text."""

    place: Place
    number: int
    word: str


@dataclass(slots=True)
class Findings:
    """Everything one lexicon says of one text, before it is judged."""

    lexicon: CompiledLexicon
    prepared: Prepared
    sentences: tuple[Sentences, ...]
    terms: list[FoundTerm] = field(default_factory=list)
    candidates: list[FoundTerm] = field(default_factory=list)  #: also the terms that longer ones hide
    buts: list[tuple[int, Place]] = field(default_factory=list)  #: term number, phrase
    exclusions: list[FoundExclusion] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)

    def word(self, place: Place) -> str:
        """Return what was written at a place."""
        return self.prepared.fields[place.field].written(place.start, place.end)


def accepted(
    prepared: Prepared, hits: Iterable[Hit], language: str, lexicons: Lexicons, first: int
) -> Findings | None:
    """Sort the hits of one language's patterns; nothing if none speaks of violence or its victims.

    ``first`` is the index of the first violence pattern in the matcher.
    """
    entries = lexicons.entries
    kept: list[tuple[Entry, Hit]] = []
    some = False
    for hit in hits:
        number = hit.pattern - first
        if number < 0 or number >= len(entries):
            continue
        entry = entries[number]
        if entry.language == language and _glued_well(prepared, hit, entry):
            kept.append((entry, hit))
            some = some or (entry.part is not Part.BUT and entry.part is not Part.EXCLUSION)
    if not some:
        return None
    lexicon = lexicons.languages[language]
    findings = Findings(lexicon, prepared, tuple(Sentences(f) for f in prepared.fields))
    for entry, hit in kept:
        _sort_in(findings, entry, hit)
    if findings.buts or findings.exclusions or any(found.term.needs.words for found in findings.terms):
        findings.terms = _with_reasons(findings)
    findings.candidates = findings.terms
    findings.terms = _longest(findings.candidates)
    return findings


def _with_reasons(findings: Findings) -> list[FoundTerm]:
    """Say of each term why it is not the word it seems; the surest reading of a word spares us to try the others."""
    settled: set[Place] = set()
    phrases = _Phrases(findings)
    terms = sorted(findings.terms, key=lambda found: -found.term.weight)
    for at, found in enumerate(terms):
        another = found.place in settled and found.term.category != Category.DISASTER
        why = _ANOTHER if another else _spared(findings, phrases, found)
        if why is not None:
            terms[at] = FoundTerm(found.place, found.number, found.term, found.zone, found.sentence, why)
        elif found.term.needs.words:
            settled.add(found.place)
    return terms


ALONE = "alone: none of the words it needs is near"
_ANOTHER = "another reading of the word holds"


def _glued_well(prepared: Prepared, hit: Hit, entry: Entry) -> bool:
    if hit.start == hit.word_start and hit.end == hit.word_end:
        return True
    scan, form = prepared.fields[hit.field].scan, entry.form
    return form.tails.allows(scan[hit.end : hit.word_end]) and form.heads.allows(
        scan[hit.word_start : hit.start]
    )


def _sort_in(findings: Findings, entry: Entry, hit: Hit) -> None:
    place = Place(hit.field, hit.word_start, hit.word_end)
    part = entry.part
    if part is Part.TERM:
        term = findings.lexicon.terms[entry.number]
        zone = findings.prepared.zone(hit.field, hit.start)
        sentence = findings.sentences[hit.field].number(place.start)
        findings.terms.append(FoundTerm(place, entry.number, term, zone, sentence))
    elif part is Part.BUT:
        findings.buts.append((entry.number, place))
    elif part is Part.EXCLUSION:
        findings.exclusions.append(FoundExclusion(place, entry.number, entry.form.text))
    else:
        findings.counted.append(Counted(part, hit.field, place.start, place.end))


def _longest(terms: list[FoundTerm]) -> list[FoundTerm]:
    """Keep the longest of overlapping terms, in reading order: "murder trial" hides "murder".

    Terms that are not what they seem give way to others. A disaster goes before length: in "coal mine blast" the coal mine counts, not the mine blast.
    """
    reading = sorted(terms, key=_place)
    if not any(one.place.overlaps(other.place) for one, other in pairwise(reading)):
        return reading
    order = sorted(
        terms,
        key=lambda t: (
            t.spared is not None,
            t.term.category != Category.DISASTER,
            t.place.start - t.place.end,
            -t.term.weight,
        ),
    )
    kept: list[FoundTerm] = []
    taken: dict[int, set[int]] = defaultdict(set)  # letters of each field: quicker than comparing all pairs
    for found in order:
        place = found.place
        letters = range(place.start, place.end)
        if taken[place.field].isdisjoint(letters):
            kept.append(found)
            taken[place.field].update(letters)
    kept.sort(key=_place)
    return kept


def _place(found: FoundTerm) -> Place:
    return found.place


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


class _Phrases:
    """The phrases of a text that may spare its terms: those of one term, and those of the language."""

    def __init__(self, findings: Findings) -> None:
        buts: dict[int, list[tuple[int, Place]]] = {}
        for at, (number, place) in enumerate(findings.buts):
            buts.setdefault(number, []).append((at, place))
        self.buts = {number: _Laid(phrases) for number, phrases in buts.items()}
        specs = findings.lexicon.exclusions
        contexts = [
            (at, exclusion.place)
            for at, exclusion in enumerate(findings.exclusions)
            if specs[exclusion.number].scope is Scope.PHRASE
        ]
        self.contexts = _Laid(contexts) if contexts else None


def _spared(findings: Findings, phrases: _Phrases, found: FoundTerm) -> str | None:
    """Return why a term is not the word it seems: a phrase around it, or a missing companion."""
    buts = phrases.buts.get(found.number)
    if buts is not None and (over := buts.over(found.place)):
        return f"phrase: {findings.word(findings.buts[over[0]][1])}"
    for at in phrases.contexts.over(found.place) if phrases.contexts is not None else ():
        exclusion = findings.exclusions[at]
        spec = findings.lexicon.exclusions[exclusion.number]
        if applies(spec, found):
            return named(spec, findings, exclusion)
    if found.term.needs.words and not _companion(findings, found):
        return ALONE
    return None


def _companion(findings: Findings, found: FoundTerm) -> bool:
    sentences, place, term = findings.sentences[found.place.field], found.place, found.term
    scan = findings.prepared.fields[place.field].scan
    around = sentences.around(place.start, place.end, term.within)
    return any(term.needs.among(words, scan, bounds) for words, bounds in around)


def applies(spec: CompiledExclusion, found: FoundTerm) -> bool:
    """Whether an exclusion concerns a term's category."""
    return not spec.categories or found.term.category in spec.categories


def named(spec: CompiledExclusion, findings: Findings, exclusion: FoundExclusion) -> str:
    """Return an exclusion as a reason: its kind and the word that was found."""
    return f"{spec.kind}: {findings.word(exclusion.place)}"
