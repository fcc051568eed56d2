"""A lexicon compiled: its automaton, what each of its patterns stands for, and what the judge asks of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from streams.matcher import Matcher
from streams.violence.begun import begun
from streams.violence.counting import Counting
from streams.violence.cues import Cues
from streams.violence.entries import Entries, Part, Spelt
from streams.violence.lexicon import Category, ExclusionSpec, Kind, LexiconFile, Scope, TermSpec
from streams.violence.openings import Openings

_DEFAULT_SCOPES: Mapping[Kind, Scope] = {
    Kind.SPORT: Scope.ARTICLE,
    Kind.CULTURE: Scope.ARTICLE,
    Kind.MARKET: Scope.ARTICLE,
    Kind.TECHNOLOGY: Scope.ARTICLE,
    Kind.POLITICS: Scope.NEAR,
    Kind.QUOTATION: Scope.NEAR,
    Kind.FIGURE: Scope.PHRASE,
    Kind.COLLISION: Scope.PHRASE,
}  # every other kind reaches as far as its sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTerm:
    """A term with what the judge asks of it."""

    name: str
    category: str
    weight: float
    gloss: str
    needs: Cues
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledExclusion:
    """An exclusion with its scope decided."""

    kind: Kind
    scope: Scope
    near: int
    sure: bool | None
    categories: frozenset[str]


class CompiledLexicon:
    """One language's lexicon, ready for the judge; regular expressions are built when first needed.

    Compiling one takes a tenth of a second. Of the file it keeps what is asked for later.

    Raises:
        BadWord: a word does not follow the notation (`streams.violence.check` names all of them).
    """

    def __init__(self, lexicon: LexiconFile) -> None:
        self.language = lexicon.language
        self.spaced = lexicon.spaced
        self.verb_last = lexicon.casualties.verb_last
        self._cues = lexicon.model_copy(update={"terms": {}, "exclusions": {}, "sets": {}})
        self.grammar = lexicon.grammar
        needs: dict[tuple[str, ...], Cues] = {}  # many terms need the same words
        self.terms = tuple(self._term(category, spec, lexicon, needs) for category, spec in terms_of(lexicon))
        self.exclusions = exclusions(lexicon)
        self.entries = Entries()
        self.matcher = Matcher(self.entries.taken(self._spelt(lexicon)))
        self.grammar.known.clear()  # every word has been expanded; the few that cues expand later cost nothing

    def _term(
        self, category: str, spec: TermSpec, lexicon: LexiconFile, needs: dict[tuple[str, ...], Cues]
    ) -> CompiledTerm:
        needed = lexicon.needed(spec)
        return CompiledTerm(
            name=display(spec.term[0]),
            category=category,
            weight=spec.weight,
            gloss=spec.gloss,
            needs=needs.setdefault(needed, Cues(needed, self.grammar)),
            within=spec.within,
        )

    @cached_property
    def claims(self) -> tuple[float, ...]:
        """Of each term, which of several readings of one word is asked first: a disaster, then the heaviest."""
        disaster = Category.DISASTER.value
        return tuple(-term.weight - (term.category == disaster) for term in self.terms)

    @cached_property
    def negation(self) -> tuple[Cues, Cues]:
        """Negation words before and after a term."""
        return self._sides(self._cues.negation.before, self._cues.negation.after)

    @cached_property
    def plans(self) -> tuple[Cues, Cues]:
        """Words before and after a term that make it a plan, a threat or a fear."""
        return self._sides(self._cues.plans.before, self._cues.plans.after)

    @cached_property
    def cues_before(self) -> Cues:
        """All words that take a term back from before it: one quick look for most terms."""
        return Cues((*self._cues.negation.before, *self._cues.plans.before), self.grammar)

    @cached_property
    def cues_after(self) -> Cues:
        """All words that take a term back from behind it."""
        return Cues((*self._cues.negation.after, *self._cues.plans.after), self.grammar)

    @cached_property
    def happened(self) -> tuple[Cues, Cues]:
        """Words before and after a term that say that it is done, whatever stands beyond them."""
        return self._sides(self._cues.happened.before, self._cues.happened.after)

    @cached_property
    def scenes(self) -> tuple[Cues, Cues]:
        """Words before and behind any place that make it the scene of a deed."""
        return self._sides(self._cues.scenes.before, self._cues.scenes.after)

    @cached_property
    def milder_scenes(self) -> tuple[Cues, Cues]:
        """The same, and those that do so only with a place or an event that is no page of its own."""
        spec = self._cues.scenes
        return self._sides((*spec.before, *spec.at), (*spec.after, *spec.at_after))

    @cached_property
    def occasions(self) -> tuple[Cues, Cues]:
        """Words before and behind a match or a premiere that make it the time of a deed."""
        return self._sides(self._cues.scenes.when, self._cues.scenes.when_after)

    @cached_property
    def when(self) -> tuple[Cues, Cues]:
        """First and last words of a clause that only says when: "*on* the anniversary"."""
        return self._sides(self._cues.clauses.when, self._cues.clauses.when_after)

    @cached_property
    def lately(self) -> Cues:
        """Words that say that a deed is of these days: "*yesterday*"."""
        return Cues(self._cues.clauses.lately, self.grammar)

    @cached_property
    def ago(self) -> Cues:
        """Words of a clause that make what follows old: "ten years *ago*"."""
        return Cues(self._cues.clauses.ago, self.grammar)

    @cached_property
    def since(self) -> tuple[Cues, Cues]:
        """Words before and behind a year that keep it from dating a deed: "*since* 2014", "2014年*以来*"."""
        return self._sides(self._cues.clauses.since, self._cues.clauses.since_after)

    @cached_property
    def breaks(self) -> Cues:
        """Words that part what stands before them from a year behind them: since, who, after."""
        spec = self._cues
        return Cues((*spec.clauses.since, *spec.clauses.ties_before, *spec.happened.before), self.grammar)

    @cached_property
    def years(self) -> Cues:
        """Words before a year: *in*, *March*."""
        return Cues(self._cues.casualties.years, self.grammar)

    @cached_property
    def asks(self) -> Cues:
        """First words of titles that explain or ask: "*why* mobs burn"."""
        return Cues(self._cues.clauses.asks, self.grammar)

    @cached_property
    def wars(self) -> Cues:
        """Names of wars, which say what a text is about, not what happened."""
        return Cues(self._cues.clauses.wars, self.grammar)

    @cached_property
    def ties(self) -> tuple[Cues, Cues, Cues]:
        """Words that tie a deed to what was said before its clause: the clause's first, those before it, those behind it."""
        spec = self._cues.clauses
        return (Cues(spec.ties, self.grammar), *self._sides(spec.ties_before, spec.ties_after))

    @cached_property
    def openings(self) -> Openings | None:
        """What begins a sentence behind a space; nothing in a language that ends its sentences with marks."""
        spec = self._cues.clauses
        lists = (spec.opens, spec.opens_not, spec.recalls)
        return Openings(*(Cues(words, self.grammar).pattern for words in lists)) if spec.opens else None

    def _sides(self, before: Sequence[str], after: Sequence[str]) -> tuple[Cues, Cues]:
        return Cues(before, self.grammar), Cues(after, self.grammar)

    @cached_property
    def barriers(self) -> Cues:
        """Words before a term beyond which nothing takes it back: it is done, or what stands there takes nothing back.

        In "не менее пяти расстреляны" ("not fewer than five") the negation is the number's.
        """
        lexicon = self._cues
        return Cues(
            (*lexicon.happened.before, *self.pardons.words, *lexicon.casualties.at_least), self.grammar
        )

    @cached_property
    def pardons(self) -> Cues:
        """Phrases that take nothing back, nor what stands beyond them: "not only", "배후 자처 없어" (no claim)."""
        return Cues((*self._cues.negation.but, *self._cues.plans.but), self.grammar)

    @cached_property
    def counting(self) -> Counting:
        """How the language counts."""
        return Counting(self._cues.casualties, self.grammar)

    def _spelt(self, lexicon: LexiconFile) -> Iterator[Spelt]:
        """Yield what the automaton must find: for each word its part, its number and its forms."""
        for number, (_, term) in enumerate(terms_of(lexicon)):
            yield from self._forms(Part.TERM, number, term.term)
            yield from self._forms(Part.BUT, number, term.but)
        for number, (_, exclusion) in enumerate(exclusions_of(lexicon)):
            yield from self._forms(Part.EXCLUSION, number, exclusion.words)
            yield from self._forms(Part.LIFT, number, exclusion.but)
        counted = lexicon.casualties
        yield from self._forms(Part.DEATHS, 0, counted.deaths)
        yield from self._forms(Part.DEATHS_BEFORE, 0, counted.deaths_before)
        yield from self._forms(Part.INJURED, 0, counted.injured)
        yield from self._forms(Part.INJURED_BEFORE, 0, counted.injured_before)

    def _forms(self, part: Part, number: int, words: Sequence[str]) -> Iterator[Spelt]:
        for word in words:
            yield (part, number, *begun(word, self.grammar))


