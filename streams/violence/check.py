"""What is wrong with lexicons, line by line: for `tocsin check`, tests and `python -m streams.violence.check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from streams.text import scan_of
from streams.violence.compiled import CompiledLexicon, exclusions_of, terms_of
from streams.violence.judge import Judged
from streams.violence.lexicon import Category, ExclusionSpec, LexiconFile, Scope, TermSpec, read_lexicon
from streams.violence.trial import Trial
from streams.violence.words import BadWord, Form, Grammar, expand
from tocsin.strict import Document, Problem

FOLDER = Path(__file__).parents[2] / "config" / "lexicons"
FREQUENT = Path(__file__).with_name("frequent")  #: one file a language, a word a line
Path_ = tuple[str | int, ...]


def problems(path: Path, *, root: Path | None = None) -> list[Problem]:
    """Return everything wrong with the lexicon in a file, in the order of its lines."""
    document = read_lexicon(path, root=root)
    if document.value is None:
        return document.problems
    found = list(_bad_words(document)) or [*_of_words(document), *_failing(document, Trial(document.value))]
    return sorted(found)


def reading_problems(document: Document[LexiconFile]) -> list[Problem]:
    """Return what is wrong with the words themselves; no sentence is tried, so this is quick."""
    bad = list(_bad_words(document))
    return bad or list(_of_words(document))


def _of_words(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield what is wrong between words: terms that stand twice, are never heard, or mean an everyday word."""
    lexicon = _lexicon(document)
    yield from _twice(document)
    always = _always_silent(lexicon)
    for path, term in _terms(lexicon):
        if path[1] not in _SILENCING:  # where a disaster is silenced, so is what it would silence
            yield from _shadowed(document, path, term, always)
    yield from collisions(document, frequent_words(lexicon.language))


def _bad_words(document: Document[LexiconFile]) -> Iterator[Problem]:
    lexicon = _lexicon(document)
    grammar = lexicon.grammar
    for path, term in _terms(lexicon):
        yield from _bad(document, path, (*term.term, *term.but, *lexicon.needed(term)), grammar)
    for path, exclusion in _exclusions(lexicon):
        yield from _bad(document, path, exclusion.words, grammar)
    for name, cue in (
        ("negation", lexicon.negation),
        ("plans", lexicon.plans),
        ("happened", lexicon.happened),
    ):
        yield from _bad(document, (name,), (*cue.before, *cue.after), grammar)
    counted = lexicon.casualties
    words = (*counted.deaths, *counted.deaths_before, *counted.injured, *counted.injured_before)
    bounds = (*counted.at_least, *counted.at_most, *counted.at_least_after, *counted.at_most_after)
    more = (
        *counted.numbers,
        *counted.scales,
        *bounds,
        *counted.not_people,
        *counted.part_of,
        *counted.rises_to,
        *counted.persons,
        *counted.counters,
    )
    yield from _bad(document, ("casualties",), (*words, *more), grammar)


def _bad(
    document: Document[LexiconFile], path: Path_, words: Sequence[str], grammar: Grammar
) -> Iterator[Problem]:
    for word in words:
        try:
            if word.startswith("@"):
                yield document.problem(path, f"there is no set {word[1:]!r}", "add it to `sets`")
            elif not expand(word, grammar):
                yield document.problem(path, f"{word!r}: no letters in it")
        except BadWord as error:
            yield document.problem(path, str(error))


