"""`config/lexicons/<language>.yaml`: what operators write about the words of violence of one language.

The notation of words (``stem*``, ``stem+class``, ``class>stem``, ``~head``,
``a/b``) is explained in docs/lexicons.md and compiled in
`streams.violence.words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

import pydantic

from streams.violence import serbian, uzbek
from streams.violence.listed import Listed, Words
from streams.violence.small_words import CasualtySpec, ClauseSpec, CueSpec, DoneSpec, SceneSpec
from streams.violence.words import Grammar
from tocsin.errors import ConfigProblem
from tocsin.leavings import written
from tocsin.memory import unswept
from tocsin.strict import Document, Strict, read

#: weights of terms, by what docs/lexicons.md says of them; one below the last is only a hint
UNMISTAKABLE, USUAL, DOUBTFUL = 1.0, 0.8, 0.5
#: languages whose words are written in Latin letters here and found in Cyrillic ones too
_CYRILLIC = {"uz": uzbek.in_cyrillic, "sr": serbian.in_cyrillic}


class Category(StrEnum):
    """The kinds of words a lexicon lists, after ACLED's event types."""

    MASS_ATROCITY = "mass-atrocity"
    ATTACK = "attack-on-civilians"
    ABDUCTION = "abduction"
    SEXUAL_VIOLENCE = "sexual-violence"
    EXPLOSION = "explosion-remote"
    CLASH = "armed-clash"
    RIOT = "riot"
    FORCE = "force-against-protest"
    PROTEST = "protest"
    STRATEGIC = "strategic"
    DISPLACEMENT = "displacement"
    DISASTER = "disaster-accident"
    AFTERMATH = "aftermath"


class Kind(StrEnum):
    """What a context that silences words of violence is about."""

    SPORT = "sport"
    CULTURE = "culture"
    MARKET = "market"
    HEALTH = "health"
    FIGURE = "figure"
    PAST_WAR = "past-war"
    QUOTATION = "quotation"
    COLLISION = "collision"
    LABOUR = "labour"
    EXERCISE = "exercise"
    CYBER = "cyber"
    ANIMAL = "animal"
    POLITICS = "politics"
    ACCIDENT = "accident"
    TECHNOLOGY = "technology"
    STORY = "story"


class Scope(StrEnum):
    """How far a context reaches."""

    PHRASE = "phrase"  #: silences the terms that lie inside the matched words
    NEAR = "near"  #: silences terms within so many words, in the same sentence
    SENTENCE = "sentence"
    ARTICLE = "article"


class Review(Strict):
    """Who has read this lexicon; shown in docs/coverage.md."""

    status: Literal["native", "fluent", "unreviewed"]
    by: str | None = None
    note: str | None = None


class TermSpec(Strict):
    """One word or phrase of violence.

    ``weight`` says how surely it means that: 1.0 unmistakable on any page, 0.8
    usual, 0.5 often something else, 0.3 only a hint (never decides alone).
    """

    term: Words
    gloss: str  #: in English, for desks that do not read the language
    yes: str  #: a sentence of our own in which it means violence of this category
    no: str  #: a sentence of our own with the word, or one like it, that is not violent
    weight: float = pydantic.Field(default=0.8, gt=0.0, le=1.0)
    but: Listed = ()  #: words or phrases around the term in which it means something else
    needs: Listed = ()  #: counts only with one of these near it; ``@name`` stands for a list in ``sets``
    within: int = pydantic.Field(default=8, ge=1, le=30)  #: how many words away ``needs`` may stand


class ExclusionSpec(Strict):
    """A context in which words of violence are silent."""

    words: Words
    silences: str  #: a sentence of our own in which it silences a term
    but: Listed = ()  #: words or phrases around its words in which it does not hold
    yes: str | None = None  #: a sentence of our own with one of ``but`` that is violent
    scope: Scope | None = None  #: default: by kind (docs/lexicons.md)
    near: int = pydantic.Field(default=4, ge=1, le=30)  #: for scope near: how many words
    #: scope article: true = one occurrence is enough anywhere; false = not even in the title (a person, not a
    #: page: "singer", "boxer"); left out = enough in the title. Else two different ones must stand in the text
    sure: bool | None = None
    categories: tuple[Category, ...] = ()  #: silences only these; empty = all


class CompoundSpec(Strict):
    """Word parts that may stand glued before a term written ``~head``."""

    fronts: Words
    links: Listed = ()  #: letters between the parts, beside none


class LexiconFile(Strict):
    """One language's words of violence."""

    language: str
    also: tuple[
        str, ...
    ] = ()  #: languages judged by these words where they have no file of their own: one tongue, many names
    name: str
    review: Review
    spaced: bool = True  #: false where words are written without spaces (zh, ja, th)
    endings: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    prefixes: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    compounds: CompoundSpec | None = None
    sets: dict[str, Words] = pydantic.Field(default_factory=dict)  #: lists that ``needs`` names as ``@name``
    terms: dict[Category, tuple[TermSpec, ...]]
    exclusions: dict[Kind, tuple[ExclusionSpec, ...]]
    negation: CueSpec = CueSpec()
    plans: CueSpec = CueSpec()
    happened: DoneSpec = DoneSpec()
    scenes: SceneSpec = SceneSpec()
    clauses: ClauseSpec = ClauseSpec()
    casualties: CasualtySpec

    @cached_property
    def grammar(self) -> Grammar:
        """What its words may be glued to."""
        parts = self.compounds
        links = ("", *parts.links) if parts else ()
        fronts = tuple(front + link for front in parts.fronts for link in links) if parts else ()
        return Grammar(
            self.endings,
            self.prefixes,
            fronts,
            han=self.language == "zh",
            cyrillic=_CYRILLIC.get(self.language),
            hooked=self.language == "ha",
        )

    def needed(self, term: TermSpec) -> tuple[str, ...]:
        """Return the words a term needs, its sets spelt out; a set that is not there stays as it is written."""
        return tuple(
            word
            for need in term.needs
            for word in (self.sets.get(need[1:], (need,)) if need.startswith("@") else (need,))
        )

    @property
    def term_count(self) -> int:
        """How many terms there are."""
        return sum(len(terms) for terms in self.terms.values())

    @property
    def exclusion_count(self) -> int:
        """How many exclusions there are, the ``but`` of terms not counted."""
        return sum(len(exclusions) for exclusions in self.exclusions.values())


def read_lexicon(path: Path, *, root: Path | None = None) -> Document[LexiconFile]:
    """Read one lexicon; its language must be its file's name."""
    document = read(path, LexiconFile, root=root)
    if document.value is not None and document.value.language != path.stem:
        what = f"language: {document.value.language!r} stands in a file named {path.name!r}"
        document.problems.append(document.problem(("language",), what))
        document.value = None
    return document


@unswept()
def load(folder: Path) -> Mapping[str, LexiconFile]:
    """Return the lexicons of a folder by language.

    Raises:
        ConfigProblem: a file has a problem; the first is named.
    """
    return {lexicon.language: lexicon for lexicon in each(folder)}


def each(folder: Path) -> Iterator[LexiconFile]:
    """Yield the lexicons of a folder, one after the other.

    Raises:
        ConfigProblem: a file has a problem; the first is named.
    """
    for path in written(folder):
        document = read_lexicon(path, root=folder)
        if document.value is None:
            first = document.problems[0]
            raise ConfigProblem(f"{first.file}:{first.line}:{first.column}", first.what)
        yield document.value
