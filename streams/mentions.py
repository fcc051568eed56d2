"""From a tagged article to its mentions (architecture law 2).

A mention is made for each main region of an article whose verdict holds for a
theme, and for what that region lies in: its ancestors and the operator's
areas. So every key of the detector folds alone, and a parent counts its own
mentions. Articles of a feed's first poll make none: a backlog is not news. A
test article makes one, for the smallest region, so that a drill rings once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from streams.shingles import fingerprint
from tocsin.atlas import Atlas
from tocsin.model import Level, Mention, Place, Role, TaggedArticle, Word

_SMALLEST: Final = (Level.ADMIN1, Level.COUNTRY, Level.AREA)  #: first
#: what has a usual rate of its own; cities and districts count for the region they lie in
_KEYED: Final = frozenset(_SMALLEST)
_WORDS: Final = 12  #: shown at most


def mentions(tagged: TaggedArticle, atlas: Atlas) -> tuple[Mention, ...]:
    """Return one mention per region that an article reports violence from, in the order of its places."""
    if tagged.article.backlog or not tagged.verdict.themes:
        return ()
    regions = _regions(tagged, atlas)
    if not regions:
        return ()
    (region, place), *others = regions.items()
    first = _mention(tagged, region, place)
    return (first, *(replace(first, region=region, place=place.name) for region, place in others))


def _mention(tagged: TaggedArticle, region: str, place: Place) -> Mention:
    article, source = tagged.article, tagged.article.source
    prints = fingerprint(f"{article.title}\n{article.text or article.summary}")
    return Mention(
        article=article.id, revision=article.revision, region=region, themes=tagged.verdict.themes,
        at=article.at, seen=article.seen, undated=article.undated,
        publisher=source.publisher, owner=source.owner,
        feed=source.feed, feed_since=source.since, feed_entries=source.entries,
        language=tagged.language,
        categories=tuple(found.category for found in tagged.verdict.categories if found.score > 0),
        deaths=tagged.casualties.deaths_low or 0, injured=tagged.casualties.injured_low or 0,
        shingles=prints.shingles, teaser=prints.teaser, numbers=prints.numbers,
        title=article.title, url=article.url, place=place.name, words=_words(tagged),
        tagger=tagged.tagger, canary=article.canary,
    )  # fmt: skip


def _regions(tagged: TaggedArticle, atlas: Atlas) -> dict[str, Place]:
    """Return the keyed regions of the main places, each with the (first) place that led to it."""
    found: dict[str, Place] = {}
    for place in tagged.places:
        if place.role is not Role.MAIN or place.region not in atlas:
            continue
        for region in (place.region, *atlas.ancestors(place.region)):
            if atlas.region(region).level in _KEYED:
                found.setdefault(region, place)
    if tagged.article.canary and found:
        smallest = min(found, key=lambda region: _SMALLEST.index(atlas.region(region).level))
        return {smallest: found[smallest]}
    return found


def _words(tagged: TaggedArticle) -> tuple[Word, ...]:
    """Return the words of violence that counted, each spelling once, in the order of the text."""
    found: dict[str, Word] = {}
    for term in tagged.terms:
        if term.excluded_by is None:
            text = term.span.text
            found.setdefault(text.casefold(), Word(text=text, language=term.language, gloss=term.gloss))
    return tuple(found.values())[:_WORDS]