def terms_of(lexicon: LexiconFile) -> Iterator[tuple[str, TermSpec]]:
    """Yield each term with its category, in the order of the file: a term's number is its place here."""
    for category, terms in lexicon.terms.items():
        for term in terms:
            yield category.value, term


def exclusions_of(lexicon: LexiconFile) -> Iterator[tuple[Kind, ExclusionSpec]]:
    """Yield each exclusion with its kind, in the order of the file."""
    for kind, exclusions in lexicon.exclusions.items():
        for exclusion in exclusions:
            yield kind, exclusion


def exclusions(lexicon: LexiconFile) -> tuple[CompiledExclusion, ...]:
    """Return the exclusions with their scopes decided, in the order of the file."""
    return tuple(
        _exclusion(
            kind,
            spec.scope or _DEFAULT_SCOPES.get(kind, Scope.SENTENCE),
            spec.near,
            spec.sure,
            spec.categories,
        )
        for kind, spec in exclusions_of(lexicon)
    )


@lru_cache(maxsize=4096)  # a hundred exclusions of a lexicon say the same of other words
def _exclusion(
    kind: Kind, scope: Scope, near: int, sure: bool | None, categories: tuple[Category, ...]
) -> CompiledExclusion:
    silenced = frozenset(category.value for category in categories)
    return CompiledExclusion(kind=kind, scope=scope, near=near, sure=sure, categories=silenced)


def display(word: str) -> str:
    """Return a word of the notation as people read it: without marks, first alternatives."""
    stem = word.lstrip("~=").rsplit(">", 1)[-1].split("*", 1)[0].split("+", 1)[0]
    return " ".join(part.split("/")[0] for part in stem.split())
