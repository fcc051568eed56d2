"""Deeds of years gone by, as seen from the day of their article: in one of 2026, who was "kidnapped in 2020" is no news.

Lexicons list years that look back, but know no day: those that an article of 2010 calls its own are taken from them here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from streams.violence.calendars import ended_before, may_name_years, month_of, years_in
from streams.violence.casualties import Toll
from streams.violence.dating import Dating
from streams.violence.found import Findings, FoundTerm, Place
from streams.violence.themes import CategorySpec
from tocsin.model import Article

#: Months that must lie between a year's end and an article: what one of March tells of the year before may be of December.
_TOLERANCE = 3
_LONGEST = 2_000  #: letters of a sentence that is dated: what has no end is no news, and must not be walked at each year
_UNSET = 1970


class Gone(NamedTuple):
    """What the years of an article say of its deeds."""

    deeds: Mapping[Place, str]  #: deeds of years gone by, each with its year as it is written
    present: frozenset[Place]  #: years that the lexicon lists as words of aftermath, and that are not gone by


NO_YEARS = Gone({}, frozenset())


def day_of(article: Article) -> date:
    """Return the day on which an article was written, as far as one may believe it.

    None is written after it was seen, and one of 1970 or before comes from a clock that was never set.
    """
    published, seen = article.published, article.seen
    return seen if published is None or published > seen or published.year <= _UNSET else published


def gone_by(findings: Findings, categories: Mapping[str, CategorySpec], published: date) -> Gone:
    """Tell the deeds that their sentence dates to a year gone by when the article was written; most texts name no such year."""
    language = findings.lexicon.language
    if not findings.terms or not may_name_years(findings.prepared.scan, language):
        return NO_YEARS
    limit = month_of(published.year, published.month) - _TOLERANCE
    named = {
        (number, sentences.number(offset))
        for number, sentences in enumerate(findings.sentences)
        for offset in ended_before(limit, sentences.field.scan, language)
    }
    deeds: dict[Place, str] = {}
    for (number, sentence), told in _told(findings, categories, named).items():
        sentences = findings.sentences[number]
        start, end = sentences.bounds(sentence)
        if end - start > _LONGEST:
            continue
        if years := years_in(sentences.field, start, end, findings.lexicon):
            deeds |= Dating(findings.lexicon, sentences, sentence, told, years, limit).deeds()
    return Gone(deeds, frozenset(_not_gone(findings, categories, limit)))


def of_these_days(
    findings: Findings, tolls: Sequence[Toll], old: Iterable[Place], live: Iterable[FoundTerm]
) -> tuple[Toll, ...]:
    """Return the figures of all sentences but those that tell of years gone by alone: with ``old`` deeds, and none that counts."""
    gone = {(place.field, findings.sentences[place.field].number(place.start)) for place in old}
    gone -= {(found.place.field, found.sentence) for found in live}
    return tuple(toll for toll in tolls if (toll.field, toll.sentence) not in gone)


def _not_gone(findings: Findings, categories: Mapping[str, CategorySpec], limit: int) -> Iterator[Place]:
    """Yield the words of aftermath that are years and not gone by: lexicons list years that some articles are older than."""
    for found in findings.terms:
        if categories[found.term.category].effect == "dampen":
            word = findings.word(found.place)
            if word.isdecimal() and month_of(int(word)) >= limit:
                yield found.place


def _told(
    findings: Findings, categories: Mapping[str, CategorySpec], named: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], list[FoundTerm]]:
    """Return of some sentences those that tell deeds, with them."""
    told: dict[tuple[int, int], list[FoundTerm]] = {}
    for found in findings.terms if named else ():
        spec, key = categories[found.term.category], (found.place.field, found.sentence)
        if key in named and found.spared is None and spec.effect == "counts" and spec.alone:
            told.setdefault(key, []).append(found)
    return told