def _twice(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield a problem for each form that two terms share and no difference in what they need tells apart."""
    lexicon = _lexicon(document)
    grammar = lexicon.grammar
    seen: dict[object, tuple[Path_, str]] = {}
    for path, term in _terms(lexicon):
        for word in term.term:
            for form in expand(word, grammar):
                other = seen.setdefault((form, term.needs), (path, word))
                if other[0] != path:
                    line, _ = document.place(other[0])
                    yield document.problem(path, f"{word!r} stands twice", f"first in line {line}")
                    break


def _failing(document: Document[LexiconFile], trial: Trial) -> Iterator[Problem]:
    lexicon = _lexicon(document)
    for number, (path, term) in enumerate(_terms(lexicon)):
        yes = trial.judge(term.yes)
        if why := _not_found(yes, trial, number, term.yes):
            yield document.problem((*path, "yes"), f"{term.yes!r}: {why}")
        if (no := trial.judge(term.no)).verdict.violent:
            yield document.problem((*path, "no"), f"{term.no!r} is judged {no.verdict.reason}")
    for number, (path, exclusion) in enumerate(_exclusions(lexicon)):
        yield from _not_silenced(document, path, exclusion, trial, number)
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


_SILENCING = frozenset({Category.DISASTER.value, Category.AFTERMATH.value})


def _always_silent(lexicon: LexiconFile) -> dict[tuple[str, str | None], str]:
    """Return what exclusions of scope phrase always silence: (word, category or all) to the kind of the exclusion."""
    compiled = CompiledLexicon(lexicon)
    return {
        (form.text, category): exclusion.kind.value
        for exclusion in compiled.exclusions
        if exclusion.scope is Scope.PHRASE
        for word in exclusion.spec.words
        for form in expand(word, lexicon.grammar)
        for category in (exclusion.categories or (None,))
    }


def _shadowed(
    document: Document[LexiconFile],
    path: Path_,
    term: TermSpec,
    always: Mapping[tuple[str, str | None], str],
) -> Iterator[Problem]:
    """Yield a problem for each form of a term that its own phrases or an exclusion always silence."""
    grammar = _lexicon(document).grammar
    own = {form.text for word in term.but for form in expand(word, grammar)}
    for word in term.term:
        for form in expand(word, grammar):
            kind = always.get((form.text, None)) or always.get((form.text, str(path[1])))
            if form.text in own:
                yield document.problem(path, f"{word!r} is always silenced by its own 'but'")
            elif kind:
                what = f"{word!r} is always silenced by an exclusion of kind {kind}"
                yield document.problem(path, what, "take it out there, or here")


def _not_silenced(
    document: Document[LexiconFile], path: Path_, exclusion: ExclusionSpec, trial: Trial, number: int
) -> Iterator[Problem]:
    place = (*path, "silences")
    judged = trial.judge(exclusion.silences)
    if why := _still_violent(judged):
        yield document.problem(place, f"{exclusion.silences!r} {why}")
    elif not trial.contains(exclusion.silences, number):
        yield document.problem(place, f"{exclusion.silences!r} has none of the words of this exclusion")


def _still_violent(judged: Judged) -> str | None:
    if judged.verdict.violent:
        return f"is judged {judged.verdict.reason}"
    if not judged.terms:
        return "has no word of violence that could be silenced"
    return None


def collisions(document: Document[LexiconFile], frequent: Sequence[str]) -> list[Problem]:
    """Return a problem for each term that one of the most frequent words of its language would set off.

    Terms that need a companion are spared: they may be everyday words. So is a
    frequent word that stands in the term's own ``but``.
    """
    lexicon = _lexicon(document)
    words = {scan_of(word): word for word in frequent}
    found = []
    for path, term in _terms(lexicon):
        spared = {form.text for word in term.but for form in expand(word, lexicon.grammar)}
        forms = [(spelt, form) for spelt in term.term for form in expand(spelt, lexicon.grammar)]
        for spelt, form in [] if term.needs else forms:
            hit = next((w for s, w in words.items() if s not in spared and _sets_off(form, s)), None)
            if hit is not None:
                hint = "write more letters, fewer endings, or put the word into 'but'"
                found.append(document.problem(path, f"{spelt!r} also means the frequent word {hit!r}", hint))
    return found


def _sets_off(form: Form, word: str) -> bool:
    return word.startswith(form.text) and form.tails.allows(word[len(form.text) :])


def frequent_words(language: str) -> tuple[str, ...]:
    """Return the most frequent words of a language (`tools/frequent_words.py`); none where nobody counted."""
    path = FREQUENT / f"{language}.txt"
    return tuple(path.read_text("utf-8").split()) if path.is_file() else ()


def _lexicon(document: Document[LexiconFile]) -> LexiconFile:
    assert document.value is not None
    return document.value


def _terms(lexicon: LexiconFile) -> Iterator[tuple[Path_, TermSpec]]:
    counts: dict[str, int] = {}
    for category, term in terms_of(lexicon):
        number = counts.get(category, 0)
        counts[category] = number + 1
        yield ("terms", category, number), term


def _exclusions(lexicon: LexiconFile) -> Iterator[tuple[Path_, ExclusionSpec]]:
    counts: dict[str, int] = {}
    for kind, exclusion in exclusions_of(lexicon):
        number = counts.get(kind.value, 0)
        counts[kind.value] = number + 1
        yield ("exclusions", kind.value, number), exclusion


def main(arguments: Sequence[str]) -> int:
    """Print the problems of the lexicons named (all without a name); 1 if there are any."""
    if "--explain" in arguments:
        return _explain(arguments[0], arguments[-1])
    paths = [FOLDER / f"{name}.yaml" for name in arguments] or sorted(FOLDER.glob("*.yaml"))
    count = 0
    for path in paths:
        found = problems(path, root=FOLDER)
        count += len(found)
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        lexicon = read_lexicon(path).value
        if lexicon is not None:
            counts = ", ".join(f"{category} {len(terms)}" for category, terms in lexicon.terms.items())
            sys.stdout.write(
                f"{path.stem}: {lexicon.term_count} terms ({counts}), "
                f"{lexicon.exclusion_count} exclusions, {len(found)} problems\n"
            )
    return 1 if count else 0


def _explain(language: str, text: str) -> int:
    lexicon = read_lexicon(FOLDER / f"{language}.yaml").value
    if lexicon is None:
        return main([language])
    judged = Trial(lexicon).judge(text)
    sys.stdout.write(f"{judged.verdict.reason}\n{judged.casualties}\n")
    for term in judged.terms:
        silent = f"  silent: {term.excluded_by}" if term.excluded_by else ""
        sys.stdout.write(f"  {term.span.text}  {term.category} {term.weight:g}{silent}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
