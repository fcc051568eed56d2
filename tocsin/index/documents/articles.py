"""A tagged article as documents: the article, and one row for each region it names.

Rows come first and the article last: when an interrupted write is repeated,
the article's stored revision still says which rows were there before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any, Final

import msgspec

from tocsin.atlas import Atlas
from tocsin.index.documents.places import countries, lineage, place_fields
from tocsin.index.names import Kind, index
from tocsin.index.operations import Does, Operation
from tocsin.index.stems import primary, stem
from tocsin.index.tags import deaths, named_regions, reported_regions
from tocsin.index.words import fold, words
from tocsin.model import Article, Place, Role, TaggedArticle

#: detected language -> the field whose analyzer stems it
_STEMMED: Final = {
    **{code: code for code in [
        "ar", "bg", "bn", "ckb", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "hi", "hu", "hy", "id",
        "it", "nl", "no", "pt", "ro", "ru", "sr", "sv", "th", "tr",
    ]},
    **dict.fromkeys(("zh", "ja", "ko"), "cjk"),
}  # fmt: skip


def article_operations(
    tagged: TaggedArticle, atlas: Atlas, *, before: Collection[str] = ()
) -> Iterator[Operation]:
    """Yield what puts an article in; ``before`` are the regions that its stored revision has rows for."""
    article = tagged.article
    rows = index(Kind.MENTIONS, article.seen)
    said = _said(tagged)
    regions = {place.region: place for place in reversed(tagged.places)}
    for region in sorted(set(before) - set(regions)):
        yield Operation(does=Does.DELETE, index=rows, id=f"{article.id}:{region}", version=article.revision)
    for region, place in sorted(regions.items()):
        yield Operation(
            does=Does.INDEX,
            index=rows,
            id=f"{article.id}:{region}",
            version=article.revision,
            document=_row(place, atlas) | said,
        )
    yield Operation(
        does=Does.INDEX,
        index=index(Kind.ARTICLES, article.seen),
        id=article.id,
        version=article.revision,
        document=_article(tagged, atlas) | said,
    )


def _said(tagged: TaggedArticle) -> dict[str, Any]:
    """Return the fields that an article and its rows share."""
    article, verdict = tagged.article, tagged.verdict
    fields: dict[str, Any] = {
        "article": article.id,
        "revision": article.revision,
        "title": article.title,
        "feed": article.source.feed,
        "publisher": article.source.publisher,
        "owner": article.source.owner,
        "language": primary(tagged.language),
        "at": article.at,
        "seen": article.seen,
        "backlog": article.backlog,
        "theme": list(verdict.themes),
        "category": [one.category for one in verdict.categories if one.score > 0],
        "violence": {
            "violent": verdict.violent,
            "score": verdict.score,
            "terms": sorted({term.term for term in tagged.terms if term.excluded_by is None}),
            "deaths": deaths(tagged),
            "injured": tagged.casualties.injured_low or 0,
            "reason": verdict.reason,
        },
    }
    optional = {"url": article.url, "canary": article.canary}
    return fields | {name: value for name, value in optional.items() if value is not None}


def _row(place: Place, atlas: Atlas) -> dict[str, Any]:
    fields = place_fields(atlas, place.region) | {
        "role": place.role.value,
        "region_score": place.score,
        "evidence": [one.span.text for one in place.evidence],
    }
    return fields | ({"city": place.name} if place.name else {})


def _article(tagged: TaggedArticle, atlas: Atlas) -> dict[str, Any]:
    article, language = tagged.article, primary(tagged.language)
    optional = {
        "published": article.published,
        "publisher_country": article.source.country,
        "i18n": _stemmed(tagged, language),
    }
    return {
        "summary": article.summary,
        "body": article.text,
        **_places(tagged, atlas),
        "publisher_folded": fold(article.source.publisher),
        "at_reason": article.at_reason.value,
        "undated": article.undated,
        "sections": list(article.sections),
        "flags": list(tagged.flags),
        "tagger": tagged.tagger,
        "words": _words(article, language),
        "message": msgspec.to_builtins(tagged),
    } | {name: value for name, value in optional.items() if value}


def _places(tagged: TaggedArticle, atlas: Atlas) -> dict[str, Any]:
    """Return the regions of an article, by the part they play."""
    main, involved, mentioned = (
        sorted({place.region for place in tagged.places if place.role is role})
        for role in (Role.MAIN, Role.INVOLVED, Role.MENTION)
    )
    above = partial(lineage, atlas)
    fields = [place_fields(atlas, region) for region in main]
    categories = [one.category for one in tagged.verdict.categories if one.score > 0]
    return {
        "region": main,
        "region_name": [atlas.name(region) for region in main if region in atlas],
        "region_path": list(reported_regions(tagged, above)),
        "region_named": list(named_regions(tagged, above)),
        "regions_involved": involved,
        "regions_mentioned": mentioned,
        "country": countries(atlas, main),
        "location": [place["location"] for place in fields if "location" in place],
        "region_violence": [f"{region}|{category}" for region in main for category in categories],
    }


def _words(article: Article, language: str) -> dict[str, str]:
    """Return what our own search looks in: words as we fold them, and their stems."""
    title, body = words(article.title), words(f"{article.summary}\n{article.text}")
    stems = (stem(language, word.lower) for word in (*title, *body) if not word.pair)
    return {
        "title": " ".join(word.folded for word in title),
        "body": " ".join(word.folded for word in body),
        "stems": " ".join(form for form in stems if form),
    }


def _stemmed(tagged: TaggedArticle, language: str) -> dict[str, str] | None:
    """Return the text under the one field that stems its language: Kibana's search bar looks there."""
    article = tagged.article
    field = _STEMMED.get(language)
    return {field: "\n".join((article.title, article.summary, article.text))} if field else None
