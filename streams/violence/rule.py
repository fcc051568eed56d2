"""Which words make an article violent: one sure word where it matters, several elsewhere, or one beside the dead."""

from __future__ import annotations

from collections.abc import Sequence

from streams.text import BODY, TITLE
from streams.violence.casualties import Toll
from streams.violence.company import FAINT, keeps_company
from streams.violence.found import Findings, FoundTerm
from streams.violence.lexicon import DOUBTFUL, USUAL, Category
from streams.violence.themes import ThemeFile

HINT = 0.3
COMPANY = 3  #: different terms that need no title …
ENOUGH = 1.6  #: … if their weights come to so much
#: What breaks out at a place; other categories name a crime rather than an event.
_HAPPENINGS = frozenset({Category.ATTACK, Category.EXPLOSION, Category.CLASH, Category.RIOT})
_QUESTIONS = ("?", "？", "؟")


def rule_of(
    live: Sequence[FoundTerm],
    counted: Sequence[Toll],
    themes: ThemeFile,
    findings: Findings,
    where: Sequence[tuple[int, int]] = (),
) -> str | None:
    """Return what makes an article violent, as words; nothing if nothing does.

    ``live`` are the terms not silenced, ``where`` the pieces of the title that say where.
    """
    # a protest is company for "clash"; an arrest, a curfew or people in flight are not
    alone = [found for found in live if themes.categories[found.term.category].alone]
    telling = [found for found in alone if found.term.weight >= DOUBTFUL]
    company = [*alone, *(found for found in live if found.term.category == Category.PROTEST)]
    kinds = {found.number for found in company if keeps_company(found, findings)}
    for found in telling:
        if found.zone == BODY:
            continue
        stands = "in the title" if found.zone == TITLE else "in the lead"
        if found.term.weight >= USUAL:
            return f"“{findings.word(found.place)}” stands {stands}"
        if len(kinds) > 1:
            return f"“{findings.word(found.place)}” stands {stands}, beside another word of violence"
        if found.zone == TITLE and (there := _there(found, findings, where)):
            return f"“{findings.word(found.place)}” stands in the title, and where: {there}"
    beside = _beside_a_toll(telling, counted)
    if beside is not None:
        return f"“{findings.word(beside.place)}” stands beside a figure of dead or injured"
    hinted = _hints_beside_the_dead(alone, counted, findings)
    if hinted is not None:
        return f"“{findings.word(hinted.place)}” and other hints stand beside a figure of dead"
    return _by_number(live, telling)


def _there(found: FoundTerm, findings: Findings, where: Sequence[tuple[int, int]]) -> str | None:
    """Return the piece of the title right beside a term that says where it happened: "Explosion *in Kabul*".

    A question reports nothing, and words like "genocide" judge rather than tell what happened where.
    """
    folded = findings.prepared.fields[found.place.field].folded
    if found.term.category not in _HAPPENINGS or folded.endswith(_QUESTIONS):
        return None
    for start, end in where:
        if " " in (folded[found.place.end : start], folded[end : found.place.start]):
            return findings.prepared.fields[found.place.field].written(start, end)
    return None


def _by_number(live: Sequence[FoundTerm], telling: Sequence[FoundTerm]) -> str | None:
    """Count the words of a body: two that are usual for it, or three with some weight."""
    weights = {found.number: found.term.weight for found in live if found.term.weight >= FAINT}
    strong = {found.number for found in telling if found.term.weight >= USUAL}
    if len(strong) > 1 or (telling and len(weights) >= COMPANY and sum(weights.values()) >= ENOUGH):
        return f"{len(weights)} different words of violence"
    return None


def _hints_beside_the_dead(
    alone: Sequence[FoundTerm], counted: Sequence[Toll], findings: Findings
) -> FoundTerm | None:
    """Return the first of two different hints in a sentence that counts the dead ("army", "fighting")."""
    sentences = {(toll.field, toll.sentence) for toll in counted if toll.deaths}
    letters = _letters_of_death(findings) if sentences else set()
    seen: dict[tuple[int, int], FoundTerm] = {}
    for found in alone:
        key = found.place.field, found.sentence
        if key not in sentences or found.term.weight < HINT or _counts_itself(found, letters):
            continue
        if seen.setdefault(key, found).number != found.number:
            return seen[key]
    return None


def _letters_of_death(findings: Findings) -> set[tuple[int, int]]:
    """Return where the words of death and injury stand, letter by letter."""
    return {(word.field, letter) for word in findings.counted for letter in range(word.start, word.end)}


def _counts_itself(found: FoundTerm, letters: set[tuple[int, int]]) -> bool:
    """Whether a hint is the word of death that the figure belongs to: it says nothing more."""
    field, start, end = found.place
    return any((field, letter) in letters for letter in range(start, end))


def _beside_a_toll(telling: Sequence[FoundTerm], counted: Sequence[Toll]) -> FoundTerm | None:
    sentences = {(toll.field, toll.sentence) for toll in counted}
    for found in telling:
        if (found.place.field, found.sentence) in sentences:
            return found
    return None
