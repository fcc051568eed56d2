"""Tagged articles, incidents and feed states for tests: say what matters, the rest is plausible."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tocsin.ids import digest
from tocsin.model import (
    Article,
    Casualties,
    CategoryScore,
    Level,
    Place,
    Role,
    Source,
    Span,
    TaggedArticle,
    Term,
    Verdict,
)

NOON = datetime(2010, 6, 11, 12, tzinfo=UTC)


def tagged(
    title: str,
    *,
    summary: str = "",
    id: str | None = None,  # noqa: A002  # the name it has in the article
    revision: int = 1,
    at: datetime = NOON,
    url: str | None = "https://news.example/story",
    language: str = "en",
    feed: str = "example-en",
    publisher: str = "Example News",
    regions: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
    themes: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    terms: tuple[tuple[str, str, str], ...] = (),
    deaths: int | None = None,
    **more: Any,
) -> TaggedArticle:
    """Return a tagged article; ``terms`` are (word in the title, category, gloss); violent where it has themes."""
    article = Article(
        id=id or digest(title, feed), revision=revision, url=url, title=title, summary=summary, seen=at, at=at,
        published=at, source=Source(feed=feed, publisher=publisher, owner=publisher.lower()), **more,
    )  # fmt: skip
    return TaggedArticle(
        article=article,
        language=language,
        places=(*(_place(code, Role.MAIN) for code in regions), *(_place(code, Role.MENTION) for code in mentions)),
        terms=tuple(_term(title, word, category, gloss, language) for word, category, gloss in terms),
        casualties=Casualties(deaths_low=deaths, deaths_high=deaths),
        verdict=Verdict(
            violent=bool(themes), score=0.9 if themes else 0.1, themes=themes,
            categories=tuple(CategoryScore(category=one, score=0.9) for one in categories),
        ),
    )  # fmt: skip


def _place(code: str, role: Role) -> Place:
    return Place(region=code, level=Level.ADMIN1 if "-" in code else Level.COUNTRY, role=role, score=1.0)


def _term(title: str, word: str, category: str, gloss: str, language: str) -> Term:
    start = title.index(word)
    span = Span(field="title", start=start, end=start + len(word), text=word)
    return Term(span=span, term=word.lower(), category=category, weight=1.0, language=language, gloss=gloss)
