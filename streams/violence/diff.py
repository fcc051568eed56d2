"""What a change of lexicons does: the articles whose verdict would change (`tocsin diff --lexicon`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from streams.text import prepare
from streams.violence.awake import Lexicons
from streams.violence.dated import day_of
from streams.violence.judge import Judged, judge
from streams.violence.themes import ThemeFile
from tocsin.model import Article, Casualties, Verdict


class Changed(StrEnum):
    """In which way a verdict changes."""

    NOW_VIOLENT = "now violent"
    NO_LONGER = "no longer violent"
    THEMES = "other themes"
    CATEGORY = "another category first"
    CASUALTIES = "other figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """One article that the new lexicons judge differently."""

    article: str
    title: str
    language: str
    how: Changed
    before: Verdict
    after: Verdict
    casualties_before: Casualties
    casualties_after: Casualties
    words: tuple[str, ...]  #: words that count now and did not, or the other way round


def changes(
    articles: Iterable[tuple[Article, str]],
    old: Lexicons,
    new: Lexicons,
    themes: ThemeFile,
    *,
    new_themes: ThemeFile | None = None,
) -> Iterator[VerdictChange]:
    """Judge articles (each with its language) by old and new lexicons; yield those judged differently."""
    for article, language in articles:
        prepared = prepare(article)
        day = day_of(article)
        before = judge(prepared, old.get(language), themes, published=day)
        after = judge(prepared, new.get(language), new_themes or themes, published=day)
        how = changed(before, after)
        if how is not None:
            yield VerdictChange(
                article=article.id,
                title=article.title,
                language=language,
                how=how,
                before=before.verdict,
                after=after.verdict,
                casualties_before=before.casualties,
                casualties_after=after.casualties,
                words=tuple(sorted(_counting(before) ^ _counting(after))),
            )


def changed(before: Judged, after: Judged) -> Changed | None:
    """Return the weightiest way in which two verdicts differ; scores alone are no difference."""
    old, new = before.verdict, after.verdict
    if old.violent != new.violent:
        return Changed.NOW_VIOLENT if new.violent else Changed.NO_LONGER
    if not new.violent:
        return None
    if old.themes != new.themes:
        return Changed.THEMES
    if old.categories[0].category != new.categories[0].category:
        return Changed.CATEGORY
    return Changed.CASUALTIES if before.casualties != after.casualties else None


def _counting(judged: Judged) -> frozenset[str]:
    return frozenset(term.span.text for term in judged.terms if term.excluded_by is None)
