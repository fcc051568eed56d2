"""The verdict: whether an article reports violence, how bad, how many, and why we think so.

The rule (violence.md §2): an article is violent when a word of violence stands
in its title or lead, or three different ones anywhere, or one beside a figure
of dead or injured. Words in a silencing context do not count; words that often
mean something else (weight 0.5) need company even in a title. The score is a
saturating sum of severity × weight × zone, raised by the number of dead and
dampened where the article looks back (trials, anniversaries).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from streams.text import BODY, TITLE, Prepared
from streams.violence.afresh import tells_news
from streams.violence.aftermath import is_old, looking_back
from streams.violence.casualties import Toll, summed_up, tolls
from streams.violence.compiled import CompiledLexicon
from streams.violence.contexts import Contexts
from streams.violence.found import Findings, FoundTerm
from streams.violence.passing import Towns
from streams.violence.readings import accepted
from streams.violence.scenes import Scenes
from streams.violence.silence import silenced_by
from streams.violence.themes import ThemeFile
from streams.violence.verdict import Case, verdict_of
from tocsin.model import Casualties, Term, Verdict
from tocsin.quick import quick

_made_term = quick(Term)
NO_LEXICON = "no-lexicon"
Where = Callable[[], Sequence[tuple[int, int]]]
_UNCOUNTED = Casualties()
_SILENT = Verdict(violent=False, score=0.0, reason="no words of violence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the words of one article say of violence."""

    terms: tuple[Term, ...] = ()
    casualties: Casualties = _UNCOUNTED
    verdict: Verdict = _SILENT
    flags: tuple[str, ...] = ()


def _nowhere() -> Sequence[tuple[int, int]]:
    return ()


_NOTHING = Judged()
_UNKNOWN = Judged(
    verdict=Verdict(violent=False, score=0.0, reason="no lexicon for this language"), flags=(NO_LEXICON,)
)


def judge(
    prepared: Prepared,
    lexicon: CompiledLexicon | None,
    themes: ThemeFile,
    *,
    where: Where = _nowhere,
    towns: Towns | None = None,
) -> Judged:
    """Judge one article by the words of its language, if there is a lexicon for that.

    ``where`` returns the pieces of the folded title that say where something happens ("in Kabul"), as far as somebody
    knows places; it is asked only where a word of violence was found. ``towns`` tells where towns are named.
    """
    if lexicon is None:
        return _UNKNOWN
    findings = accepted(prepared, lexicon)
    if findings is None:
        return _NOTHING
    counted = tolls(findings.counted, findings.sentences, findings.lexicon) if findings.counted else ()
    case, terms = _weighed(findings, counted, themes, where() if findings.readings else (), towns)
    casualties = summed_up(counted, _leads(findings, counted)) if counted else _UNCOUNTED
    return Judged(
        terms=terms, casualties=casualties, verdict=verdict_of(case, casualties, terms, themes, findings)
    )


_AFTERMATH = "aftermath in the same sentence"


def _weighed(
    findings: Findings,
    counted: tuple[Toll, ...],
    themes: ThemeFile,
    where: Sequence[tuple[int, int]],
    towns: Towns | None,
) -> tuple[Case, tuple[Term, ...]]:
    """Return what is left after silencing, and every term with the reason why it is silent."""
    categories = themes.categories
    contexts: Contexts | None = None  # most texts have no term that needs them
    scenes = Scenes(findings, categories)
    past = looking_back(findings, categories, counted, scenes)
    live: list[FoundTerm] = []
    terms: list[Term] = []
    for found in findings.terms:
        why: str | None = None
        looks_back = False
        if past:
            # no sentence looks back before its beginning
            fresh = past.get((found.place.field, found.sentence), 0)
            looks_back = fresh is None or found.place.start < fresh
        if categories[found.term.category].effect == "counts":
            why = found.spared
            if why is None:
                contexts = contexts or Contexts(findings, categories, counted, scenes)
                why = silenced_by(contexts, found)
                if why is None and not looks_back:
                    live.append(found)
        terms.append(_term(findings, found, why or (_AFTERMATH if looks_back else None)))
    fields = findings.prepared.fields
    back = any(fields[number].name == TITLE and fresh is None for (number, _), fresh in past.items())
    back = back and not tells_news(findings, categories, live)
    if past and not back and not any(fields[toll.field].name == TITLE for toll in counted):
        back = is_old(findings, categories, live, past)
    return Case(tuple(live), back, counted, where, towns), tuple(terms)


def _term(findings: Findings, found: FoundTerm, why: str | None) -> Term:
    (number, start, end), term = found.place, found.term
    return _made_term(
        span=findings.prepared.fields[number].span(start, end),
        term=term.name,
        category=term.category,
        weight=term.weight,
        language=findings.lexicon.language,
        gloss=term.gloss,
        excluded_by=why,
    )


def _leads(findings: Findings, counted: Sequence[Toll]) -> set[tuple[int, int]]:
    leads = set()
    for toll in counted:
        start, _ = findings.sentences[toll.field].bounds(toll.sentence)
        if findings.prepared.zone(toll.field, start) != BODY:
            leads.add((toll.field, toll.sentence))
    return leads
