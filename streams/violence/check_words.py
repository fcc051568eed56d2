"""What is wrong with the words of a lexicon themselves: unreadable, twice, never heard, or an everyday word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from streams.text import scan_of
from streams.violence.compiled import exclusions, exclusions_of
from streams.violence.lexicon import Category, LexiconFile, Scope, TermSpec
from streams.violence.placed import Path_, lexicon_of, placed_exclusions, placed_terms
from streams.violence.soundness import are_sound
from streams.violence.words import BadWord, Form, Grammar, expand, verify
from tocsin.strict import Document, Problem

FREQUENT = Path(__file__).with_name("frequent")  #: one file a language, a word a line
_SILENCING = frozenset({Category.DISASTER.value, Category.AFTERMATH.value})


def between_words(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield what is wrong between words: terms that stand twice, are never heard, or mean an everyday word."""
    lexicon = lexicon_of(document)
    yield from _twice(document)
    always = _always_silent(lexicon)
    for path, term in placed_terms(lexicon):
        if path[1] not in _SILENCING:  # where a disaster is silenced, so is what it would silence
            yield from _shadowed(document, path, term, always)
    yield from _never_holding(document)
    yield from _whole_pages(document)
    yield from collisions(document, frequent_words(lexicon.language))


def bad_words(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield a problem for each word that does not follow the notation, or names a set that is not there."""
    lexicon = lexicon_of(document)
    grammar = lexicon.grammar
    placed = list(_placed_words(lexicon))
    if not are_sound(chain.from_iterable(words for _, words in placed), grammar):
        for path, words in placed:
            yield from _bad(document, path, words, grammar)


def _placed_words(lexicon: LexiconFile) -> Iterator[tuple[Path_, Sequence[str]]]:
    """Yield all words in the notation with the path under which each stands, in the order in which they are told."""
    for path, term in placed_terms(lexicon):
        yield path, (*term.term, *term.but, *lexicon.needed(term))
    for path, exclusion in placed_exclusions(lexicon):
        yield path, (*exclusion.words, *exclusion.but)
    for name, small in (
        ("negation", lexicon.negation),
        ("plans", lexicon.plans),
        ("happened", lexicon.happened),
        ("scenes", lexicon.scenes),
        ("clauses", lexicon.clauses),
    ):
        yield (name,), [word for field, words in small if field != "silences" for word in words]
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
        *counted.aged,
        *counted.years,
        *counted.people,
        *counted.people_before,
    )
    yield ("casualties",), (*words, *more)


def _bad(
    document: Document[LexiconFile], path: Path_, words: Sequence[str], grammar: Grammar
) -> Iterator[Problem]:
    for word in words:
        try:
            if word.startswith("@"):
                yield document.problem(path, f"there is no set {word[1:]!r}", "add it to `sets`")
            else:
                verify(word, grammar)
        except BadWord as error:
            yield document.problem(path, str(error))


def _twice(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield a problem for each form that two terms share and no difference in what they need tells apart."""
    lexicon = lexicon_of(document)
    grammar = lexicon.grammar
    seen: dict[object, tuple[Path_, str]] = {}
    for path, term in placed_terms(lexicon):
        for word in term.term:
            for form in expand(word, grammar):
                other = seen.setdefault((form, term.needs), (path, word))
                if other[0] != path:
                    line, _ = document.place(other[0])
                    yield document.problem(path, f"{word!r} stands twice", f"first in line {line}")
                    break


def _always_silent(lexicon: LexiconFile) -> dict[tuple[str, str | None], str]:
    """Return what exclusions of scope phrase always silence: (word, category or all) to the kind of the exclusion."""
    compiled = zip(exclusions_of(lexicon), exclusions(lexicon), strict=True)
    return {
        (form.text, category): exclusion.kind.value
        for (_, spec), exclusion in compiled
        if exclusion.scope is Scope.PHRASE
        for word in spec.words
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
    grammar = lexicon_of(document).grammar
    own = {form.text for word in term.but for form in expand(word, grammar)}
    for word in term.term:
        for form in expand(word, grammar):
            kind = always.get((form.text, None)) or always.get((form.text, str(path[1])))
            if form.text in own:
                yield document.problem(path, f"{word!r} is always silenced by its own 'but'")
            elif kind:
                what = f"{word!r} is always silenced by an exclusion of kind {kind}"
                yield document.problem(path, what, "take it out there, or here")


def _never_holding(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield a problem for each word of an exclusion that is also a word in which it does not hold."""
    grammar = lexicon_of(document).grammar
    for path, exclusion in placed_exclusions(lexicon_of(document)):
        lifts = {form.text for word in exclusion.but for form in expand(word, grammar)}
        for word in exclusion.words if lifts else ():
            if any(form.text in lifts for form in expand(word, grammar)):
                yield document.problem(path, f"{word!r} never holds: it stands in its own 'but'")


def _whole_pages(document: Document[LexiconFile]) -> Iterator[Problem]:
    """Yield a problem for each exclusion that makes a page of sport or culture and names categories: a page has none."""
    lexicon = lexicon_of(document)
    compiled = exclusions(lexicon)
    for (path, exclusion), decided in zip(placed_exclusions(lexicon), compiled, strict=True):
        if exclusion.categories and decided.scope is Scope.ARTICLE:
            what = "`categories` is not heeded where an exclusion reaches over the whole article"
            yield document.problem(path, what, "take it out, or write `scope: sentence`")


def collisions(document: Document[LexiconFile], frequent: Sequence[str]) -> list[Problem]:
    """Return a problem for each term that one of the most frequent words of its language would set off.

    Terms that need a companion are spared: they may be everyday words. So is a
    frequent word that stands in the term's own ``but``.
    """
    lexicon = lexicon_of(document)
    words = {
        scan_of(word): word for word in reversed(frequent)
    }  # of two of the same letters the more frequent
    rank = {word: number for number, word in enumerate(frequent)}
    ordered = sorted(words)
    found = []
    for path, term in placed_terms(lexicon):
        spared = {form.text for word in term.but for form in expand(word, lexicon.grammar)}
        forms = [(spelt, form) for spelt in term.term for form in expand(spelt, lexicon.grammar)]
        for spelt, form in [] if term.needs else forms:
            hits = [words[other] for other in _set_off(form, ordered) if other not in spared]
            if hits:
                hit = min(hits, key=rank.__getitem__)
                hint = "write more letters, fewer endings, or put the word into 'but'"
                found.append(document.problem(path, f"{spelt!r} also means the frequent word {hit!r}", hint))
    return found


def _set_off(form: Form, ordered: Sequence[str]) -> Iterator[str]:
    """Yield which of some words, in the order of their letters, a form would take for itself."""
    text = form.text
    for number in range(bisect_left(ordered, text), len(ordered)):
        word = ordered[number]
        if not word.startswith(text):
            return
        if form.tails.allows(word[len(text) :]):
            yield word


def frequent_words(language: str) -> tuple[str, ...]:
    """Return the most frequent words of a language (`tools/frequent_words.py`); none where nobody counted."""
    path = FREQUENT / f"{language}.txt"
    return tuple(path.read_text("utf-8").split()) if path.is_file() else ()
