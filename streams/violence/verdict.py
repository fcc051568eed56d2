"""The verdict over what was left after silencing: violent or not, how bad, of which kind, and why we think so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log10

from streams.text import BODY, LEAD, TITLE
from streams.violence.casualties import Toll
from streams.violence.found import Findings, FoundTerm
from streams.violence.lexicon import DOUBTFUL
from streams.violence.outcomes import outcomes
from streams.violence.passing import Towns, in_passing
from streams.violence.readings import ALONE
from streams.violence.rule import rule_of
from streams.violence.themes import ThemeFile
from tocsin.model import Casualties, CategoryScore, Term, Verdict
from tocsin.quick import quick

_made_score, _made_verdict = quick(CategoryScore), quick(Verdict)
ZONES = {TITLE: 1.0, LEAD: 0.7, BODY: 0.4}
THRESHOLD = (
    0.22  #: a violent article scores at least this (one riot in a lead: 0.28; dampened by a trial: below)
)


@dataclass(slots=True)
class Case:
    """What is left after silencing."""

    live: tuple[FoundTerm, ...]
    #: the title speaks of a trial, an anniversary, a year gone by …, and nothing below it of a deed of these days
    looks_back: bool
    tolls: tuple[Toll, ...]
    where: Sequence[tuple[int, int]]  #: pieces of the title that say where
    towns: Towns | None  #: tells where towns are named, if anybody knows


def verdict_of(
    case: Case, casualties: Casualties, terms: Sequence[Term], themes: ThemeFile, findings: Findings
) -> Verdict:
    """Return the verdict over an article: its live terms, its figures, and all terms for the reason."""
    rule = rule_of(case.live, case.tolls, themes, findings, case.where) if case.live else None
    aside = in_passing(case.live, case.tolls, themes, findings, case.towns) if rule else None
    results = outcomes(case.live, findings)
    score, scores = _scores(case, casualties, themes, results, by_hints=rule is not None)
    violent = rule is not None and aside is None and score >= THRESHOLD
    categories = tuple(
        _made_score(category=category, score=round(value, 3))
        for category, value in sorted(
            scores.items(), key=lambda item: (-item[1], -themes.categories[item[0]].severity, item[0])
        )
    )
    return _made_verdict(
        violent=violent,
        score=round(score, 3),
        themes=_themes(scores, themes) if violent else (),
        categories=categories,
        reason=_reason(rule, aside, case, terms, casualties, themes, score, violent=violent),
    )


def _themes(categories: Iterable[str], themes: ThemeFile) -> tuple[str, ...]:
    held = {theme for category in categories for theme in themes.themes_of(category)}
    return tuple(theme for theme in themes.themes if theme in held)


def _scores(
    case: Case,
    casualties: Casualties,
    themes: ThemeFile,
    results: frozenset[int],
    *,
    by_hints: bool,
) -> tuple[float, dict[str, float]]:
    """Return how grave the article is, and how strongly it speaks of each category.

    ``by_hints``: where nothing else shows a category, hints do. ``results`` are terms that show none: what came of a deed.

    Gravity weighs by severity; a category's own score only by evidence, so that
    what an article mostly speaks of comes first even if a graver word stands in it.
    """
    if not case.live:
        return 0.0, {}
    heaviest = _heaviest(case.live)
    shown = {
        found.term.category for _, found in heaviest if _shows(found, themes) and found.number not in results
    }
    if by_hints and not shown:
        shown = {found.term.category for _, found in heaviest}
    calm = 1.0
    left: dict[str, float] = {}
    for value, found in heaviest:
        category = found.term.category
        calm *= 1.0 - value * themes.categories[category].severity
        if category in shown and found.number not in results:
            left[category] = left.get(category, 1.0) * (1.0 - value)
    damp = (
        min(spec.factor for spec in themes.categories.values() if spec.effect == "dampen")
        if case.looks_back
        else 1.0
    )
    gravity = min(1.0, (1.0 - calm) * _gravity(casualties) * damp)
    return gravity, {category: (1.0 - rest) * damp for category, rest in left.items()}


def _heaviest(live: Sequence[FoundTerm]) -> Collection[tuple[float, FoundTerm]]:
    """Return of each term where it weighs most, and how much that is."""
    heaviest: dict[int, tuple[float, FoundTerm]] = {}
    for found in live:
        value = found.term.weight * ZONES[found.zone]
        if value > heaviest.get(found.number, (0.0, found))[0]:
            heaviest[found.number] = value, found
    return heaviest.values()


def _shows(found: FoundTerm, themes: ThemeFile) -> bool:
    """Whether a term shows its category: names of armed groups and other hints do not."""
    return found.term.weight >= DOUBTFUL or not themes.categories[found.term.category].alone


def _gravity(casualties: Casualties) -> float:
    """Return 1 + log10(n)/3 for n dead (ten injured weigh as one dead)."""
    dead = casualties.deaths_low or casualties.deaths_high or 0
    injured = casualties.injured_low or casualties.injured_high or 0
    people = max(dead, injured / 10)
    return 1.0 + log10(people) / 3.0 if people > 1 else 1.0


def _reason(
    rule: str | None,
    aside: str | None,
    case: Case,
    terms: Sequence[Term],
    casualties: Casualties,
    themes: ThemeFile,
    score: float,
    *,
    violent: bool,
) -> str:
    parts = [f"{'violent' if violent else 'not violent'}: "]
    silent = [term for term in terms if term.excluded_by and not term.excluded_by.startswith(ALONE)]
    if rule is None:
        parts.append(
            "no word of violence counts" if not case.live else "its words need company, or a figure of dead"
        )
    else:
        parts.append(aside or rule)
        if not violent and not aside:
            parts.append(f", but the score is below {THRESHOLD}")
    if case.looks_back:
        parts.append("; the title looks back (trial, anniversary, memorial, year gone by), which dampens")
    counting = [
        f"{term.span.text} ({term.category} {term.weight:g})"
        for term in terms
        if not term.excluded_by and themes.categories[term.category].effect == "counts"
    ]
    if counting:
        parts.append(f"; counts: {', '.join(dict.fromkeys(counting))}")
    if silent:
        said = dict.fromkeys(f"{term.span.text} ({term.excluded_by})" for term in silent)
        parts.append(f"; silent: {', '.join(said)}")
    if casualties.deaths_low or casualties.deaths_high:
        parts.append(f"; dead: {_span(casualties.deaths_low, casualties.deaths_high)}")
    parts.append(f"; score {score:.2f}")
    return "".join(parts)


def _span(low: int | None, high: int | None) -> str:
    if low == high:
        return str(low)
    if high is None:
        return f"{low} or more"
    return f"up to {high}" if low is None else f"{low} to {high}"
