"""The tagger: from an article to its regions, its words of violence, its casualties and a verdict.

One automaton finds places, and one of each language its terms; everything after
them is pure functions over the hits. A tagger is built once per configuration
(about a second) and names itself by a hash of everything that decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple

from streams.language import language_of
from streams.matcher import Hit
from streams.regions import gazetteer as regions
from streams.regions import table, tongues
from streams.regions.accept import accept
from streams.regions.ambiguity import ambiguous
from streams.regions.languages import LanguageData, read_all
from streams.regions.operator import extras
from streams.regions.rank import rank
from streams.regions.reading import Reader
from streams.regions.resolve import Lost, resolve
from streams.regions.scene import SPOKEN_IN, Scene
from streams.regions.shape import Shape
from streams.regions.sighting import Refused, Sighting
from streams.regions.spec import RegionsFile
from streams.regions.whereabouts import towns, whereabouts
from streams.regions.zones import Zones
from streams.text import Prepared, prepare
from streams.violence import Lexicons, judge
from streams.violence.dated import day_of
from streams.violence.themes import ThemeFile
from tocsin.atlas import Atlas
from tocsin.memory import settled, unswept
from tocsin.model import Article, Level, Place, Role, TaggedArticle
from tocsin.quick import quick
from tocsin.strict import Strict

BY_NEWSROOM = "place-by-newsroom"  #: flag: no place is named, the newsroom's country was taken
EMPTY = "empty"  #: flag: neither title nor text
VERSION = 24  #: raised whenever a rule in code changes what is tagged


_tagged = quick(TaggedArticle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an article was tagged as it was: what counted, what was refused, which candidates lost."""

    tagged: TaggedArticle
    counted: tuple[Sighting, ...]
    refused: tuple[Refused, ...]
    lost: tuple[Lost, ...]


class Tagger:
    """Tags articles; pure and quick once built."""

    def __init__(
        self, atlas: Atlas, gazetteer: regions.Gazetteer, lexicons: Lexicons, themes: ThemeFile, name: str
    ) -> None:
        self.name = name
        self._gazetteer = gazetteer
        self._readers: dict[str, Reader] = {}
        self._lexicons, self._themes = lexicons, themes
        self._borders = {code: frozenset(atlas.borders(code)) for code in gazetteer.table.countries}
        self._matcher = gazetteer.matcher()
        gazetteer.release()

    def tag(self, article: Article) -> TaggedArticle:
        """Return the article with its regions, terms, casualties and verdict."""
        return self._tag(article, _SILENT)[0]

    def explain(self, article: Article) -> Explanation:
        """Return the tagged article with the reasons: rules, weights, what was refused and what lost."""
        why = _Why([], [])
        tagged, found = self._tag(article, why)
        return Explanation(
            tagged=tagged,
            counted=tuple(sighting for sighting in found if sighting.spot is not None),
            refused=tuple(why.refused or ()),
            lost=tuple(why.lost or ()),
        )

    def _tag(self, article: Article, why: _Why) -> tuple[TaggedArticle, list[Sighting]]:
        prepared = prepare(article)
        language = language_of(prepared, article.language or article.source.language)
        names = self._matcher.hits(prepared, language)
        places, found = self._places(article, prepared, names, language, why)
        home = _newsroom(article, self._borders) if _is_undecided(places, article.source.country) else ()
        where = partial(whereabouts, prepared, found, self._reader(language).speech)
        judged = judge(
            prepared,
            self._lexicons.get(language),
            self._themes,
            published=day_of(article),
            where=where,
            towns=partial(towns, prepared, found),
        )
        flags = (*judged.flags, *((BY_NEWSROOM,) if home else ()), *(() if prepared.fields else (EMPTY,)))
        return _tagged(
            article=article,
            language=language,
            places=(*home, *places),
            terms=judged.terms,
            casualties=judged.casualties,
            verdict=judged.verdict,
            flags=flags,
            tagger=self.name,
        ), found

    def _places(
        self, article: Article, prepared: Prepared, hits: Sequence[Hit], language: str, why: _Why
    ) -> tuple[tuple[Place, ...], list[Sighting]]:
        found = accept(prepared, hits, self._reader(language), why.refused)
        if not found:
            return (), found
        shouted = bool(article.title) and Shape(prepared.fields[0]).all_capitals
        zones = Zones(prepared, shouted=shouted)
        spoken = self._reader(language).speech.language
        scene = Scene(
            self._borders, article.source.country or SPOKEN_IN.get(spoken), tongues.countries(spoken)
        )
        undecided = resolve(prepared, found, scene, zones, why.lost)
        ranked = rank(prepared, found, spoken)
        return (*ranked, *ambiguous(prepared, undecided, scene)), found

    def _reader(self, language: str) -> Reader:
        reader = self._readers.get(language)
        if reader is None:
            speech = self._gazetteer.speech(language)
            reader = self._readers[language] = Reader(self._gazetteer, speech)
        return reader


