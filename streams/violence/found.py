"""What a lexicon finds in a prepared text: accepted hits, sorted by what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import NamedTuple

from streams.matcher import Hit
from streams.text import Prepared
from streams.violence.casualties import Counted
from streams.violence.compiled import CompiledExclusion, CompiledLexicon, CompiledTerm
from streams.violence.entries import Entry, Part
from streams.violence.lexicon import Kind
from streams.violence.quoted import across_quotes, ends_within
from streams.violence.sentences import Sentences
from streams.violence.whole import is_cut


class Place(NamedTuple):
    """Where something was found: field, offsets in its folded text."""

    field: int
    start: int
    end: int


class FoundTerm(NamedTuple):
    """A word of violence in a text, as the reading of it that holds."""

    place: Place
    number: int
    term: CompiledTerm
    zone: str
    sentences: Sentences  #: those of its field
    spared: str | None = None  #: why it is not the word it seems: a phrase around it, no companion

    @property
    def sentence(self) -> int:
        """Which sentence of its field it stands in; many a text has no term of which anybody asks."""
        return self.sentences.number(self.place.start)


class FoundExclusion(NamedTuple):
    """A context in a text."""

    place: Place
    number: int


#: Words of violence, and words of death or injury, from which on the rest of a text is not read: no report has so many,
#: and what they say is said by then.
MOST = 400


_PHRASES = (Part.BUT, Part.LIFT)
#: Makes a `Place` without a Python frame in between: one for each word that is found.
_place: Callable[[tuple[int, int, int]], Place] = partial(tuple.__new__, Place)


@dataclass(slots=True)
class Findings:
    """Everything one lexicon says of one text, before it is judged."""

    lexicon: CompiledLexicon
    prepared: Prepared
    sentences: tuple[Sentences, ...]
    readings: dict[Place, list[int]] = field(default_factory=dict)  #: all terms that a word may be
    terms: list[FoundTerm] = field(default_factory=list)  #: of each word the reading that holds
    buts: list[tuple[int, Place]] = field(default_factory=list)  #: term number, phrase
    exclusions: list[FoundExclusion] = field(default_factory=list)
    lifts: list[tuple[int, Place]] = field(
        default_factory=list
    )  #: exclusion number, phrase in which it does not hold
    counted: list[Counted] = field(default_factory=list)

    def word(self, place: Place) -> str:
        """Return what was written at a place."""
        return self.prepared.fields[place.field].written(place.start, place.end)


def sorted_in(prepared: Prepared, lexicon: CompiledLexicon) -> Findings | None:
    """Sort what one lexicon finds in a text; nothing if no word speaks of violence or its victims."""
    findings = Findings(lexicon, prepared, ())
    readings, entries, uzbek = findings.readings, lexicon.entries, lexicon.language == "uz"
    for hit in chain(lexicon.matcher.hits(prepared), _across_quotes(findings)):
        if len(readings) >= MOST or len(findings.counted) >= MOST:
            break
        entry = entries[hit.pattern]
        if (word_end := _reached(prepared, hit, entry)) < 0 or (uzbek and is_cut(prepared, hit, entry.tails)):
            continue
        number, word_start = hit.field, hit.word_start
        place = _place((number, word_start, word_end))
        part = entry.part
        if part is Part.TERM:
            readings.setdefault(place, []).append(entry.number)
        elif part is Part.EXCLUSION:
            findings.exclusions.append(FoundExclusion(place, entry.number))
        elif part in _PHRASES:
            (findings.buts if part is Part.BUT else findings.lifts).append((entry.number, place))
        else:
            findings.counted.append(Counted(part, number, word_start, word_end))
    if findings.counted and not lexicon.spaced:
        findings.counted = _whole(findings)
    if not readings and not findings.counted:
        return None
    findings.sentences = tuple(
        [Sentences(each, uzbek=uzbek, openings=lexicon.openings) for each in prepared.fields]
    )
    return findings


def _across_quotes(findings: Findings) -> Iterator[Hit]:
    """Yield what stands across quote marks near words of violence."""
    if not findings.readings:
        return
    prepared, lexicon = findings.prepared, findings.lexicon
    for hit in across_quotes(prepared, lexicon.matcher, tuple(findings.readings)):
        if lexicon.entries[hit.pattern].part is not Part.TERM or not ends_within(prepared, hit):
            yield hit


def _whole(findings: Findings) -> list[Counted]:
    """Return the words of death or injury of a text without those inside a word that only looks like one.

    Nothing parts words in Thai, where *ดับ* ("dies") lies in *ระดับ* ("level").
    """
    specs = findings.lexicon.exclusions
    alike = [found.place for found in findings.exclusions if specs[found.number].kind is Kind.COLLISION]
    return [
        word
        for word in findings.counted
        if not any(f == word.field and a <= word.start and word.end <= b for f, a, b in alike)
    ]


def _reached(prepared: Prepared, hit: Hit, entry: Entry) -> int:
    """Return where a hit ends with what is glued to it and must follow it, -1 if that is something else."""
    if hit.start == hit.word_start and hit.end == hit.word_end and entry.rest is None:
        return hit.word_end
    scan = prepared.fields[hit.field].scan
    glued = entry.tails.allows(scan[hit.end : hit.word_end]) and entry.heads.allows(
        scan[hit.word_start : hit.start]
    )
    if not glued or entry.rest is None:
        return hit.word_end if glued else -1
    followed = entry.rest.match(scan, hit.word_end)
    return followed.end() if followed else -1


def applies(spec: CompiledExclusion, term: CompiledTerm) -> bool:
    """Whether an exclusion concerns a term's category."""
    return not spec.categories or term.category in spec.categories


def named(spec: CompiledExclusion, findings: Findings, exclusion: FoundExclusion) -> str:
    """Return an exclusion as a reason: its kind and the word that was found."""
    return f"{spec.kind}: {findings.word(exclusion.place)}"
