"""The verdict: whether an article reports violence, how bad, how many, and why we think so.

The rule (violence.md §2): an article is violent when a word of violence stands
in its title or lead, or three different ones anywhere, or one beside a figure
of dead or injured. Words in a silencing context do not count; words that often
mean something else (weight 0.5) need company even in a title. The score is a
saturating sum of severity × weight × zone, raised by the number of dead and
dampened where the article looks back (trials, anniversaries).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from streams.text import BODY, TITLE, Prepared
from streams.violence.afresh import tells_news
from streams.violence.aftermath import is_old, looking_back
from streams.violence.casualties import Toll, summed_up, tolls
from streams.violence.compiled import CompiledLexicon
from streams.violence.contexts import Contexts
from streams.violence.dated import NO_YEARS, gone_by, of_these_days
from streams.violence.found import Findings, FoundTerm, Place
from streams.violence.passing import Towns
from streams.violence.readings import accepted
from streams.violence.scenes import Scenes
from streams.violence.silence import silenced_by
from streams.violence.themes import CategorySpec, ThemeFile
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
    published: date | None = None,
    where: Where = _nowhere,
    towns: Towns | None = None,
) -> Judged:
    """Judge one article by the words of its language, if there is a lexicon for that.

    ``published`` is the day on which it was written: the years that it names are gone by or not for that day. Without it, none are.
    ``where`` returns the pieces of the folded title that say where something happens ("in Kabul"), as far as somebody
    knows places; it is asked only where a word of violence was found. ``towns`` tells where towns are named.
    """
    if lexicon is None:
        return _UNKNOWN
    findings = accepted(prepared, lexicon)
    if findings is None:
        return _NOTHING
    counted = tolls(findings.counted, findings.sentences, findings.lexicon) if findings.counted else ()
    live, back, terms, old = _weighed(findings, counted, themes, published)
    if old:
        counted = of_these_days(findings, counted, old, live)
    case = Case(live, back, counted, where() if findings.readings else (), towns)
    casualties = summed_up(counted, _leads(findings, counted)) if counted else _UNCOUNTED
    return Judged(
        terms=terms, casualties=casualties, verdict=verdict_of(case, casualties, terms, themes, findings)
    )


_AFTERMATH = "aftermath in the same sentence"
_GONE_BY = "of a year gone by"


def _weighed(
    findings: Findings, counted: tuple[Toll, ...], themes: ThemeFile, published: date | None
) -> tuple[tuple[FoundTerm, ...], bool, tuple[Term, ...], Collection[Place]]:
    """Return what is left after silencing, whether the title looks back, every term with why it is silent, and old deeds."""
    categories = themes.categories
    contexts: Contexts | None = None  # most texts have no term that needs them
    scenes = Scenes(findings, categories)
    gone = gone_by(findings, categories, published) if published else NO_YEARS
    past = looking_back(findings, categories, counted, scenes, gone.present)
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
                if why is None and (year := gone.deeds.get(found.place)):
                    why = f"{_GONE_BY}: {year}"
                if why is None and not looks_back:
                    live.append(found)
        terms.append(_term(findings, found, why or (_AFTERMATH if looks_back else None)))
    back = _looks_back(findings, categories, counted, live, past, gone.deeds)
    return tuple(live), back, tuple(terms), gone.deeds.keys()


def _looks_back(
    findings: Findings,
    categories: Mapping[str, CategorySpec],
    counted: Sequence[Toll],
    live: Sequence[FoundTerm],
    past: Mapping[tuple[int, int], int | None],
    old: Mapping[Place, str],
) -> bool:
    """Whether the title looks back, and nothing below it tells a deed of these days."""
    if not past and not old:
        return False
    fields = findings.prepared.fields
    titles = {number for number, field in enumerate(fields) if field.name == TITLE}
    back = any(number in titles and fresh is None for (number, _), fresh in past.items())
    if not back and any(place.field in titles for place in old):
        told = {(found.place.field, found.sentence) for found in live}
        back = all(number not in titles for number, _ in told)
        back = back and told.isdisjoint((toll.field, toll.sentence) for toll in counted)
    back = back and not tells_news(findings, categories, live)
    if not back and not any(toll.field in titles for toll in counted):
        back = is_old(findings, categories, live, past)
    return back


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