def _is_undecided(places: Sequence[Place], home: str | None) -> bool:
    """Tell whether an article names no place at all, or only one that nothing decides and that may lie at home."""
    return all(
        place.role is Role.AMBIGUOUS and any(code[:2] == home for code in place.candidates)
        for place in places
    )


def _newsroom(article: Article, countries: Container[str]) -> tuple[Place, ...]:
    """Return the newsroom's country for an article whose names do not tell where it is.

    Local news hardly ever say which country they are in. Feeds that cover the
    world, or other countries, get no such guess.
    """
    home = article.source.country
    covers = article.source.covers
    if home not in countries or home is None or (covers and not any(code[:2] == home for code in covers)):
        return ()
    return (Place(region=home, level=Level.COUNTRY, role=Role.MAIN, score=0.5),)


class _Why(NamedTuple):
    """Where reasons go, if anybody asks for them."""

    refused: list[Refused] | None
    lost: list[Lost] | None


_SILENT = _Why(None, None)


@unswept()
def build_tagger(
    atlas: Atlas,
    files: Sequence[RegionsFile],
    lexicons: Lexicons,
    themes: ThemeFile,
    *,
    languages: Mapping[str, LanguageData] | None = None,
) -> Tagger:
    """Build the tagger for a configuration: the operator's region files, lexicons and themes.

    ``languages`` are the shipped words of each language; they are read if absent.
    """
    gazetteer, name = _gazetteer(files, lexicons, themes, languages)
    tagger = Tagger(atlas, gazetteer, lexicons, themes, name)
    settled()  # the tables live as long as the process: walking them at every sweep doubles the cost of tagging
    return tagger


def _gazetteer(
    files: Sequence[RegionsFile],
    lexicons: Lexicons,
    themes: ThemeFile,
    languages: Mapping[str, LanguageData] | None,
) -> tuple[regions.Gazetteer, str]:
    """Return the gazetteer and the tagger's name; what was read for them is gone before the automaton is built."""
    spoken = read_all() if languages is None else languages
    name = _name(files, spoken, lexicons, themes)
    names = table.shipped()
    return regions.Gazetteer(names, spoken, extras(files, names)), name


def _name(
    files: Sequence[RegionsFile], spoken: Mapping[str, LanguageData], lexicons: Lexicons, themes: ThemeFile
) -> str:
    """Return a hash of everything that decides how an article is tagged."""
    decides: Iterator[Strict] = chain(
        (themes, *files),
        (spoken[code] for code in sorted(spoken)),
    )
    name = hashlib.sha256(f"{VERSION}\0{table.digest()}".encode())
    for model in decides:
        name.update(f"\0{model.model_dump_json()}".encode())
    for _, digest in sorted(lexicons.digests.items()):
        name.update(f"\0{digest}".encode())
    return name.hexdigest()[:12]
