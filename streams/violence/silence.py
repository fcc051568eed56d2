"""Why a word of violence is silent: the contexts of docs/lexicons.md, each with its name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from streams.violence.afresh import is_tied
from streams.violence.aftermath import REACH, is_done
from streams.violence.compiled import CompiledExclusion
from streams.violence.contexts import Contexts
from streams.violence.cues import words_of
from streams.violence.found import Findings, FoundExclusion, FoundTerm, applies, named
from streams.violence.lexicon import DOUBTFUL, UNMISTAKABLE, USUAL, Category, Kind, Scope
from streams.violence.scenes import PARTS, STOPS

#: What no accident is taken for in a clause of its own: in "fighting at the border, twelve houses burnt" the fire is the fight's.
_DELIBERATE = frozenset({Category.CLASH, Category.ABDUCTION, Category.SEXUAL_VIOLENCE, Category.FORCE})
_HARD = frozenset({Kind.PAST_WAR, Kind.EXERCISE, Kind.ACCIDENT, Kind.ANIMAL})
#: What people say or do because a deed was done: "minister slams rivals *after* strikes on base", "drills held *after* attack".
_OCCASIONS = frozenset({Kind.POLITICS, Kind.EXERCISE})
_ARTICLE = 1  #: word that may stand before a film at the head of its clause: "*new* film about"
_TALK = frozenset({Kind.POLITICS, Kind.QUOTATION})  #: a sentence that counts the dead is more than talk


def silenced_by(contexts: Contexts, found: FoundTerm) -> str | None:
    """Return the context that silences a term, or nothing."""
    why = found.spared or _taken_back(contexts.findings, found)
    mild = contexts.categories[found.term.category]
    if why or (mild.effect == "counts" and not mild.alone):
        return why  # what is never violent alone is silenced by its own phrases only
    return _by_sentence(contexts, found) or _by_disaster(contexts, found) or _by_page(contexts, found)


def _taken_back(findings: Findings, found: FoundTerm) -> str | None:
    """Return the word beside a term that takes it back; `barriers` and `pardons` end how far they reach."""
    field, start, end = found.place
    sentences, lexicon = findings.sentences[field], findings.lexicon
    scan = sentences.field.scan
    (_, before), (_, after) = sentences.beside(start, end, REACH)
    if not (
        lexicon.cues_before.possible(scan[slice(*before)]) or lexicon.cues_after.possible(scan[slice(*after)])
    ):
        return None
    before, after = lexicon.barriers.behind(scan, *before), lexicon.pardons.ahead(scan, *after)
    for name, cues in (("negation", lexicon.negation), ("plan", lexicon.plans)):
        word = cues[0].search(scan, *before) or cues[1].search(scan, *after)
        if word:
            return f"{name}: {word}"
    return None


def _by_sentence(contexts: Contexts, found: FoundTerm) -> str | None:
    findings = contexts.findings
    for exclusion in contexts.near(found):
        spec = findings.lexicon.exclusions[exclusion.number]
        told = spec.kind is Kind.STORY and _is_told(findings, exclusion, found)
        if spec.kind is Kind.STORY and not told:
            continue
        if found.term.weight >= UNMISTAKABLE and not (told or _outweighs(spec)):
            continue
        if spec.kind in _TALK and (found.place.field, found.sentence) in contexts.tolls:
            continue
        if not applies(spec, found.term) or not _reaches(spec, findings, exclusion, found):
            continue
        if _is_occasion(spec, findings, found):
            continue
        return named(spec, findings, exclusion)
    return None


def _is_occasion(spec: CompiledExclusion, findings: Findings, found: FoundTerm) -> bool:
    """Whether a deed is what people talk of or train for, and no fight that their talks have ended ("talks after clashes")."""
    return spec.kind in _OCCASIONS and found.term.category != Category.CLASH and is_done(findings, found)


def _is_told(findings: Findings, exclusion: FoundExclusion, found: FoundTerm) -> bool:
    """Whether a deed is what a film or a book tells: behind it in its clause, or in one tied to that ("the man *who* …").

    Or right before it: "shot dead *in the series*", "空爆*を描いた*". A film "about" cartels must begin its clause: its
    director may be shot.
    """
    field, start, end = found.place
    sentences, (_, begin, last) = findings.sentences[field], exclusion.place
    scan, folded = sentences.field.scan, sentences.field.folded
    first, stop = sentences.bounds(found.sentence)
    if start < begin:
        return not scan[end:begin].strip()
    if not findings.lexicon.exclusions[exclusion.number].sure:
        for opening in STOPS.finditer(folded, first, begin):
            first = opening.end()
        if len(words_of(scan, first, begin)) > _ARTICLE:
            return False
    comma = PARTS.match(folded, last)  # "in the series, a man is shot" is one clause
    mark = PARTS.search(folded, comma.end() if comma else last, start)
    return mark is None or is_tied(findings, found, mark.end(), stop)


def _outweighs(spec: CompiledExclusion) -> bool:
    """Whether a context silences even unmistakable words: past, drill, accident, animal, and who speaks of the deed."""
    return spec.kind in _HARD or (spec.kind is Kind.POLITICS and spec.scope is Scope.SENTENCE)


def _reaches(
    spec: CompiledExclusion, findings: Findings, exclusion: FoundExclusion, found: FoundTerm
) -> bool:
    if spec.scope is Scope.SENTENCE:
        return True
    first, last = sorted((exclusion.place, found.place), key=lambda place: place.start)
    words = findings.sentences[found.place.field].words(found.sentence)
    return bisect_right(words, last.start, key=itemgetter(1)) - bisect_left(words, (first.end, 0)) < spec.near


def _by_disaster(contexts: Contexts, found: FoundTerm) -> str | None:
    if found.term.weight >= UNMISTAKABLE:
        return None
    if found.term.weight >= USUAL and found.term.category in _DELIBERATE and contexts.is_apart(found):
        return None
    if (found.place.field, found.sentence) in contexts.suppressed:
        return "disaster in the same sentence"
    if contexts.disaster_page and found.term.weight <= DOUBTFUL:
        return f"disaster: {contexts.disaster_page}"
    return None


def _by_page(contexts: Contexts, found: FoundTerm) -> str | None:
    if found.term.weight >= UNMISTAKABLE or (found.place.field, found.sentence) in contexts.tolls:
        return None
    for kind, word in contexts.pages.items():
        if kind is Kind.MARKET and found.term.category == Category.FORCE:
            continue  # prices bring people to the streets: "tear gas at protest against inflation"
        return f"{kind}: {word}"
    return None
