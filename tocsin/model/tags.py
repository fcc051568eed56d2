"""What the tagger finds in an article, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.model.article import Article


class Level(StrEnum):
    """How large a place is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    CITY = "city"
    AREA = "area"


class Role(StrEnum):
    """What a region does in an article; only MAIN makes mentions."""

    MAIN = "main"
    INVOLVED = "involved"
    MENTION = "mention"
    AMBIGUOUS = "ambiguous"  #: one of several candidates, none of them shown by evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of the original text: ``field`` is title, summary or text; offsets count code points."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEvidence:
    """One name that speaks for a region: where it stands, which rule took it, what it weighs."""

    span: Span
    name: str
    rule: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region in an article, with its role, its share of the score and the names behind it."""

    region: str
    level: Level
    role: Role
    score: float
    evidence: tuple[PlaceEvidence, ...] = ()
    name: str | None = None  #: the city, where the region was found through one
    candidates: tuple[str, ...] = ()  #: for AMBIGUOUS: the regions it may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of violence in an article."""

    span: Span
    term: str
    category: str
    weight: float
    language: str
    gloss: str | None = None  #: the word in English
    excluded_by: str | None = None  #: the context that silenced it


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScore:
    """How strongly an article speaks of one kind of violence, 0..1."""

    category: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """How many people, as far as the text says: lowest and highest figure, none where it is silent."""

    deaths_low: int | None = None
    deaths_high: int | None = None
    injured_low: int | None = None
    injured_high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an article reports violence, of which themes, how strongly, and why we think so."""

    violent: bool
    score: float
    themes: tuple[str, ...] = ()
    categories: tuple[CategoryScore, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedArticle:
    """An article with places, words of violence, casualty figures and a verdict."""

    article: Article
    language: str
    places: tuple[Place, ...] = ()
    terms: tuple[Term, ...] = ()
    casualties: Casualties = Casualties()
    verdict: Verdict
    flags: tuple[str, ...] = ()
    tagger: str = ""  #: hash of the gazetteer, lexicons and rules that tagged it
