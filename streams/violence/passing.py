"""Words of violence said in passing: background of other news, features, opinion, history told in the summary.

Where one usual word is all that an article says of violence, it reports a deed only if it tells something of it: how many
people, what day, in which town, after what. One that stands first in a summary's second sentence, below a title and a
sentence that are calm, tells where the news comes from, whatever town it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from streams.text import BODY, TITLE
from streams.violence.aftermath import is_done
from streams.violence.casualties import Toll
from streams.violence.company import keeps_company
from streams.violence.found import Findings, FoundTerm
from streams.violence.lexicon import DOUBTFUL, UNMISTAKABLE, Category
from streams.violence.qualifiers import stands_first
from streams.violence.themes import ThemeFile

#: Tells where towns and parts of countries are named: field and offset of each.
Towns = Callable[[], Sequence[tuple[int, int]]]

_PIECES = re.compile(r"[:：.!|｜—–]\s*|\s-\s")  #: what parts the pieces of a title
#: What somebody says at the head of a piece; one or two words in quote marks are a newsroom's way not to vouch for them.
_SAYING = re.compile(
    r"«[^»]{12,}|»[^«]{12,}|\"[^\"]{12,}|“[^”]{12,}|„[^“”]{12,}|[‘'](?:[^’']|[’'](?=\w)){12,}|[「『][^」』]{6,}"
)
_ASKING = re.compile(r"[?？؟]")
_OPENING = 80  #: letters of a piece's first words


def in_passing(
    live: Sequence[FoundTerm],
    tolls: Sequence[Toll],
    themes: ThemeFile,
    findings: Findings,
    towns: Towns | None,
) -> str | None:
    """Return why a violent article's only word is said in passing, as words; nothing if it is not, or nobody knows places.

    ``live`` are the terms not silenced.
    """
    fields = findings.prepared.fields
    if tolls or towns is None or fields[0].name != TITLE or len(fields) < 2:
        return None
    company = [found for found in live if keeps_company(found, findings)]
    if len({found.number for found in company}) > 1:
        return None
    kinds = themes.categories
    said = [found for found in company if kinds[found.term.category].alone and found.term.weight >= DOUBTFUL]
    if not said or any(found.zone == BODY or found.term.weight >= UNMISTAKABLE for found in said):
        return None
    sentences = {(found.place.field, found.sentence): found for found in said}
    if any(_is_done(found, findings) for found in said) or any(
        _is_told(found, findings) for found in sentences.values()
    ):
        return None
    how = _aside(said, findings, towns)
    return f"“{findings.word(said[0].place)}” is only said in passing: {how}" if how else None


def _is_done(found: FoundTerm, findings: Findings) -> bool:
    """Whether a word tells of a crowd, or a word beside it that it is done."""
    return found.term.category == Category.RIOT or is_done(findings, found)


def _is_told(found: FoundTerm, findings: Findings) -> bool:
    """Whether the sentence of a deed tells how many people, or that it is of these days."""
    field, bounds = found.sentences.field, found.sentences.bounds(found.sentence)
    if findings.lexicon.lately.search(field.scan, *bounds):
        return True
    figures = findings.lexicon.counting.figures(field, *bounds)
    return any((figure.low or figure.high or 0) > 1 for figure in figures)


def _aside(said: Sequence[FoundTerm], findings: Findings, towns: Towns) -> str | None:
    """Return in which way some words are said aside, if no town is named with them."""
    if all(found.zone != TITLE and found.sentence > 0 for found in said):
        return "title and first sentence are calm, and below them nothing tells how many or when"
    in_title = [found for found in said if found.zone == TITLE]
    how = "in a title that asks or quotes" if in_title else "below a calm title"
    if not all(_asks(found, findings) for found in in_title):
        return None
    if _names_a_town(said, findings, towns()):
        return None
    return f"{how}, and nothing tells how many, when or in which town"


def _asks(found: FoundTerm, findings: Findings) -> bool:
    """Whether a title asks, explains or quotes where a word stands, or behind it: "Kidnapping: 'I survived'"."""
    title, asks = findings.prepared.fields[0], findings.lexicon.asks
    at = found.place.start
    if _ASKING.search(title.plain, at):
        return True
    starts = [0, *(mark.end() for mark in _PIECES.finditer(title.plain))]
    for start, stop in pairwise([*starts, len(title.plain)]):
        saying = _SAYING.match(title.plain, start)
        if saying is not None and at < saying.end():
            return True
        if at < stop and stands_first(asks, title.scan[start : start + _OPENING].strip()):
            return True
    return False


def _names_a_town(said: Sequence[FoundTerm], findings: Findings, towns: Sequence[tuple[int, int]]) -> bool:
    """Whether the title names a town, or the sentence of one of the words does."""
    sentences = {(found.place.field, found.sentence) for found in said}
    return any(
        field == 0 or (field, findings.sentences[field].number(offset)) in sentences
        for field, offset in towns
    )
