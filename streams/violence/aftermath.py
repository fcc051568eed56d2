"""Which sentences look back: on a trial, an anniversary, an old case; an arrest does so only if it tells no fresh deed."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Mapping, Sequence

from streams.text import TITLE
from streams.violence.afresh import fresh_from
from streams.violence.casualties import Toll
from streams.violence.found import Findings, FoundTerm, Place
from streams.violence.lexicon import DOUBTFUL, UNMISTAKABLE, USUAL
from streams.violence.scenes import PARTS, Scenes
from streams.violence.themes import CategorySpec

REACH = 4  #: words between a term and the word that says that it is done
#: What parts the deed from the arrest; headlines of Chinese and Japanese do it with a space.
_BREAK = re.compile(rf"{PARTS.pattern}|(?<=[\u3040-\u9fff])\s")
Sentence = tuple[int, int]  #: its field, and its number there


def looking_back(
    findings: Findings,
    categories: Mapping[str, CategorySpec],
    tolls: Sequence[Toll],
    scenes: Scenes,
    present: Container[Place],
) -> Mapping[Sentence, int | None]:
    """Return the sentences that look back, each with the offset at which a fresh deed begins, if one does.

    A court that is a scene does not look back, nor do years that are not gone by (``present``).
    """
    words = [
        found
        for found in findings.terms
        if categories[found.term.category].effect == "dampen"
        and found.spared is None
        and found.place not in present
    ]
    if not words:
        return {}
    counted = {(toll.field, toll.sentence) for toll in tolls}
    past = dict.fromkeys(_past(findings, categories, words, counted, scenes))
    deeds = _deeds(findings, categories, past.keys()) if len(words) < len(findings.terms) else ()
    for key in {(found.place.field, found.sentence) for found in deeds}:
        last = _last(findings, words, key, counted, scenes)
        past[key] = None if last is None else fresh_from(findings, categories, tolls, key, last)
    for field, number in [key for key, fresh in past.items() if fresh is None]:
        for further in findings.sentences[field].going_on(number):
            past[field, further] = None
    return past


def is_old(
    findings: Findings,
    categories: Mapping[str, CategorySpec],
    live: Sequence[FoundTerm],
    past: Mapping[Sentence, int | None],
) -> bool:
    """Whether what stands below a title dates its deed long ago: "Shop murder: suspect named", and below, "killed in 1996".

    ``live`` are the terms that count: some usual ones, all of the title.
    """
    if not live or any(found.zone != TITLE or found.term.weight >= UNMISTAKABLE for found in live):
        return False
    below = {key for key, fresh in past.items() if fresh is None and key[0] != live[0].place.field}
    told = {(found.place.field, found.sentence) for found in _deeds(findings, categories, below)}
    return any(_is_dated(findings, categories, key) for key in told)


def _is_dated(findings: Findings, categories: Mapping[str, CategorySpec], key: Sentence) -> bool:
    """Whether a sentence names a year gone by, or says how long ago."""
    field, number = key
    sentences = findings.sentences[field]
    if findings.lexicon.ago.search(sentences.field.scan, *sentences.bounds(number)):
        return True
    return any(
        findings.word(found.place).isdigit()
        for found in findings.terms
        if (found.place.field, found.sentence) == key and categories[found.term.category].effect == "dampen"
    )


def _past(
    findings: Findings,
    categories: Mapping[str, CategorySpec],
    words: Sequence[FoundTerm],
    counted: Container[Sentence],
    scenes: Scenes,
) -> set[Sentence]:
    """Return the sentences in which some words look back."""
    past: set[Sentence] = set()
    arrests: dict[Sentence, bool] = {}  # … and whether a year stands beside it: an old case
    begins: dict[Sentence, int] = {}  # where the first of them stands
    for found in words:
        key = found.place.field, found.sentence
        if key in past or scenes.is_one(found.place):
            continue
        if found.term.weight >= USUAL:
            past.add(key)
        elif key not in counted:  # an arrest beside figures of dead or injured is part of fresh news
            arrests[key] = arrests.get(key, False) or findings.word(found.place).isdigit()
            begins[key] = min(begins.get(key, found.place.start), found.place.start)
    told = {key: begins[key] for key, old in arrests.items() if not old}
    return past | (arrests.keys() - _with_fresh_deed(findings, categories, told))


def _last(
    findings: Findings,
    words: Sequence[FoundTerm],
    key: Sentence,
    counted: Container[Sentence],
    scenes: Scenes,
) -> int | None:
    """Return where the last word ends that makes a sentence look back; none where it is but a year: an old case."""
    least = USUAL if key in counted else 0.0
    there = [
        found
        for found in words
        if (found.place.field, found.sentence) == key
        and found.term.weight >= least
        and not scenes.is_one(found.place)
    ]
    is_year = any(findings.word(found.place).isdigit() for found in there)
    if is_year and all(found.term.weight < USUAL for found in there):
        return None
    return there[-1].place.end


def _with_fresh_deed(
    findings: Findings, categories: Mapping[str, CategorySpec], arrests: Mapping[Sentence, int]
) -> set[Sentence]:
    """Return those sentences that tell the deed which an arrest follows upon: "arrested after mob burns shops".

    ``arrests`` are the sentences with an arrest, each with where the first word of it begins.
    """
    deeds = [
        ((found.place.field, found.sentence), found) for found in _deeds(findings, categories, arrests.keys())
    ]
    return {
        key for key, found in deeds if is_done(findings, found) or _comes_first(findings, found, arrests[key])
    }


def _deeds(
    findings: Findings, categories: Mapping[str, CategorySpec], sentences: Collection[Sentence]
) -> list[FoundTerm]:
    """Return the deeds that some sentences tell."""
    return [
        found
        for found in (findings.terms if sentences else ())
        if found.term.weight >= DOUBTFUL
        and found.spared is None
        and categories[found.term.category].alone
        and (found.place.field, found.sentence) in sentences
    ]


def is_done(findings: Findings, found: FoundTerm) -> bool:
    """Whether a word beside a term says that it is done: "after", "responsibility for"."""
    sentences, place = findings.sentences[found.place.field], found.place
    scan = findings.prepared.fields[place.field].scan
    before, after = findings.lexicon.happened
    (_, left), (_, right) = sentences.beside(place.start, place.end, REACH)
    return bool(before.search(scan, *left) or after.search(scan, *right))


def _comes_first(findings: Findings, found: FoundTerm, arrest: int) -> bool:
    """Whether a usual deed is told in a clause of its own before the arrest: "nun raped, eight held"; not one of years ago."""
    sentences = findings.sentences[found.place.field]
    if found.term.weight < USUAL or _BREAK.search(sentences.field.folded, found.place.end, arrest) is None:
        return False
    begin, stop = sentences.bounds(found.sentence)
    return findings.lexicon.ago.search(sentences.field.scan, begin, stop) is None
