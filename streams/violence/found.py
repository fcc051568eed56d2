"""What a lexicon finds in a prepared text: accepted hits, sorted by what they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from streams.matcher import Hit
from streams.text import Prepared
from streams.violence.casualties import Counted
from streams.violence.compiled import CompiledLexicon, CompiledTerm, Entry, Lexicons, Part
from streams.violence.lexicon import Category
from streams.violence.sentences import Sentences


@dataclass(frozen=True, slots=True)
class Place:
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


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A word of violence in a text."""

    place: Place
    number: int
    term: CompiledTerm
    zone: str
    sentence: int


@dataclass(frozen=True, slots=True)
class FoundExclusion:
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
            some = some or entry.part not in (Part.BUT, Part.EXCLUSION)
    if not some:
        return None
    lexicon = lexicons.languages[language]
    findings = Findings(lexicon, prepared, tuple(Sentences(f) for f in prepared.fields))
    for entry, hit in kept:
        _sort_in(findings, entry, hit)
    findings.candidates = findings.terms
    findings.terms = _longest(findings.terms)
    return findings


def _glued_well(prepared: Prepared, hit: Hit, entry: Entry) -> bool:
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

    A disaster goes before length: in "coal mine blast" the coal mine counts, not the mine blast.
    """
    kept: list[FoundTerm] = []
    order = sorted(
        terms,
        key=lambda t: (t.term.category != Category.DISASTER, t.place.start - t.place.end, -t.term.weight),
    )
    for found in order:
        if not any(found.place.overlaps(other.place) for other in kept):
            kept.append(found)
    kept.sort(key=lambda t: (t.place.field, t.place.start))
    return kept
