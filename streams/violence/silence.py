"""Why a word of violence is silent: the contexts of docs/lexicons.md, each with its name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from streams.text import TITLE
from streams.violence.aftermath import looking_back
from streams.violence.casualties import Toll
from streams.violence.compiled import CompiledExclusion
from streams.violence.found import Findings, FoundExclusion, FoundTerm, applies, named
from streams.violence.lexicon import Kind, Scope
from streams.violence.themes import CategorySpec

NEGATION_REACH = 4  #: words
UNMISTAKABLE = 1.0
_HARD = frozenset({Kind.PAST_WAR, Kind.EXERCISE, Kind.ACCIDENT, Kind.ANIMAL})
_TALK = frozenset({Kind.POLITICS, Kind.QUOTATION})  #: a sentence that counts the dead is more than talk
_PAGE_SHARE = 2  #: different words that make a page of sport, culture …


@dataclass(frozen=True, slots=True)
class Contexts:
    """The contexts of one text, looked up once."""

    findings: Findings
    pages: Mapping[Kind, str]  #: kinds that hold for the whole article, with the word that shows it
    suppressed: frozenset[tuple[int, int]]  #: sentences with a disaster, as (field, sentence)
    disaster_page: str | None  #: the disaster word in the title, or of two different ones
    past: frozenset[tuple[int, int]]  #: sentences with an aftermath word
    tolls: frozenset[tuple[int, int]]  #: sentences that count deaths
    categories: Mapping[str, CategorySpec]
    near: Mapping[tuple[int, int], Sequence[FoundExclusion]]  #: what reaches over a sentence or a part of it


def contexts_of(
    findings: Findings, categories: Mapping[str, CategorySpec], tolls: Sequence[Toll]
) -> Contexts:
    """Look through a text once for what its sentences and the whole page are about."""
    suppressed: set[tuple[int, int]] = set()
    disasters: dict[int, FoundTerm] = {}
    in_title: FoundTerm | None = None
    for found in findings.terms:
        if categories[found.term.category].effect == "suppress" and found.spared is None:
            suppressed.add((found.place.field, found.sentence))
            disasters.setdefault(found.number, found)
            in_title = in_title or (found if found.zone == TITLE else None)
    page = in_title or (next(iter(disasters.values())) if len(disasters) > 1 else None)
    return Contexts(
        findings=findings,
        pages=_pages(findings),
        suppressed=frozenset(suppressed),
        disaster_page=findings.word(page.place) if page else None,
        past=frozenset(looking_back(findings, categories, tolls)),
        tolls=frozenset((toll.field, toll.sentence) for toll in tolls if toll.deaths),
        categories=categories,
        near=_by_place(findings),
    )


def _pages(findings: Findings) -> dict[Kind, str]:
    words: dict[Kind, dict[str, bool]] = {}
    for found in findings.exclusions:
        exclusion = findings.lexicon.exclusions[found.number]
        if exclusion.scope is not Scope.ARTICLE:
            continue
        title = findings.prepared.fields[found.place.field].name == TITLE
        seen = words.setdefault(exclusion.kind, {})
        word = findings.word(found.place)
        seen[word] = seen.get(word, False) or (title if exclusion.sure is None else exclusion.sure)
    return {
        kind: ", ".join(list(seen)[:2])
        for kind, seen in words.items()
        if any(seen.values()) or len({word.lower() for word in seen}) >= _PAGE_SHARE
    }


def _by_place(findings: Findings) -> dict[tuple[int, int], list[FoundExclusion]]:
    """Return the contexts that reach over their sentence or a part of it, by field and sentence."""
    specs = findings.lexicon.exclusions
    places: dict[tuple[int, int], list[FoundExclusion]] = {}
    for exclusion in findings.exclusions:
        if specs[exclusion.number].scope in (Scope.NEAR, Scope.SENTENCE):
            field, start, _ = exclusion.place
            places.setdefault((field, findings.sentences[field].number(start)), []).append(exclusion)
    return places


def silenced_by(contexts: Contexts, found: FoundTerm) -> str | None:
    """Return the context that silences a term, or nothing."""
    findings = contexts.findings
    why = found.spared or _taken_back(findings, found)
    mild = contexts.categories[found.term.category]
    if why or (mild.effect == "counts" and not mild.alone):
        return why  # what is never violent alone is silenced by its own phrases only
    return _by_sentence(contexts, found) or _by_disaster(contexts, found) or _by_page(contexts, found)


def _taken_back(findings: Findings, found: FoundTerm) -> str | None:
    sentences, place = findings.sentences[found.place.field], found.place
    scan = findings.prepared.fields[place.field].scan
    lexicon = findings.lexicon
    before = lexicon.happened[0].behind(scan, *sentences.before(place.start, NEGATION_REACH))
    after = sentences.after(place.start, place.end, NEGATION_REACH)
    if not (
        lexicon.cues_before.possible(scan[slice(*before)]) or lexicon.cues_after.possible(scan[slice(*after)])
    ):
        return None
    for name, cues in (("negation", lexicon.negation), ("plan", lexicon.plans)):
        word = cues[0].search(scan, *before) or cues[1].search(scan, *after)
        if word:
            return f"{name}: {word}"
    return None


def _by_sentence(contexts: Contexts, found: FoundTerm) -> str | None:
    findings = contexts.findings
    for exclusion in contexts.near.get((found.place.field, found.sentence), ()):
        spec = findings.lexicon.exclusions[exclusion.number]
        if found.term.weight >= UNMISTAKABLE and not _outweighs(spec):
            continue
        if spec.kind in _TALK and (found.place.field, found.sentence) in contexts.tolls:
            continue
        if applies(spec, found) and _reaches(spec, findings, exclusion, found):
            return named(spec, findings, exclusion)
    return None


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
    if (found.place.field, found.sentence) in contexts.suppressed:
        return "disaster in the same sentence"
    if contexts.disaster_page and found.term.weight <= 0.5:
        return f"disaster: {contexts.disaster_page}"
    return None


def _by_page(contexts: Contexts, found: FoundTerm) -> str | None:
    if found.term.weight >= UNMISTAKABLE or (found.place.field, found.sentence) in contexts.tolls:
        return None
    for kind, word in contexts.pages.items():
        return f"{kind}: {word}"
    return None
