"""Which sentences of a lexicon fail: those that should be violent by a term, and those that should not."""

from __future__ import annotations

from collections.abc import Iterator

from streams.violence.judge import Judged
from streams.violence.lexicon import ExclusionSpec, LexiconFile
from streams.violence.placed import Path_, lexicon_of, placed_exclusions, placed_terms
from streams.violence.trial import Trial
from tocsin.strict import Document, Problem


def failing(document: Document[LexiconFile], trial: Trial) -> Iterator[Problem]:
    """Yield a problem for each sentence that fails."""
    lexicon = lexicon_of(document)
    for number, (path, term) in enumerate(placed_terms(lexicon)):
        yes = trial.judge(term.yes)
        if why := _not_found(yes, trial, number, term.yes):
            yield document.problem((*path, "yes"), f"{term.yes!r}: {why}")
        if (no := trial.judge(term.no)).verdict.violent:
            yield document.problem((*path, "no"), f"{term.no!r} is judged {no.verdict.reason}")
    for number, (path, exclusion) in enumerate(placed_exclusions(lexicon)):
        yield from _not_silenced(document, path, exclusion, trial, number)
        yield from _not_lifted(document, path, exclusion, trial, number)
    for name, cue in (("negation", lexicon.negation), ("plans", lexicon.plans)):
        for at, sentence in enumerate(cue.silences):
            if why := _still_violent(trial.judge(sentence)):
                yield document.problem((name, "silences", at), f"{sentence!r} {why}")


def _not_found(judged: Judged, trial: Trial, number: int, sentence: str) -> str | None:
    """Return why a term does not count in its own sentence; a longer one of its category may stand for it."""
    category = trial.compiled.terms[number].category
    places = trial.places(sentence, number)
    if not places:
        others = ", ".join(f"{term.span.text} = {term.category}" for term in judged.terms)
        return f"the term is not found in it (found: {others or 'nothing'})"
    over = [
        t for t in judged.terms if any(t.span.start < end and start < t.span.end for start, end in places)
    ]
    mine = [term for term in over if term.category == category]
    if not mine:
        return f"it is taken for {over[0].term!r} ({over[0].category})"
    effects = {"aftermath", "disaster-accident"}
    if category not in effects and all(term.excluded_by for term in mine):
        return f"the term is silenced by {mine[0].excluded_by}"
    return None


def _not_silenced(
    document: Document[LexiconFile], path: Path_, exclusion: ExclusionSpec, trial: Trial, number: int
) -> Iterator[Problem]:
    place = (*path, "silences")
    judged = trial.judge(exclusion.silences)
    if why := _still_violent(judged):
        yield document.problem(place, f"{exclusion.silences!r} {why}")
    elif not trial.contains(exclusion.silences, number):
        yield document.problem(place, f"{exclusion.silences!r} has none of the words of this exclusion")


def _not_lifted(
    document: Document[LexiconFile], path: Path_, exclusion: ExclusionSpec, trial: Trial, number: int
) -> Iterator[Problem]:
    """Yield a problem if the sentence in which an exclusion does not hold is missing, or none."""
    if exclusion.yes is None:
        if exclusion.but:
            yield document.problem((*path, "but"), "'but' has no sentence", "add `yes`, one that is violent")
        return
    place = (*path, "yes")
    if not (judged := trial.judge(exclusion.yes)).verdict.violent:
        yield document.problem(place, f"{exclusion.yes!r} is judged {judged.verdict.reason}")
    elif not trial.lifts(exclusion.yes, number):
        yield document.problem(place, f"{exclusion.yes!r} has none of the words of 'but'")


def _still_violent(judged: Judged) -> str | None:
    if judged.verdict.violent:
        return f"is judged {judged.verdict.reason}"
    if not judged.terms:
        return "has no word of violence that could be silenced"
    return None
