"""Fresh deeds in sentences that look back: "a year after the massacre, gunmen killed 12" tells two, and one of them is new.

What looks back must only say when ("*as* the trial opened"), and not how long ago; the fresh deed stands in a clause
behind it, which nothing ties to what was said before ("the man *who* killed 12").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from streams.text import TITLE
from streams.violence.casualties import Toll
from streams.violence.found import Findings, FoundTerm
from streams.violence.lexicon import DOUBTFUL, USUAL, Category
from streams.violence.qualifiers import stands_first, stands_last
from streams.violence.scenes import PARTS, STOPS
from streams.violence.sentences import Sentences
from streams.violence.themes import CategorySpec

#: What trials and memorials are about.
_REMEMBERED = frozenset({Category.MASS_ATROCITY.value, Category.SEXUAL_VIOLENCE.value})


def fresh_from(
    findings: Findings,
    categories: Mapping[str, CategorySpec],
    tolls: Sequence[Toll],
    sentence: tuple[int, int],
    last: int,
) -> int | None:
    """Return from which offset on a sentence tells a fresh deed, if it does.

    ``last`` is where the last of its words ends that look back.
    """
    field, number = sentence
    sentences = findings.sentences[field]
    begin, stop = sentences.bounds(number)
    # behind a colon stands what the trial is about
    mark = PARTS.search(sentences.field.folded, last, stop)
    if mark is None or not _says_when(findings, sentences, (begin, last, mark.start())):
        return None
    start, counted = mark.end(), _counts(tolls, sentence, mark.end())
    for found in findings.terms:
        if found.place.field != field or not start <= found.place.start < stop or found.spared is not None:
            continue
        if not categories[found.term.category].alone or found.term.weight < DOUBTFUL:
            continue
        if (counted or _is_plain(found)) and not is_tied(findings, found, start, stop):
            return start
    return None


def tells_news(findings: Findings, categories: Mapping[str, CategorySpec], live: Iterable[FoundTerm]) -> bool:
    """Whether a sentence below the title tells a deed of these days: under "Day of mourning" stands what happened on Sunday.

    ``live`` are the terms that count, of sentences that do not look back themselves. Only the first deed of a sentence is
    asked, and nothing may tie it to what stands before it: "thousands gathered on Sunday *where* the raiders came".
    """
    lately, told = findings.lexicon.lately, set[tuple[int, int]]()
    for found in live:
        key = found.place.field, found.sentence
        if found.zone == TITLE or key in told or found.term.weight < USUAL:
            continue
        if not categories[found.term.category].alone:
            continue
        told.add(key)
        scan, (begin, stop) = found.sentences.field.scan, found.sentences.bounds(found.sentence)
        if lately.search(scan, begin, stop) is not None and not any(
            tie.search(scan, begin, found.place.start) for tie in findings.lexicon.ties
        ):
            return True
    return False


def _is_plain(found: FoundTerm) -> bool:
    """Whether a deed needs no number of dead or injured: trials and memorials are not about such."""
    return found.term.weight >= USUAL and found.term.category not in _REMEMBERED


def _counts(tolls: Sequence[Toll], sentence: tuple[int, int], start: int) -> bool:
    """Whether a sentence gives a number of dead or injured behind an offset."""
    return any(
        figure.start >= start
        for toll in tolls
        if (toll.field, toll.sentence) == sentence
        for figure in (toll.deaths, toll.injured)
        if figure is not None
    )


def _says_when(findings: Findings, sentences: Sentences, bounds: tuple[int, int, int]) -> bool:
    """Whether the clause that looks back only says when; ``bounds``: where its sentence begins, what looks back ends, and it ends."""
    begin, last, end = bounds
    if findings.lexicon.ago.search(sentences.field.scan, begin, end):
        return False
    scan, starts = sentences.field.scan, [begin]
    starts += [mark.end() for mark in STOPS.finditer(sentences.field.folded, begin, last)]
    if any(_opens(findings, sentences, start, end) for start in dict.fromkeys((begin, starts[-1]))):
        return True
    return stands_last(findings.lexicon.when[1], scan[starts[-1] : end].strip(), between=0)


def _opens(findings: Findings, sentences: Sentences, start: int, end: int) -> bool:
    """Whether a clause begins with a word that only says when, and not with the look back itself ("*on* trial")."""
    scan, cues = sentences.field.scan, findings.lexicon.when[0]
    start += len(scan[start:end]) - len(scan[start:end].lstrip())
    clause = scan[start:end]
    opening = cues.pattern.match(f" {clause} ", 1) if cues.possible(clause) else None
    if opening is None:
        return False
    behind = start + opening.end() - 1
    return not any(
        place.start == start and place.end > behind and findings.sentences[place.field] is sentences
        for place in findings.readings
    )


def is_tied(findings: Findings, found: FoundTerm, start: int, stop: int) -> bool:
    """Whether a deed only goes on with what was said before its clause: "..., *killing* 12", "..., the man *who* shot two"."""
    field, tail = findings.prepared.fields[found.place.field], start
    (_, begin, end), scan = found.place, field.scan
    for mark in STOPS.finditer(field.folded, start, begin):
        start = mark.end()
    close = STOPS.search(field.folded, end, stop)
    first, before, after = findings.lexicon.ties
    if stands_first(first, scan[start:end].strip()) or before.search(scan, tail, end):
        return True
    if findings.lexicon.ago.search(scan, tail, begin):
        return True
    if after.search(scan, end, close.start() if close else stop):
        return True
    return not scan[start:begin].strip() and any(
        word.field == found.place.field and word.start == begin for word in findings.counted
    )
